from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def fetch():
    try:
        for i in range(100):
            yield f"row {i}\n"
    finally:
        await anyio.sleep(0.1)
        print("cursor closed")


async def cursor():
    async with aclosing(fetch()) as source:
        yield source


@app.get("/rows", response_class=StreamingResponse)
async def rows(source: Annotated[AsyncGenerator, Depends(cursor)]) -> AsyncIterable[str]:
    async for row in source:
        yield row
        await anyio.sleep(1)
