from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.middleware("http")
async def log_body(request: Request, call_next):
    response = await call_next(request)
    response.body_iterator = counted(response.body_iterator)
    return response


async def counted(pieces):
    size = 0
    try:
        async for piece in pieces:
            size += len(piece)
            yield piece
    finally:
        print(f"{size} bytes")


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    for word in ["apple", "mango", "cherry"]:
        yield f"{word}\n"
        await anyio.sleep(1)
