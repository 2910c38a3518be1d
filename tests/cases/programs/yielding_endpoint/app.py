import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    name: str


async def names():
    yield ["a", "b"]


async def helper(found):
    for name in found:
        await asyncio.sleep(1)
        yield Item(name=name)


@app.get("/items", response_class=EventSourceResponse)
async def items(found: Annotated[list, Depends(names)]) -> AsyncIterable[Item]:
    async for item in helper(found):
        yield item


@app.get("/lines")
async def lines(found: Annotated[list, Depends(names)]) -> AsyncIterable[Item]:
    async for item in helper(found):
        yield item
