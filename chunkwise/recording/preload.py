"""What every run needs, done once before any of them, because a forked process inherits it for nothing."""

from __future__ import annotations

import asyncio
import gc
import importlib
import platform
import sys
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from chunkwise.errors import RecordingError

MODULES = (
    "anyio._backends._asyncio",
    "anyio.streams.memory",
    "fastapi.middleware.cors",
    "fastapi.middleware.gzip",
    "fastapi.responses",
    "fastapi.sse",
    "fastapi.telemetry._runtime",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.h11_impl",
)
"""Imported by FastAPI, AnyIO and Uvicorn when a request first needs them. One that is gone is no harm."""

REQUESTS = 8
"""As many as Python needs to see of a function before it specializes it (PEP 659)."""


def preload() -> None:
    """Import what is imported late, and take all of it out of the collector's sight.

    A run's own process never collects: when a forgotten generator is closed must not depend on how much else there is.
    """
    for name in MODULES:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    asyncio.run(_answer())
    gc.collect()
    gc.disable()
    gc.freeze()


def also(packages: Iterable[str]) -> RecordingError | None:
    """Import what a program requires, in the same way; return an error if one of the packages is not installed."""
    new = [name for name in packages if name not in sys.modules]
    for name in new:
        try:
            importlib.import_module(name)
        except ImportError:
            what = f"the program requires {name}, which is not installed here"
            return RecordingError(what, hint=f"Install it: python -m pip install {name}")
    if new:
        # An SDK tells its server what it runs on, and Python asks a process for that, the first time.
        _ = platform.platform(), platform.processor()
        gc.collect()
        gc.freeze()
    return None


async def _answer() -> None:
    """Let FastAPI answer a few requests without a server: it looks up and compiles a good deal for the first one."""
    app = FastAPI()

    async def generate() -> AsyncIterator[str]:
        yield "warm"

    @app.get("/")
    async def stream(name: str = "") -> StreamingResponse:
        return StreamingResponse(generate())

    @app.get("/lines")
    async def lines() -> AsyncIterable[str]:
        yield "warm"

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        return

    scope = {"type": "http", "asgi": {"spec_version": "2.4"}, "method": "GET", "query_string": b""}
    for path in ("/", "/lines") * REQUESTS:
        await app({**scope, "path": path, "headers": []}, receive, send)
