"""A real PostgreSQL of a test's own, where one is installed: on a free port, in a folder that goes with the block."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.serving import PATIENCE

OTHERS = ("postgres", "nobody")
"""Users that the server runs as where we are root, as whom it refuses to run."""


def programs() -> Path | None:
    """Return the folder of PostgreSQL's newest programs, if it is installed; Debian keeps them off the PATH."""
    beside = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    whole = (folder for folder in (*beside, *debian) if (folder / "initdb").exists() and (folder / "postgres").exists())
    return next(whole, None)


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run PostgreSQL until the block is left, and yield ``USER@HOST:PORT/DATABASE`` once it accepts connections."""
    folder = programs()
    assert folder is not None, "PostgreSQL is missing"
    with tempfile.TemporaryDirectory() as short:
        user, options = _user(Path(short))
        data, log = Path(short) / "data", Path(short) / "log"
        made = [
            str(folder / "initdb"),
            "-D",
            str(data),
            "-U",
            user,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        subprocess.run(made, check=True, capture_output=True, cwd=short, **options)
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [
            str(folder / "postgres"),
            "-D",
            str(data),
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-k",
            "",
            "-c",
            "fsync=off",
        ]
        with log.open("wb") as written:
            server: subprocess.Popen[bytes] = subprocess.Popen(
                command, stdout=written, stderr=written, cwd=short, **options
            )
            try:
                _wait_until_it_accepts(server, log)
                yield f"{user}@127.0.0.1:{port}/postgres"
            finally:
                server.terminate()
                try:
                    server.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()


def _user(folder: Path) -> tuple[str, dict[str, Any]]:
    """Return whom the server runs as, in a folder that this user may use, and how a process is started as them."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name, {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    other = next(known[name] for name in OTHERS if name in known)
    os.chown(folder, other.pw_uid, other.pw_gid)
    return other.pw_name, {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}


def _wait_until_it_accepts(server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        if b"ready to accept connections" in log.read_bytes():
            return
        time.sleep(0.02)
    server.kill()
    pytest.fail(f"PostgreSQL does not start:\n{log.read_text('utf-8', 'replace')}")
