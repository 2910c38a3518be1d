"""How a program is measured: a server of its own for each request, and a client that does as little as it can.

No tracer runs here and nothing waits for anything, so what comes out depends on the machine. It is kept with what it
was measured on, and only its orders and ratios are ever held against another measurement.
"""

from __future__ import annotations

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from typing import Any

import h11

from chunkwise.conditions.processes import HOST
from chunkwise.engine.sockets import READ_SIZE
from chunkwise.errors import RecordingError, ScenarioError
from chunkwise.examples.example import Example, Run
from chunkwise.examples.scenario import Action, Measure
from chunkwise.examples.store import VERSIONED
from chunkwise.measure.figures import Figures, Machine, Measurement, digest

PATIENCE = 60.0
"""Seconds within which an answer has to be whole."""


def measure(example: Example) -> Measurement:
    """Measure an example and each of its variants, in turn, so that all of them meet the machine in the same moods.

    Raises:
        ScenarioError: The scenario doesn't say what is to be measured.
        RecordingError: The program could not be loaded, or gave another answer than a whole one.
    """
    asked = example.scenario.measure
    if asked is None:
        hint = 'Add [measure] with send = "GET /path" to it.'
        raise ScenarioError("this scenario has nothing to measure", file=example.scenario_file, hint=hint)
    rounds = [{name: once(run, asked) for name, run in example.runs.items()} for _ in range(asked.times)]
    return Measurement(
        depends_on=digest(example),
        machine=Machine(system=platform.system(), processor=platform.machine(), processors=os.cpu_count() or 1),
        versions={"python": platform.python_version()} | {name: version(name) for name in VERSIONED},
        request=asked.send,
        times=asked.times,
        runs={name: middle([one[name] for one in rounds]) for name in rounds[0]},
    )


def middle(found: list[Figures]) -> Figures:
    """Return the median of each figure."""
    return Figures.model_validate(
        {name: statistics.median_low([getattr(one, name) for one in found]) for name in Figures.model_fields}
    )


def once(run: Run, asked: Measure) -> Figures:
    """Measure one run in a server of its own, which has answered the scenario's first request before.

    Raises:
        RecordingError: As ``measure`` says.
    """
    first = next(action for client in run.scenario.client for action in client.script if action.send)
    with subprocess.Popen(
        [sys.executable, "-m", "chunkwise.measure.server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as server:
        try:
            job = {"file": str(run.example.app.resolve()), "source": run.source, "modules": run.modules}
            port = _told(server, run, json.dumps(job))["port"]
            _ask(run, port, first.model_copy(update={"headers": {**first.headers, "Connection": "close"}}))
            _told(server, run, "begin")
            times = _ask(run, port, Action(send=asked.send, headers={"Connection": "close"}))
            counted = _told(server, run, "end")
        finally:
            server.kill()
    return Figures(**times, messages=counted["messages"], peak_memory=counted["peak"])


def _told(server: subprocess.Popen[str], run: Run, line: str) -> dict[str, Any]:
    assert server.stdin is not None
    assert server.stdout is not None
    answer = ""
    try:
        server.stdin.write(line + "\n")
        server.stdin.flush()
        answer = server.stdout.readline()
    except BrokenPipeError:
        pass
    told: dict[str, Any] = json.loads(answer or '{"what": "the program ended its own process"}')
    if "what" in told:
        raise RecordingError(told["what"], file=run.example.app, line=told.get("line"), hint=told.get("hint"))
    return told


def _ask(run: Run, port: int, action: Action) -> dict[str, Any]:
    """Send a request and read to the end. Nothing is parsed before: a client that is busy would slow the server."""
    request = action.request(h11.Connection(h11.CLIENT))
    head, tail, size, first = b"", b"", 0, None
    try:
        with socket.create_connection((HOST, port), PATIENCE) as connection:
            began = time.perf_counter()
            connection.sendall(request)
            while data := connection.recv(READ_SIZE):
                size += len(data)
                if first is None:
                    head += data
                    if head.partition(b"\r\n\r\n")[2]:
                        first = time.perf_counter() - began
                tail = (tail + data)[-len(END) :]
                if time.perf_counter() - began > PATIENCE:
                    raise TimeoutError(f"no end after {PATIENCE:g} s")
            last = time.perf_counter() - began
    except OSError as error:
        what = f"the answer to {action.send} broke off: {error}"
        raise RecordingError(what, file=run.example.app, hint="Run it with uvicorn, and read its output.") from None
    fields = head.partition(b"\r\n\r\n")[0].lower()
    is_whole = fields.startswith(b"http/1.1 200 ") and _is_whole(fields, tail, size - len(fields) - 4)
    if first is None or not is_whole:
        what = f"the answer to {action.send} is not a complete one with status 200"
        raise RecordingError(what, file=run.example.app, hint="Measure a request that gets a complete answer.")
    return {"first_byte": round(first * 1000, 3), "last_byte": round(last * 1000, 3), "wire_bytes": size}


END = b"\r\n0\r\n\r\n"


def _is_whole(fields: bytes, tail: bytes, size: int) -> bool:
    return tail == END if b"transfer-encoding: chunked" in fields else b"content-length: %d\r" % size in fields + b"\r"
