"""What a reader's program is likely to use, used once while packing, because that is how we know what to keep.

It runs inside Pyodide. A name too few here costs one reader half a second, when the whole library is loaded after all;
a name too many costs every reader.
"""

from __future__ import annotations

import asyncio
import importlib
import traceback
from collections.abc import AsyncIterator, Iterable, MutableMapping
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

COMMON = """
    __future__ abc array ast asyncio base64 bisect calendar collections collections.abc concurrent.futures contextlib
    contextvars copy csv dataclasses datetime decimal difflib email.utils encodings.ascii encodings.idna
    encodings.latin_1 encodings.utf_16 enum fractions functools gc hashlib heapq hmac html html.parser http http.cookies
    importlib.metadata importlib.resources inspect io itertools json linecache logging math mimetypes numbers operator
    os pathlib pprint queue random re secrets signal statistics string struct sys tempfile textwrap threading time
    timeit tomllib traceback types typing unicodedata urllib.parse uuid warnings weakref zlib zoneinfo
"""
"""Modules that programs about streaming import, or that are imported when something goes wrong in them."""

app = FastAPI()
app.add_middleware(GZipMiddleware)


class Item(BaseModel):
    name: str


async def resource() -> AsyncIterator[int]:
    yield 1


async def pieces() -> AsyncIterator[str]:
    for number in range(2):
        yield f"{number}\n" * 1000
        await asyncio.sleep(0)


@app.get("/pieces")
async def stream(tasks: BackgroundTasks, one: Annotated[int, Depends(resource)]) -> StreamingResponse:
    tasks.add_task(asyncio.sleep, 0)
    return StreamingResponse(pieces(), media_type="text/plain")


@app.get("/events", response_class=EventSourceResponse)
async def events() -> AsyncIterator[ServerSentEvent]:
    yield ServerSentEvent(data={"number": 1})


@app.post("/item")
async def item(item: Item) -> Item:
    return item


@app.get("/wrong")
async def wrong() -> float:
    return 1 / 0


ANSWERS = {"/pieces": 200, "/events": 200, "/item": 422, "/nowhere": 404, "/wrong": 500}
"""The requests, and the status that each is answered with."""


async def rehearse(names: Iterable[str]) -> None:
    """Import ``names``, then send the requests whose answers take different ways.

    Raises:
        ImportError: Pyodide hasn't one of the modules.
        RuntimeError: An answer is not the one that it is on a server.
    """
    for name in [*COMMON.split(), *names]:
        importlib.import_module(name)
    for path, status in ANSWERS.items():
        if (answered := await answer(path)) != status:
            raise RuntimeError(f"{path} was answered with {answered}, not {status}")


async def answer(path: str) -> int:
    """Return the status with which the application answers."""
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "root_path": "",
    }
    scope |= {"method": "POST" if path == "/item" else "GET", "path": path, "scheme": "http", "query_string": b""}
    scope |= {"headers": [(b"accept-encoding", b"gzip")], "client": None, "server": None}
    statuses = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    try:
        await app(scope, receive, send)
    except ZeroDivisionError:
        traceback.format_exc()
    return int(statuses[0])
