"""A program of ours under a real Uvicorn with one worker or several, which take connections from one socket."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.serving import PATIENCE


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A socket that is listened on, whether a server has been started for it or not: clients can wait in its queue."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(200)
        yield listener


@contextmanager
def workers_of(
    folder: Path, listener: socket.socket, count: int = 1, *, module: str = "app", **environment: str
) -> Iterator[str]:
    """Serve a program of a folder by so many workers, and yield its address. They are killed with their streams.

    A worker that is told to end waits for its streams, which here have none.
    """
    command = [sys.executable, "-m", "uvicorn", f"{module}:app", "--app-dir", str(folder), "--log-level", "critical"]
    server = subprocess.Popen(
        [*command, "--fd", str(listener.fileno()), *(["--workers", str(count)] if count > 1 else [])],
        env=os.environ | environment,
        pass_fds=[listener.fileno()],
        start_new_session=True,
    )
    try:
        yield "http://{}:{}".format(*listener.getsockname())
    finally:
        # Workers are children of the server, and so in its group.
        os.killpg(server.pid, 9)
        server.wait(PATIENCE)
