from collections.abc import AsyncIterable
from contextlib import asynccontextmanager

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ["connection 1", "connection 2"]


@asynccontextmanager
async def lend():
    connection = pool.pop()
    try:
        yield connection
    finally:
        pool.append(connection)


@app.get("/export", response_class=StreamingResponse)
async def export() -> AsyncIterable[str]:
    async with lend():
        for letter in "abcdef":
            yield letter * 32_768
            await anyio.sleep(0.1)


@app.get("/free")
async def free() -> int:
    return len(pool)
