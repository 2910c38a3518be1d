"""A program that asks another server: what the recording knows of that, in order, and when the answer is let go of."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.errors import ChunkwiseError
from chunkwise.events import CodeEvent, Recording, UpstreamEvent
from chunkwise.examples.example import Example
from chunkwise.recording.agreement import record_twice
from chunkwise.recording.recorder import Recorder
from chunkwise.views.steps import steps
from tests.support.reading import story

RELAY = """\
import os
from collections.abc import AsyncIterable

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/relay", response_class=StreamingResponse)
async def relay() -> AsyncIterable[bytes]:
    async with httpx.AsyncClient() as client, client.stream("GET", os.environ["MODEL"]) as answer:
        async for piece in answer.aiter_bytes():
            yield piece
"""

UPSTREAM = """\
import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    for number in range(4):
        yield f"word {number}\\n"
        await asyncio.sleep(0.1)
"""

SCENARIO = """\
title = "A relay"
requires = ["httpx"]
upstream = "upstream.py"
environment = { MODEL = "http://UPSTREAM/words" }

[[client]]
script = [{ send = "GET /relay" }, { read = 2 }, { hang_up = true }]
"""


def example(
    folder: Path, scenario: str = SCENARIO, app: str = RELAY, upstream: str = UPSTREAM, name: str = "lesson/relay"
) -> Example:
    made = Example(folder, name)
    made.folder.mkdir(parents=True)
    made.app.write_text(app)
    made.scenario_file.write_text(scenario)
    (made.folder / "upstream.py").write_text(upstream)
    return made


def upstream(recording: Recording) -> list[str]:
    return [event.kind for event in recording.events if isinstance(event, UpstreamEvent)]


def test_a_client_that_leaves_closes_the_connection_to_the_upstream(recorder: Recorder, tmp_path: Path) -> None:
    recording = recorder.record(example(tmp_path).runs["main"])
    assert upstream(recording) == ["request", "headers", "piece", "piece", "closed"]
    told = story(recording)
    assert told.index("client hang up") < told.index("relay raise") < told.index("upstream closed")
    assert [step.name for step in steps(recording)] == [
        "request",
        "ask",
        "yield 0",
        "yield 1",
        "hang up",
        "raise",
        "gone",
        "upstream closed",
    ]


def test_what_an_upstream_sends_belongs_to_the_step_that_it_leads_to(recorder: Recorder, tmp_path: Path) -> None:
    recording = recorder.record(example(tmp_path).runs["main"])
    found = next(step for step in steps(recording) if step.name == "yield 1")
    assert "upstream piece" in [story(recording)[place] for place in found.events]
    first = next(step for step in steps(recording) if step.name == "yield 0")
    assert story(recording)[first.events[0]] == "upstream headers"
    assert next(step for step in steps(recording) if step.name == "ask").action == (
        "Program asks the upstream: `GET /words`"
    )


def test_an_upstream_that_nobody_stops_goes_on_to_its_end(recorder: Recorder, tmp_path: Path) -> None:
    begins = "    async with httpx.AsyncClient() as client, client.stream"
    leaks = "    answer = kept[1] = await kept[0].send(kept[0].build_request"
    app = RELAY.replace("app = FastAPI()", "app = FastAPI()\nkept = {0: httpx.AsyncClient()}")
    app = app.replace(begins, leaks).replace('["MODEL"]) as answer:', '["MODEL"]), stream=True)')
    app = app.replace("        async for", "    async for")
    app = app.replace("answer.aiter_bytes()", "kept.setdefault(2, answer.aiter_bytes())")
    app = app.replace("            yield piece", "        yield piece\n        break")
    scenario = SCENARIO.replace("{ read = 2 }, { hang_up = true }", '{ read = "all" }')
    recording = recorder.record(example(tmp_path, scenario, app).runs["main"])
    assert upstream(recording) == ["request", "headers", *["piece"] * 4, "finished"]
    assert steps(recording)[-1].name == "upstream ends"


def test_two_recordings_of_it_are_the_same(recorder: Recorder, tmp_path: Path) -> None:
    with Recorder() as witness:
        found = record_twice(recorder, witness, example(tmp_path))
    assert len(found["main"].events) > 30


def test_in_a_free_run_a_program_that_blocks_its_event_loop_does_not_stop_the_upstream(
    recorder: Recorder, tmp_path: Path
) -> None:
    app = RELAY.replace("async with httpx.AsyncClient() as client,", "with httpx.Client() as client,")
    app = app.replace("async for piece in answer.aiter_bytes()", "for piece in answer.iter_bytes()")
    scenario = 'clock = "free"\n' + SCENARIO.replace("{ read = 2 }, { hang_up = true }", '{ read = "all" }')
    recording = recorder.record(example(tmp_path, scenario, app).runs["main"])
    assert upstream(recording) == ["request", "headers", *["piece"] * 4, "finished"]
    yields = [event for event in recording.events if isinstance(event, CodeEvent) and event.kind == "yield"]
    assert len(yields) == 4


def test_a_variant_may_have_another_upstream(recorder: Recorder, tmp_path: Path) -> None:
    scenario = f'{SCENARIO}\n[variants.dies]\ntitle = "It dies"\nupstream = "dies.py"\nraises = "RemoteProtocolError"\n'
    scenario += '\n[[variants.dies.client]]\nscript = [{ send = "GET /relay" }, { read = "all" }]\n'
    made = example(tmp_path, scenario)
    (made.folder / "dies.py").write_text(UPSTREAM.replace("sleep(0.1)", "sleep(0.1)\n        1 / 0"))
    recording = recorder.record(made.runs["dies"])
    assert upstream(recording) == ["request", "headers", "piece", "cut short"]
    assert "upstream dies" in [step.name for step in steps(recording)]


@pytest.mark.parametrize(
    ("scenario", "other", "file", "what"),
    [
        (SCENARIO.replace("httpx", "no_such_package"), UPSTREAM, "app.py", "requires no_such_package"),
        (SCENARIO, "x = 1\n", "upstream.py", "the upstream has no application called app"),
        (SCENARIO, "import nothing_like_it\n", "upstream.py", "importing the upstream raised ModuleNotFoundError"),
        (SCENARIO, "def f(:\n", "upstream.py", "importing the upstream raised SyntaxError"),
        (SCENARIO.replace('"upstream.py"', '"elsewhere.py"'), UPSTREAM, "elsewhere.py", "this file is missing"),
        (SCENARIO.replace('"upstream.py"', '"../up.py"'), UPSTREAM, "scenario.toml", "a file beside app.py"),
        (SCENARIO.replace('["httpx"]', '["os; rm"]'), UPSTREAM, "scenario.toml", "requires"),
    ],
)
def test_a_mistake_is_told_with_its_file(
    recorder: Recorder, tmp_path: Path, scenario: str, other: str, file: str, what: str
) -> None:
    with pytest.raises(ChunkwiseError) as found:
        recorder.record(example(tmp_path, scenario, upstream=other).runs["main"])
    assert what in str(found.value)
    assert found.value.file is not None
    assert found.value.file.name == file
