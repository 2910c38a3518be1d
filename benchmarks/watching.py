"""What a watch costs: its program's stream, beside the same one under Uvicorn alone, and the time to the first row."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, ratio
from chunkwise.events import ClientEvent, Recording
from chunkwise.views.steps import steps
from chunkwise.watch.checks import diagnose
from chunkwise.watch.findings import Seen
from chunkwise.watch.job import Job, Request
from chunkwise.watch.page import page
from chunkwise.watch.process import Process

CHUNKS = 20_000
ROUNDS = 7
STARTS = 20

PROGRAM = """
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def numbers(count: int) -> AsyncIterator[str]:
    for number in range(count):
        yield f"{number}\\n"


@app.get("/numbers")
async def stream(count: int) -> StreamingResponse:
    return StreamingResponse(numbers(count))
"""

PLAIN = """
import asyncio, logging, socket, sys, threading, time
import uvicorn
from many import app

listener = socket.create_server(("127.0.0.1", 0))
logging.getLogger("uvicorn.error").disabled = True
server = uvicorn.Server(uvicorn.Config(app, http="h11", ws="none", log_config=None, access_log=False))


def ask():
    while not server.started:
        time.sleep(0.01)
    with socket.create_connection(listener.getsockname()) as client:
        began = time.perf_counter()
        client.sendall(b"GET /numbers?count=" + sys.argv[1].encode() + b" HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
        last = b""
        while not last.endswith(b"\\r\\n0\\r\\n\\r\\n"):
            last = (last + client.recv(65_536))[-10:]
        print(time.perf_counter() - began)
    server.should_exit = True


threading.Thread(target=ask).start()
asyncio.run(server.serve([listener]))
"""


def figures(*, small: bool = False) -> list[Figure]:
    count, rounds, starts = (1_000, 1, 1) if small else (CHUNKS, ROUNDS, STARTS)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "many.py").write_text(PROGRAM, "utf-8")
        pairs = [(_watched(folder, count), _plain(folder, count)) for _ in range(rounds)]
        size = len(_page(folder, count).encode()) / 1000
        first = statistics.median(_first_row(folder) for _ in range(starts))
    return [
        Figure(f"a stream of {count:,} chunks watched, against Uvicorn alone", ratio(*zip(*pairs, strict=True)), 2),
        Figure("the page of that run", size, 700, "kB"),
        Figure(f"the first row of `chunkwise watch`, median of {starts}", first, 3, "s"),
    ]


def _recorded(folder: Path, count: int) -> Recording:
    request = Request(method="GET", path=f"/numbers?count={count}")
    job = Job(module="many", attribute="app", folder=str(folder), follow=str(folder), request=request)
    with Process(job) as process:
        while process.end is None:
            process.take(0.05)
        return process.received.recording


def _watched(folder: Path, count: int) -> float:
    events = _recorded(folder, count).events
    at = {event.kind: event.at or 0.0 for event in events if isinstance(event, ClientEvent)}
    return (at["finished"] - at["request"]) / 1000


def _page(folder: Path, count: int) -> str:
    recording = _recorded(folder, count)
    return page("GET /numbers", recording, steps(recording), diagnose(Seen(recording)), "https://x/", secrets=False)


def _plain(folder: Path, count: int) -> float:
    run = subprocess.run(
        [sys.executable, "-c", PLAIN, str(count)], cwd=folder, capture_output=True, text=True, check=True
    )
    return float(run.stdout)


def _first_row(folder: Path) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "chunkwise", "watch", "many:app", "GET /numbers?count=3"]
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        while not run.stdout.readline().startswith("1 "):
            assert run.poll() is None
        took = time.perf_counter() - began
        run.stdout.read()
    return took
