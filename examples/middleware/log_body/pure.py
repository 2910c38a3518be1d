from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse


class LogBody:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        size = 0

        async def counted(message):
            nonlocal size
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            print(f"{size} bytes")


app = FastAPI()
app.add_middleware(LogBody)


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    for word in ["apple", "mango", "cherry"]:
        yield f"{word}\n"
        await anyio.sleep(1)
