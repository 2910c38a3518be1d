"""What a recorder costs that is put around an application: switched off, for other paths, and while it records."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from benchmarks.figures import Figure
from chunkwise import ASGIRecorder

CHUNKS, ROUNDS = 20_000, 7
app = FastAPI()


@app.get("/chunks", response_class=StreamingResponse)
async def chunks(count: int) -> AsyncIterator[str]:
    for _ in range(count):
        yield "twenty bytes or so..\n"


def figures(*, small: bool = False) -> list[Figure]:
    count, rounds = (100, 1) if small else (CHUNKS, ROUNDS)
    around: dict[str, Any] = {
        "without": app,
        "switched off": ASGIRecorder(app, enabled=False),
        "for another path": ASGIRecorder(app, enabled=True, paths=["/other"]),
        "recording": ASGIRecorder(app, enabled=True, max_events=2 * CHUNKS),
    }
    # No server: with one, whatever it does is in both and makes the ratio smaller. In turn, and of each the best.
    took: dict[str, float] = {}
    for _ in range(rounds):
        for name, one in around.items():
            took[name] = min(took.get(name, 1e9), _seconds(one, count))
    bare = took.pop("without")
    bounds = {"switched off": 1.1, "for another path": 1.1, "recording": 2.5}
    return [Figure(f"{count:,} chunks with a recorder {name}", took[name] / bare, bounds[name]) for name in took]


def _seconds(app: Any, count: int) -> float:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/chunks",
        "raw_path": b"/chunks",
        "query_string": f"count={count}".encode(),
        "headers": [],
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", 8000),
    }

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        return

    # Of the processor: what else this machine has to do is no cost of the recorder.
    began = time.process_time()
    asyncio.run(app(scope, receive, send))
    return time.process_time() - began
