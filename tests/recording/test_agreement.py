"""A recording is made twice before it is kept, and a program that is not the same twice is told why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.hostile import SCENARIO
from tests.support.running import Project

APP = """import asyncio, datetime, os, random, secrets, time, uuid
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def rows():
    found = {made}
    yield f"{found}\\n"


@app.get("/stream")
async def stream():
    return StreamingResponse(rows())
"""

SAME = {
    "uuid4": "uuid.uuid4()",
    "random": "random.random(), random.randbytes(4)",
    "secrets": "secrets.token_hex(8), secrets.randbelow(1000)",
    "the time of day": "time.time(), time.time_ns(), time.strftime('%X')",
    "clocks": "time.monotonic(), time.perf_counter()",
    "a set of texts": "list({str(n) for n in range(50)})",
    "a set of objects": "[type(o).__name__ + str(n) for n, o in enumerate({object(), Exception()})]",
    "the union of sets": "list({'a', 'b'} | {'c'} - {'b'}), list(set('hello'))",
}

OTHER = {
    "id": ("id(object())", "id() or hash()"),
    "datetime": ("datetime.datetime.now()", "datetime, which reads"),
    "a frozenset": ("list(frozenset(str(n) for n in range(50)))", "the order of a frozenset"),
    "a random source of its own": ("random.Random().random()", "something outside the program"),
    "the process": ("os.getpid()", "the process or the order"),
}


@pytest.mark.parametrize("made", SAME.values(), ids=SAME)
def test_a_recording_is_the_same_every_time_with(made: str, tmp_path: Path) -> None:
    project = Project(tmp_path).with_example("same/one", APP.replace("{made}", made), SCENARIO)
    code, _, error = project.run("record")
    assert (code, error) == (0, "")
    code, out, _ = project.run("check", "same/one")
    assert code == 0, out


@pytest.mark.parametrize(("made", "said"), OTHER.values(), ids=OTHER)
def test_a_program_is_refused_that_is_never_the_same_by(made: str, said: str, tmp_path: Path) -> None:
    project = Project(tmp_path).with_example("other/one", APP.replace("{made}", made), SCENARIO)
    code, _, error = project.run("record")
    assert code == 1
    assert "app.py:10: two runs of 'main' differ, first where `rows` comes to its yield in line 10" in error
    assert said in error
    assert not project.example("other/one").recording_file.exists()
