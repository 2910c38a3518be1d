"""A program under a real Uvicorn in processes of its own, one or several, which take connections from one socket."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.record import EXAMPLES
from tests.support.serving import PATIENCE


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A socket that is listened on, whether a server has been started for it or not: clients can wait in its queue."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(200)
        yield listener


@contextmanager
def workers_of(folder: Path, listener: socket.socket, count: int = 1, **environment: str) -> Iterator[str]:
    """Serve the ``app.py`` of a folder by so many workers, and yield its address. They are killed with their streams.

    A worker that is told to end waits for its streams, which here have none.
    """
    with _uvicorn(folder, "app", listener, ["--workers", str(count)] if count > 1 else [], environment) as address:
        yield address


@contextmanager
def served(program: str, *options: str, root: Path = EXAMPLES, **environment: str) -> Iterator[str]:
    """Serve a program of an example with options of Uvicorn's, and yield its address."""
    folder, _, module = program.rpartition("/")
    with listening() as listener, _uvicorn(root / folder, module, listener, options, environment) as address:
        yield address


@contextmanager
def _uvicorn(
    folder: Path, module: str, listener: socket.socket, options: Sequence[str], environment: Mapping[str, str]
) -> Iterator[str]:
    command = [sys.executable, "-m", "uvicorn", f"{module}:app", "--app-dir", str(folder), "--log-level", "critical"]
    server = subprocess.Popen(
        [*command, "--fd", str(listener.fileno()), *options],
        env={**os.environ, **environment},
        pass_fds=[listener.fileno()],
        start_new_session=True,
    )
    try:
        yield "http://{}:{}".format(*listener.getsockname())
    finally:
        # Workers are children of the server, and so in its group.
        os.killpg(server.pid, 9)
        server.wait(PATIENCE)


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds that no answer and no event tells of."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)
