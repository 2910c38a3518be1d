"""A program of ours under Uvicorn, for tests that ask it as a reader would."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

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
