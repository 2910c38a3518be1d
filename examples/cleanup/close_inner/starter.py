from collections.abc import AsyncIterable
from contextlib import aclosing

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def tokens():
    try:
        for word in ("One ", "word ", "at ", "a ", "time."):
            yield word
    finally:
        print("model stopped")


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    async with ____(tokens()) as source:
        async for word in source:
            yield word
            await anyio.sleep(1)
