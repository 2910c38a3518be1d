"""Servers and proxies as processes of their own, which end with whoever started them, also at Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from chunkwise.errors import RecordingError

HOST = "127.0.0.1"
STARTS = 30.0
"""Seconds that a process may take until it accepts connections: a busy machine imports slowly."""
ENDS = 3.0
"""Seconds that it has to end by itself."""
IMPORTS = re.compile(r"^(?:fastapi\.exceptions\.)?((?:Import|ModuleNotFound|FastAPI)Error)\b", re.MULTILINE)
"""How a program fails that this version can't import: it lacks a module or a name, or refuses a path operation."""

PORTS = range(20_000, 32_000)
"""Below those that a system gives to whoever asks for any: a recording could get one of these before the server that it
was meant for, and the question to that server would be in the recording."""

_over = threading.Event()
_lock = threading.Lock()
_named: set[int] = set()
_live: set[subprocess.Popen[bytes]] = set()
SAID = 600
"""Characters of its output that an error quotes."""


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on, and each time another one."""
    with _lock:
        while True:
            port = random.choice(PORTS)
            if port in _named:
                continue
            with socket.socket() as found, contextlib.suppress(OSError):
                found.bind((HOST, port))
                _named.add(port)
                return port


class StartError(RecordingError):
    """A server or a proxy did not come up. ``import_error`` names the exception of a program that can't be imported."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(f"{what}\n{said[-SAID:]}", hint="Run it by hand to see why.")
        found = IMPORTS.findall(said)
        self.import_error = found[-1] if found else ""


@contextlib.contextmanager
def started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in ``folder`` until the block is left; what it says is in the file ``output_of`` names."""
    if is_over():
        raise RecordingError("this was interrupted")
    with output_of(command, folder).open("wb") as output:
        # A session of its own: what it forks is in its process group, and Ctrl-C reaches it through us alone.
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    _live.add(process)
    try:
        yield process
    finally:
        _end(process)
        _live.discard(process)


def output_of(command: Sequence[str], folder: Path) -> Path:
    """Return the file that takes what a command says, on either channel."""
    return folder / f"{Path(command[0]).name}.txt"


@contextlib.contextmanager
def running(
    command: Sequence[str], port: int, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a command in ``folder`` until the block is left, and enter it once ``port`` is listened on.

    Raises:
        StartError: It ended or never listened.
    """
    with started(command, folder, environment) as process:
        _wait_until_listening(process, port, command, folder)
        yield


def may_start() -> None:
    """Let processes be started (again)."""
    _over.clear()


def is_over() -> bool:
    """Whether everything was ended, so that nothing is worth waiting for."""
    return _over.is_set()


def end_all() -> None:
    """End whatever still runs, at once, and let nothing start: threads that wait come to their own ends."""
    _over.set()
    for process in list(_live):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _wait_until_listening(process: subprocess.Popen[bytes], port: int, command: Sequence[str], folder: Path) -> None:
    until = time.monotonic() + STARTS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.03)
        else:
            return
    why = "it ended" if process.poll() is not None else f"nothing was listening after {STARTS:.0f} s"
    said = output_of(command, folder).read_text("utf-8", errors="replace").strip()
    raise StartError(f"{' '.join(command[:4])}: {why}", said)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(ENDS)
    # Workers may outlive their leader, so the whole group is ended, whatever the leader did.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
