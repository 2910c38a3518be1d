import asyncio
from collections.abc import AsyncIterable
from contextlib import aclosing
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ["connection 1", "connection 2"]


async def fetch(connection):
    try:
        for i in range(100):
            yield f"row {i} from {connection}\n"
    finally:
        print("cursor closed")


@app.get("/free")
async def free() -> int:
    return len(pool)


async def lend():
    connection = pool.pop()
    try:
        yield connection
    finally:
        await asyncio.sleep(0.1)
        pool.append(connection)


@app.get("/rows", response_class=StreamingResponse)
async def rows(connection: Annotated[str, Depends(lend)]) -> AsyncIterable[str]:
    async with aclosing(fetch(connection)) as source:
        async for row in source:
            yield row
            await asyncio.sleep(1)
