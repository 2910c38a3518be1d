"""Client that speaks HTTP/2 with a proxy, in a process of its own: httpx and h2 are in the environments of conditions.

It is copied beside ``app.py`` and writes what it receives into the same log as the application's wrapper.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import httpx

LIMIT = 9.0
"""Seconds without a byte after which the response counts as one that hangs."""

_log = os.open(os.environ["CHUNKWISE_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)


def note(kind: str, **details: Any) -> None:
    line = json.dumps({"at": time.monotonic_ns(), "kind": kind, **details}) + "\n"
    os.write(_log, line.encode())


def read(response: httpx.Response, parts: int) -> str:
    """Read a response, or so many parts of it; return how it ends."""
    note("head", status=response.status_code, http=response.http_version)
    for part in response.iter_bytes():
        note("part", size=len(part))
        parts -= 1
        if not parts:
            return "left"
    return "complete"


def main(method: str, url: str, parts: str) -> None:
    note("asked")
    try:
        client = httpx.Client(http1=False, http2=True, verify=False, timeout=LIMIT)
        with client, client.stream(method, url) as response:
            end = read(response, int(parts))
    except httpx.ReadTimeout:
        end = "hangs"
    except httpx.TransportError:
        end = "cut off"
    note("over", end=end)


if __name__ == "__main__":
    main(*sys.argv[1:])
