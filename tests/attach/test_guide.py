"""What the guide shows of the recorder: its program under a real server, a client that reads and one that leaves."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from chunkwise.conditions.processes import free_port
from tests.support.made import ROOT

PAGE = ROOT / "docs" / "watch-your-own-stream.md"
SERVER = "CHUNKWISE_RECORDER=1 uvicorn attached:recorder --log-level warning"


def test_the_guide_shows_what_its_program_prints(tmp_path: Path) -> None:
    (transcript,) = re.findall(rf"```console\n\$ {re.escape(SERVER)}\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    shutil.copy(ROOT / "examples" / "testing_streams" / "attached.py", tmp_path)
    port = free_port()
    variable, _, command = SERVER.partition(" ")
    name, _, value = variable.partition("=")
    server = subprocess.Popen(
        [sys.executable, "-m", *command.split(), "--port", str(port)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), name: value},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        _read(f"http://127.0.0.1:{port}/chat?q=hi")
        with httpx.stream("GET", f"http://127.0.0.1:{port}/chat?q=hello", timeout=10) as left:
            assert next(left.iter_text()) == "You"
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=20)
    finally:
        server.kill()
        server.wait()
    assert _timeless(said) == _timeless(transcript), said
    both = json.loads((tmp_path / "streams.har").read_text("utf-8"))["log"]["entries"]
    assert [entry["_ended"] for entry in both] == ["finished", "hang up"]
    assert json.loads((tmp_path / "streams.trace").read_text("utf-8"))["traceEvents"]


def _read(url: str) -> None:
    """Ask as soon as the server is there."""
    until = time.monotonic() + 20
    while True:
        try:
            assert httpx.get(url, timeout=10).text == "You said hi"
            return
        except httpx.ConnectError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.02)


def _timeless(text: str) -> str:
    """Return what was printed without its times, which are others in each run."""
    return re.sub(r" +", " ", re.sub(r"\d+\.\d+( ms| s)?|\d+ ms", "N", text)).strip()
