"""A program of an example under Uvicorn with several workers, which a recording, being one process, can't have."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.record import EXAMPLES
from tests.support.serving import PATIENCE


@contextmanager
def served(program: str, *options: str, root: Path = EXAMPLES, **environment: str) -> Iterator[str]:
    """Serve a program by Uvicorn, in processes of its own; yields the address."""
    folder, _, module = program.rpartition("/")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(200)
        descriptor = listener.fileno()
        command = [sys.executable, "-m", "uvicorn", f"{module}:app", "--fd", str(descriptor), *options]
        process = subprocess.Popen(
            [*command, "--app-dir", str(root / folder), "--log-level", "critical"],
            env=os.environ | environment,
            pass_fds=[descriptor],
        )
        try:
            yield "http://{}:{}".format(*listener.getsockname())
        finally:
            process.kill() if "--workers" not in options else process.terminate()
            process.wait(20)


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds that no answer and no event tells of."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)
