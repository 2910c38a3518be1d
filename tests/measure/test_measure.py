"""Measuring: a server of its own, whole answers only, and an error of ours when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.errors import RecordingError, ScenarioError
from chunkwise.measure import measure
from chunkwise.measure.figures import Figures, load
from tests.support.running import Project

APP = """\
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def letters(count, size):
    for i in range(count):
        yield "x" * size


@app.get("/letters")
async def stream(count: int, size: int = 1):
    return StreamingResponse(letters(count, size))
"""
SCENARIO = """\
title = "Letters"
[[client]]
script = [{ send = "GET /letters?count=1" }, { read = "all" }]
[measure]
send = "GET /letters?count=20"
times = 3
[variants.whole]
title = "At once"
replace = [{ old = "    for i in range(count):\\n        yield", new = "    size *= count\\n    yield" }]
"""


def project(folder: Path, app: str = APP, scenario: str = SCENARIO) -> Project:
    return Project(folder).with_example("a/letters", app, scenario)


def test_the_command_keeps_what_it_measured_of_each_variant(tmp_path: Path) -> None:
    made = project(tmp_path)
    assert made.run("measure") == (0, "measured a/letters\n", "")
    runs = load(made.example("a/letters")).runs
    assert list(runs) == ["main", "whole"]
    # A start, one for each piece, and the empty one at the end.
    assert [one.messages for one in runs.values()] == [22, 3]
    # Each chunk of one byte has five more around it; the large one's size takes two digits.
    assert runs["main"].wire_bytes - runs["whole"].wire_bytes == 20 * 6 - (20 + 6)
    assert all(0 < one.first_byte <= one.last_byte for one in runs.values())


def test_memory_is_what_the_request_took_and_not_what_came_before(tmp_path: Path) -> None:
    hungry = APP.replace("async def letters", 'x = b"x" * 50_000_000\ndel x\n\n\nasync def letters')
    example = project(tmp_path, hungry).example("a/letters")
    scenario = example.scenario
    assert scenario.measure is not None
    small = measure.once(example.runs["main"], scenario.measure)
    large = scenario.measure.model_copy(update={"send": "GET /letters?count=1&size=20000000"})
    assert measure.once(example.runs["main"], large).peak_memory > 20_000_000 > 10 * small.peak_memory


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    for i in range(count):", "    for i in [1, 0]:\n        i / i", "is not a complete one with status 200"),
        ('@app.get("/letters")', '@app.get("/numbers")', "is not a complete one with status 200"),
        ("app = FastAPI()", "app = 1 / 0", "importing it raised ZeroDivisionError"),
        ("app = FastAPI()", "import os\nos._exit(3)", "the program ended its own process"),
        (
            "    for i in range(count):",
            "    import os\n    if count > 1: os._exit(3)\n    for i in [1]:",
            "broke off|not a complete",
        ),
        (
            "    for i in range(count):",
            "    while count > 1: yield 'x'\n    for i in [1]:",
            "broke off: no end after 1 s",
        ),
    ],
)
def test_an_answer_that_is_not_whole_is_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    monkeypatch.setattr(measure, "PATIENCE", 1.0)
    example = project(tmp_path, APP.replace(old, new), SCENARIO.partition("[variants")[0]).example("a/letters")
    with pytest.raises(RecordingError, match=said):
        measure.measure(example)


def test_an_example_with_nothing_to_measure_says_what_to_add(tmp_path: Path) -> None:
    made = project(tmp_path, scenario=SCENARIO.partition("[measure]")[0])
    assert made.run("measure") == (0, "", "")
    with pytest.raises(ScenarioError, match=r"Add \[measure\]"):
        measure.measure(made.example("a/letters"))
    assert made.run("measure", "a/letters")[0] == 1


def test_the_median_is_a_figure_that_was_measured() -> None:
    found = [
        Figures(first_byte=n, last_byte=n, peak_memory=round(n), messages=3, wire_bytes=9) for n in (9.0, 1.0, 2.0)
    ]
    assert measure.middle(found).last_byte == 2.0
