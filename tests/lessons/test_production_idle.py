"""Event streams that are open and silent: what each costs a process, and what happens when its descriptors run out.

The page shows figures of a thousand streams: ``CHUNKWISE_UPDATE=1 pytest tests/lessons/test_production_idle.py`` takes
them. The test compares fewer streams with them, by a wide margin.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import resource
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.record import EXAMPLES
from tests.support.serving import uvicorn_of
from tests.support.workers import wait_for

FIGURES = EXAMPLES / "production/idle.txt"
MANY = 1000 if os.environ.get("CHUNKWISE_UPDATE") else 150
WARM = 10
"""Streams that are opened before the count begins, because the first ones load what all of them use."""


class Idle:
    """The program, and its open streams."""

    def __init__(self, address: str, process: int) -> None:
        self.process = process
        self.host, _, port = address.removeprefix("http://").partition(":")
        self.port = int(port)

    def descriptors(self) -> int:
        with closing(http.client.HTTPConnection(self.host, self.port, timeout=30)) as connection:
            connection.request("GET", "/descriptors")
            return int(json.loads(connection.getresponse().read()))

    def memory(self) -> int:
        """Return the KiB that the process has resident."""
        if (status := Path(f"/proc/{self.process}/status")).exists():
            return int(re.findall(r"VmRSS:\s+(\d+) kB", status.read_text())[0])
        command = ["ps", "-o", "rss=", "-p", str(self.process)]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    def ask(self, path: str) -> socket.socket:
        connection = socket.create_connection((self.host, self.port), timeout=30)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        return connection

    def open(self, path: str, count: int) -> list[socket.socket]:
        connections = [self.ask(path) for _ in range(count)]
        for connection in connections:
            received = b""
            while b"connected" not in received:
                received += connection.recv(4096)
        return connections


@contextmanager
def idle(folder: Path, source: str = "") -> Iterator[Idle]:
    (folder / "app.py").write_text((EXAMPLES / "production/idle.py").read_text() + source)
    with (folder / "log").open("w") as log, uvicorn_of(folder, log) as (address, server):
        yield Idle(address, server.pid)


@pytest.fixture
def _many_descriptors() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MANY + 200 if hard == resource.RLIM_INFINITY else min(hard, MANY + 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def measured(folder: Path, path: str) -> tuple[float, float]:
    """Return how many descriptors, and how much memory in KiB, the server has for each stream."""
    with idle(folder) as program, ExitStack() as streams:
        for connection in program.open(path, WARM):
            streams.enter_context(connection)
        descriptors, memory = program.descriptors(), program.memory()
        for connection in program.open(path, MANY):
            streams.enter_context(connection)
        return (program.descriptors() - descriptors) / MANY, (program.memory() - memory) / MANY


@pytest.mark.usefixtures("_many_descriptors")
def test_a_silent_stream_costs_a_descriptor_and_some_memory(tmp_path: Path) -> None:
    found = {path: measured(tmp_path, path) for path in ("/events", "/plain")}
    if os.environ.get("CHUNKWISE_UPDATE"):
        rows = (
            f"{MANY} x GET {path}: {one[0] * MANY:.0f} descriptors, {one[1]:.0f} KiB each"
            for path, one in found.items()
        )
        FIGURES.write_text("\n".join(rows) + "\n")
    shown = {
        path: int(kib) for path, kib in re.findall(r"GET (/\w+): 1000 descriptors, (\d+) KiB", FIGURES.read_text())
    }
    assert {path: one[0] for path, one in found.items()} == {"/events": 1, "/plain": 1}
    assert found["/plain"][1] < found["/events"][1]
    assert all(kib / 3 < found[path][1] < kib * 3 for path, kib in shown.items())
    assert len(shown) == 2


def test_without_a_descriptor_a_client_waits_without_an_answer_until_another_one_leaves(tmp_path: Path) -> None:
    few = "\nimport resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))\n"
    said = 'import logging\nlogging.getLogger("asyncio").addFilter(lambda record: print("out of descriptors"))\n'
    with idle(tmp_path, few + said) as program, ExitStack() as streams:
        first, *_ = [streams.enter_context(connection) for connection in program.open("/events", WARM)]
        with suppress(TimeoutError):
            while True:
                late = streams.enter_context(program.ask("/events"))
                late.settimeout(0.5)
                assert late.recv(1)
        wait_for(lambda: "out of descriptors" in (tmp_path / "log").read_text())
        first.close()
        late.settimeout(30)
        assert late.recv(100).startswith(b"HTTP/1.1 200 OK")
