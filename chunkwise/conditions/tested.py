"""Starlette's TestClient, or httpx.ASGITransport, in the place of a server and a client, in a process of its own.

It is copied beside ``app.py`` and its wrapper, and writes what the test receives into the same log.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from typing import Any

import httpx
from starlette.testclient import TestClient


class Reader:
    """What a test reads. With ``parts`` it has enough after so many, and leaves."""

    def __init__(self, note: Any, parts: int) -> None:
        self.note, self.left = note, parts
        self.end = "complete"

    def has(self, part: bytes) -> bool:
        """Note a part of the body; return whether it was the last one that the test wants."""
        self.note("part", size=len(part))
        self.left -= 1
        if self.left:
            return False
        self.end = "left"
        self.note("over", end=self.end)
        return True


def testclient(app: Any, method: str, path: str, reader: Reader) -> None:
    with TestClient(app).stream(method, path) as response:
        reader.note("head", status=response.status_code)
        for part in response.iter_bytes():
            if reader.has(part):
                break


async def asgitransport(app: Any, method: str, path: str, reader: Reader) -> None:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")
    async with client, client.stream(method, path) as response:
        reader.note("head", status=response.status_code)
        async for part in response.aiter_bytes():
            if reader.has(part):
                break


def main(client: str, method: str, path: str, parts: str) -> None:
    """Ask for ``path`` and note each part of the body when a test would have it."""
    served = importlib.import_module("served")
    reader = Reader(served.note, int(parts))
    served.note("asked")
    try:
        if client == "testclient":
            testclient(served.app, method, path, reader)
        else:
            asyncio.run(asgitransport(served.app, method, path, reader))
    except Exception as error:
        served.note("over", end="cut off", raised=type(error).__name__)
    else:
        if reader.end == "complete":
            served.note("over", end=reader.end)


if __name__ == "__main__":
    main(*sys.argv[1:])
