"""Programs under test, as a test suite has them: with a model that is replaced there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

opened: list[str] = []


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    opened.append("lifespan")
    yield


app = FastAPI(lifespan=lifespan)
GREETING = "hello"


def model() -> list[str]:
    raise RuntimeError("no real model in tests")


@app.get("/words", response_class=StreamingResponse)
async def words(of: Annotated[list[str], Depends(model)]) -> AsyncIterator[str]:
    for word in of:
        yield word


@app.get("/collected", response_class=StreamingResponse)
async def collected(of: Annotated[list[str], Depends(model)]) -> AsyncIterator[str]:
    parts = []
    for word in of:
        parts.append(word)
    yield "".join(parts)
    yield "end"


@app.get("/ticks", response_class=StreamingResponse)
async def ticks() -> AsyncIterator[str]:
    while True:
        yield "tick\n"
        await asyncio.sleep(0.01)


@app.get("/never", response_class=StreamingResponse)
async def never_awaits() -> AsyncIterator[str]:
    for number in range(20):
        yield f"{number}\n"


def rows() -> Iterator[str]:
    yield "a"
    yield "b"


@app.get("/rows")
def of_rows() -> StreamingResponse:
    return StreamingResponse(rows())


@app.get("/greeting")
def greeting() -> dict[str, str]:
    return {"said": GREETING}


@app.post("/echo")
async def echo(body: dict[str, str]) -> dict[str, str]:
    return body


@app.get("/long", response_class=StreamingResponse)
async def long() -> AsyncIterator[str]:
    yield "begun"
    await asyncio.sleep(60)


@app.get("/exit")
async def leave() -> None:
    import os

    os._exit(3)
