"""Programs of a reader's, and what a page is told of their runs."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

from chunkwise.browser import entry
from tests.support.record import EXAMPLES

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


def without_places(result: Mapping[str, Any]) -> str:
    """What a page is told, without the folders of this machine: a message of Python's own may name a file in them.

    A checkout or an environment may lie in a folder of any name, one with ours among them.
    """
    text = json.dumps(result, ensure_ascii=False)
    for folder in sorted({str(EXAMPLES.parent), sys.prefix, sys.base_prefix}, key=len, reverse=True):
        text = text.replace(json.dumps(folder, ensure_ascii=False)[1:-1], "")
    return text
