from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ["connection 1", "connection 2"]


async def lend():
    connection = pool.pop()
    try:
        yield connection
    finally:
        pool.append(connection)


@app.get("/export", response_class=StreamingResponse)
async def export(connection: Annotated[str, Depends(lend)]) -> AsyncIterable[str]:
    for letter in "abcdef":
        yield letter * 32_768
        await anyio.sleep(0.1)


@app.get("/free")
async def free() -> int:
    return len(pool)
