from collections.abc import AsyncIterable
from contextlib import aclosing

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def fetch():
    try:
        for i in range(100):
            yield f"row {i}\n"
    finally:
        print("cursor closed")


@app.get("/rows", response_class=StreamingResponse)
async def rows() -> AsyncIterable[str]:
    async with aclosing(fetch()) as source:
        async for row in source:
            yield row
            await anyio.sleep(1)
