"""Programs of a reader's, and what a page is told of their runs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from chunkwise.browser import entry

HEAD = """\
import asyncio, socket, sys, time, urllib.request
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
app = FastAPI()
"""


STREAM = """
@app.get("/stream")
async def stream(): return StreamingResponse(generate())
"""


def streaming(*lines: str, before: str = "") -> str:
    """A program whose generator has these lines. The first of them is line 6, if nothing stands before it."""
    return HEAD + before + "async def generate():\n" + "".join(f"    {line}\n" for line in lines) + STREAM


def told(source: str, asked: Mapping[str, Any] | str = {"path": "/stream"}, **options: Any) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(asyncio.run(entry.run(source, asked, **options)))
    return result
