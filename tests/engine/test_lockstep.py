"""In lock-step nothing that takes time decides an order, whoever sleeps, in whatever thread."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from chunkwise.errors import RecordingError
from chunkwise.events import ClientEvent, Recording
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder

HEAD = """
import asyncio
import threading
import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()

"""

TWO_CLIENTS = """
title = "Two at once"

[[client]]
name = "a"
script = [{ send = "GET /a" }, { read = "all" }]

[[client]]
name = "b"
script = [{ send = "GET /b" }, { read = "all" }]
"""

ONE_CLIENT = """
title = "One"

[[client]]
script = [{ send = "GET /" }, { read = "all" }]
"""


def made(root: Path, program: str, scenario: str) -> Example:
    folder = root / "lesson" / "example"
    folder.mkdir(parents=True)
    (folder / "app.py").write_text(HEAD + program)
    (folder / "scenario.toml").write_text(scenario)
    return Example(root, "lesson/example")


def pieces(recording: Recording) -> list[str]:
    return [event.data.text for event in recording.events if isinstance(event, ClientEvent) and event.data is not None]


INTERLEAVED = ["a 0", "b 0", "a 1", "a 2", "b 1"]
"""a comes every 20, b every 50; whoever is first at 20 and 50 does not matter, only that 40 is before 50."""


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_sleeps_end_in_the_order_of_their_lengths(kind: str, tmp_path: Path, recorder: Recorder) -> None:
    sleep = "time.sleep" if kind == "def" else "await asyncio.sleep"
    program = f"""
{kind} count(name, times, seconds):
    for i in range(times):
        yield f"{{name}} {{i}}"
        {sleep}(seconds)

@app.get("/a")
async def a():
    return StreamingResponse(count("a", 3, 0.02))

@app.get("/b")
async def b():
    return StreamingResponse(count("b", 2, 0.05))
"""
    run = made(tmp_path, program, TWO_CLIENTS).runs["main"]
    recordings = [recorder.record(run) for _ in range(5)]
    assert pieces(recordings[0]) == INTERLEAVED
    assert all(recording == recordings[0] for recording in recordings)


@pytest.mark.parametrize("job", ["asyncio.to_thread(work)", "loop.run_in_executor(None, work)"])
def test_time_stands_still_while_a_worker_thread_works(job: str, tmp_path: Path, recorder: Recorder) -> None:
    program = f"""
async def generate():
    loop = asyncio.get_running_loop()
    loop.call_later(0.001, words.append, "timer")
    await {job}
    await asyncio.sleep(0.002)
    yield " ".join(words)

words = []

def work():
    threading.Event().wait(0.05)  # a real wait, which no clock of ours knows of
    words.append("work")

@app.get("/")
async def stream():
    return StreamingResponse(generate())
"""
    assert pieces(recorder.record(made(tmp_path, program, ONE_CLIENT).runs["main"])) == ["work timer"]


@pytest.mark.parametrize("sleep", ["await asyncio.sleep(3600)", "time.sleep(3600)"])
def test_an_hour_takes_no_time(sleep: str, tmp_path: Path, recorder: Recorder) -> None:
    program = f"""
async def generate():
    yield "now"
    {sleep}
    yield "later"

@app.get("/")
async def stream():
    return StreamingResponse(generate())
"""
    run = made(tmp_path, program, ONE_CLIENT).runs["main"]
    began = time.monotonic()
    assert pieces(recorder.record(run)) == ["now", "later"]
    assert time.monotonic() - began < 5


def test_more_def_generators_than_there_are_threads_take_turns(tmp_path: Path, recorder: Recorder) -> None:
    program = """
def generate():
    time.sleep(1)
    yield "done"

@app.get("/")
async def stream():
    return StreamingResponse(generate())
"""
    client = '[[client]]\nname = "c{}"\nscript = [{{ send = "GET /" }}, {{ read = "all" }}]\n'
    scenario = 'title = "Many"\n' + "".join(client.format(n) for n in range(45))
    assert pieces(recorder.record(made(tmp_path, program, scenario).runs["main"])) == ["done"] * 45


def test_a_stream_that_never_ends_is_ended(tmp_path: Path, recorder: Recorder) -> None:
    program = """
async def generate():
    while True:
        yield ""
        await asyncio.sleep(1)

@app.get("/")
async def stream():
    return StreamingResponse(generate())
"""
    scenario = ONE_CLIENT + "\n[limits]\nseconds = 0.5\n"
    with pytest.raises(RecordingError):
        recorder.record(made(tmp_path, program, scenario).runs["main"])
