"""Starlette's TestClient in the place of a server and a client, in a process of its own like any server.

It is copied beside ``app.py`` and its wrapper, and writes what the test receives into the same log.
"""

from __future__ import annotations

import importlib
import sys

from starlette.testclient import TestClient


def main(method: str, path: str) -> None:
    """Ask for ``path`` and note each part of the body when a test would have it."""
    served = importlib.import_module("served")
    served.note("asked")
    try:
        with TestClient(served.app).stream(method, path) as response:
            served.note("head", status=response.status_code)
            for part in response.iter_bytes():
                served.note("part", size=len(part))
    except Exception as error:
        served.note("over", end="cut off", raised=type(error).__name__)
    else:
        served.note("over", end="complete")


if __name__ == "__main__":
    main(*sys.argv[1:])
