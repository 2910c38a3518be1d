"""A real Redis of a test's own, on a Unix socket, so that no test meets another one's port or keys."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from redis import ConnectionError as NotConnected
from redis import Redis

from tests.support.serving import PATIENCE


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run ``redis-server`` until the block is left, and yield its address once it answers.

    It keeps nothing on disk but its log, in ``folder``.
    """
    program = shutil.which("redis-server")
    assert program, "redis-server is missing: make tools installs it"
    # The path of a Unix socket has at most about a hundred characters, and that of a test's folder may have more.
    with tempfile.TemporaryDirectory() as short, (folder / "redis.log").open("wb") as log:
        path = Path(short) / "redis.sock"
        address = f"unix://{path}"
        command = [program, "--port", "0", "--unixsocket", str(path), "--save", "", "--dir", short]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_until_it_answers(server, address, folder / "redis.log")
            yield address
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_until_it_answers(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with suppress(NotConnected), Redis.from_url(address) as client:
            client.ping()
            return
        time.sleep(0.02)
    server.kill()
    pytest.fail(f"redis-server does not answer:\n{log.read_text()}")
