"""What every run needs, done once before any of them, because a forked process inherits it for nothing."""

from __future__ import annotations

import gc
import importlib
import inspect

from fastapi import FastAPI

MODULES = (
    "anyio._backends._asyncio",
    "anyio.streams.memory",
    "fastapi.middleware.cors",
    "fastapi.responses",
    "fastapi.sse",
    "fastapi.telemetry._runtime",
    "starlette.middleware.gzip",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.h11_impl",
)
"""Imported by FastAPI, AnyIO and Uvicorn when a request first needs them. One that is gone is no harm."""


def up() -> None:
    """Import what is imported late, and take all of it out of the collector's sight.

    A run's own process never collects: when a forgotten generator is closed must not depend on how much else there is.
    """
    for name in MODULES:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    FastAPI().get("/")(up)
    inspect.getsourcelines(up)  # FastAPI does the same for its error messages; it compiles what tokenize looks for.
    gc.collect()
    gc.disable()
    gc.freeze()
