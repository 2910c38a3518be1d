"""The scripted client: what it notices of its connection when its script is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.events import ClientEvent, WireEvent
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder

PROGRAM = """
from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
async def ping(times: int = 1):
    return "pong"
"""


@pytest.mark.parametrize(("seconds", "last"), [(4, "open"), (6, "closed")])
def test_a_client_sees_that_the_server_has_closed_an_idle_connection(tmp_path: Path, seconds: int, last: str) -> None:
    """Uvicorn keeps one for five seconds; in lock-step nobody waits for them."""
    folder = tmp_path / "idle" / "ping"
    folder.mkdir(parents=True)
    (folder / "app.py").write_text(PROGRAM, "utf-8")
    script = f'[{{ send = "GET /ping" }}, {{ read = "all" }}, {{ pause = {seconds} }}]'
    (folder / "scenario.toml").write_text(f'title = "Idle"\n\n[[client]]\nscript = {script}\n', "utf-8")
    with Recorder() as recorder:
        recording = recorder.record(Example(tmp_path, "idle/ping").runs["main"])
    assert [event.kind for event in recording.events if isinstance(event, ClientEvent)][-1] == last


def test_a_refusal_is_worded_alike_on_each_version_of_python(tmp_path: Path) -> None:
    """Python 3.13 has other words for four statuses than the versions before it."""
    folder = tmp_path / "refused" / "ping"
    folder.mkdir(parents=True)
    (folder / "app.py").write_text(PROGRAM, "utf-8")
    script = '[{ send = "GET /ping?times=often" }, { read = "all" }]'
    (folder / "scenario.toml").write_text(f'title = "No"\nstatus = 422\n\n[[client]]\nscript = {script}\n', "utf-8")
    with Recorder() as recorder:
        recording = recorder.record(Example(tmp_path, "refused/ping").runs["main"])
    down = next(event for event in recording.events if isinstance(event, WireEvent) and event.kind == "down")
    assert down.data.text.startswith("HTTP/1.1 422 Unprocessable Content\r\n")
