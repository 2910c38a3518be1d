from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.middleware("http")
async def log_request(request: Request, call_next):
    body = await request.body()
    print(body.decode())
    return await call_next(request)


@app.post("/words", response_class=StreamingResponse)
async def echo(words: list[str]) -> AsyncIterable[str]:
    for word in words:
        yield f"{word}\n"
        await anyio.sleep(1)
