"""A program of ours under Uvicorn, for tests that ask it as a reader would."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from chunkwise.examples.example import Run

BIN = Path(sys.executable).parent


PATH = f"{BIN}{os.pathsep}{os.environ['PATH']}"


PATIENCE = 60.0
"""Seconds that a server or a client may take on a busy machine. Nothing waits longer than it has to."""


@contextmanager
def _serving(line: str, project: Path, port: int) -> Iterator[None]:
    log = project / "server.log"
    with log.open("wb") as output:
        environment = {**os.environ, "PATH": PATH}
        server = subprocess.Popen(shlex.split(line), cwd=project, env=environment, stdout=output, stderr=output)
        try:
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until and server.poll() is None:
                with socket.socket() as attempt:
                    if attempt.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            else:
                pytest.fail(f"{line}\n{log.read_text()}")
            yield
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
                pytest.fail(f"{line}\nIt does not end when it is told to:\n{log.read_text()}")


RUNNING = re.compile(r"running on (http://\S+)")


@contextmanager
def uvicorn_of(folder: Path, output: IO[str] | None = None) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve the ``app.py`` of a folder by Uvicorn, and yield its address and its process.

    Whatever goes wrong meanwhile, it is gone afterwards. A server that does not end when it is told to is a failure.
    """
    command = [sys.executable, "-u", "-m", "uvicorn", "app:app", "--app-dir", str(folder), "--port", "0"]
    server = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        lines = iter(server.stderr.readline, "")
        yield next(found[1] for line in lines if (found := RUNNING.search(line))), server
        server.terminate()
        _, rest = server.communicate(timeout=PATIENCE)
        assert "Traceback" not in rest
    finally:
        server.kill()
        server.communicate()


BEHIND_ONE_SERVER = """
import importlib
import logging

logging.getLogger("uvicorn.error").addFilter(lambda record: not record.exc_info)


async def app(scope, receive, send):
    name, _, path = scope["path"].removeprefix("/").partition("/")
    program = importlib.import_module(f"program_{name}")
    await program.app({**scope, "path": f"/{path}"}, receive, send)
"""
"""Each program has its messages from Uvicorn itself. One that raises on purpose needs no traceback in the log."""


@contextmanager
def uvicorn_of_programs(folder: Path, runs: Mapping[str, Run]) -> Iterator[str]:
    """Serve the runs of an example by one Uvicorn, each below its own name; yield the address.

    A server takes longer to start than all that a test asks of it.
    """
    for name, run in runs.items():
        (folder / f"program_{name}.py").write_text(run.source, "utf-8")
        for module, source in run.modules.items():
            (folder / module).write_text(source, "utf-8")
    (folder / "app.py").write_text(BEHIND_ONE_SERVER, "utf-8")
    with uvicorn_of(folder) as (address, _):
        yield address
