from collections.abc import AsyncIterable
from contextlib import AsyncExitStack
from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ["connection 1", "connection 2"]


async def cleanup():
    async with AsyncExitStack() as stack:
        yield stack


@app.get("/export", response_class=StreamingResponse)
async def export(stack: Annotated[AsyncExitStack, Depends(cleanup)]) -> AsyncIterable[str]:
    connection = pool.pop()
    stack.callback(pool.append, connection)
    for letter in "abcdef":
        yield letter * 32_768
        await anyio.sleep(0.1)


@app.get("/free")
async def free() -> int:
    return len(pool)
