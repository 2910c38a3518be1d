"""A program of ours under Uvicorn, for tests that ask it as a reader would."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
