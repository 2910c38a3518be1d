from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

log = []


class Timer:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began = anyio.current_time()
        try:
            await self.app(scope, receive, send)
        finally:
            took = round(anyio.current_time() - began)
            log.append(f"{scope['path']} took {took} s")


app = FastAPI()
app.add_middleware(Timer)


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    for word in ["apple", "mango", "cherry"]:
        await anyio.sleep(1)
        yield f"{word}\n"


@app.get("/log")
async def read_log() -> list[str]:
    return log
