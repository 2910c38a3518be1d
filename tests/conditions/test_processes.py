"""Processes of the conditions: they end with their block, whatever it ends with, and say why they don't start."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from chunkwise.conditions import processes
from chunkwise.conditions.processes import HOST, PORTS, StartError, free_port, running
from chunkwise.errors import RecordingError

LISTENS = """
import os, pathlib, socket, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path("pids").write_text(f"{os.getpid()} {child.pid}")
with socket.create_server(("127.0.0.1", int(sys.argv[1]))):
    time.sleep(60)
"""


def command(port: int) -> list[str]:
    return [sys.executable, "-c", LISTENS, str(port)]


def is_alive(pid: int) -> bool:
    """Whether a process runs, for a moment's patience: one that has ended may not be collected yet."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        if Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text():
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("error", [None, KeyboardInterrupt, ValueError])
def test_a_process_ends_with_its_block_and_so_does_what_it_forked(
    tmp_path: Path, error: type[BaseException] | None
) -> None:
    port = free_port()
    pids: list[int] = []
    with contextlib.suppress(KeyboardInterrupt, ValueError), running(command(port), port, tmp_path):
        pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        if error:
            raise error
    assert len(pids) == 2
    assert not any(is_alive(pid) for pid in pids)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((HOST, port), 1)


def test_all_of_them_can_be_ended_from_another_thread(tmp_path: Path) -> None:
    port = free_port()
    with running(command(port), port, tmp_path):
        processes.end_all()
        until = time.monotonic() + 5
        while time.monotonic() < until:
            try:
                socket.create_connection((HOST, port), 1).close()
            except OSError:
                break
        else:
            pytest.fail("it still listens")
    with pytest.raises(RecordingError, match="interrupted"), running(command(port), port, tmp_path):
        pytest.fail("it started")
    processes.may_start()


def test_one_that_does_not_start_says_what_it_said(tmp_path: Path) -> None:
    port = free_port()
    with (
        pytest.raises(StartError, match=r"it ended\nTraceback[\s\S]*No module named 'nothing'") as caught,
        running([sys.executable, "-c", "import nothing"], port, tmp_path),
    ):
        pytest.fail("it started")
    assert caught.value.import_error == "ModuleNotFoundError"


def test_a_path_operation_that_fastapi_refuses_is_a_program_that_cannot_be_imported() -> None:
    said = "Traceback (most recent call last):\nfastapi.exceptions.FastAPIError: Invalid args for response field!"
    assert StartError("uvicorn: it ended", said).import_error == "FastAPIError"


def test_no_port_is_named_twice() -> None:
    ports = [free_port() for _ in range(200)]
    assert len(set(ports)) == 200


def test_no_port_is_one_that_a_recording_may_get() -> None:
    """Who asks for any port would be asked what was meant for the server that is to come there."""
    with socket.socket() as any_port:
        any_port.bind((HOST, 0))
        given = any_port.getsockname()[1]
    assert given not in PORTS
    assert {free_port() for _ in range(20)} <= set(PORTS)
