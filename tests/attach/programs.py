"""Programs of three frameworks that stream the same, which the recorder is put around."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from litestar import Litestar, get
from litestar.response import Stream
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

fastapi = FastAPI()


async def words() -> AsyncIterator[str]:
    yield "one"
    await asyncio.sleep(0)
    yield "two"


def rows() -> Iterator[str]:
    yield "a"
    yield "b"


@fastapi.get("/words", response_class=StreamingResponse)
async def path_operation() -> AsyncIterator[str]:
    yield "one"
    await asyncio.sleep(0)
    yield "two"


@fastapi.get("/rows")
def of_rows() -> StreamingResponse:
    return StreamingResponse(rows())


@fastapi.get("/dies", response_class=StreamingResponse)
async def dies() -> AsyncIterator[str]:
    yield "one"
    raise ValueError("no second one")


@fastapi.get("/endless", response_class=StreamingResponse)
async def endless() -> AsyncIterator[str]:
    while True:
        yield "tick"
        await asyncio.sleep(0)


@fastapi.post("/login")
async def login(body: dict[str, str]) -> dict[str, int]:
    return {"length": len(body["password"])}


async def of_words(request: Request) -> StreamingResponse:
    return StreamingResponse(words())


starlette = Starlette(routes=[Route("/words", of_words)])


@get("/words")
async def litestar_words() -> Stream:
    return Stream(words())


litestar = Litestar([litestar_words], openapi_config=None)
