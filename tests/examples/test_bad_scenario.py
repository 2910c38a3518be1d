"""What a scenario asks for that its program does not do, and what is said about it: the file, the line, the hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.errors import ChunkwiseError
from chunkwise.recording.recorder import Recorder
from tests.support.hostile import SCENARIO, in_generator
from tests.support.running import Project

GOOD = in_generator("pass")

SCENARIOS = {
    "no such path": (
        SCENARIO.replace('"GET /stream"', '"GET /straem"'),
        7,
        "the program has no path /straem",
        "Its paths: GET /stream.",
    ),
    "no such method": (
        SCENARIO.replace('"GET /stream"', '"DELETE /stream"'),
        7,
        "answered 405, and the scenario expects 200",
        "Its paths: GET /stream.",
    ),
    "no such path, in the second request": (
        SCENARIO.replace("    { read", '    { read = "all" },\n    { send = "GET /" },\n    { read'),
        9,
        "the program has no path /",
        "GET /stream",
    ),
    "no such path, in a variant": (
        SCENARIO
        + '[variants.other]\ntitle = "Other"\n[[variants.other.client]]\n'
        + 'script = [{ send = "GET /x" }, { read = "all" }]\n',
        13,
        "in the variant 'other': the program has no path /x",
        "GET /stream",
    ),
    "a watched name that never appears": (
        SCENARIO.replace("watch = []", 'watch = [\n  "app",\n  "nothing"]'),
        3,
        "the watched name 'app' never appeared",
        "Correct its spelling, or remove it.",
    ),
    "an exception that never comes": (
        'raises = "ValueError"\n' + SCENARIO,
        1,
        "the scenario expects ValueError, and nothing was raised",
        "Remove raises",
    ),
    "threads that never come": (
        "threads = true\n" + SCENARIO,
        1,
        "the scenario says threads = true, but no worker thread ran",
        "Remove threads.",
    ),
    "a status that never comes": (
        SCENARIO.replace("watch = []", "status = 404"),
        None,
        "answered 200, and the scenario expects 404",
        "say status = 200",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("scenario", "line", "said", "hint"), SCENARIOS.values(), ids=SCENARIOS)
def test_a_scenario_that_asks_for(
    scenario: str, line: int | None, said: str, hint: str, tmp_path: Path, recorder: Recorder
) -> None:
    example = Project(tmp_path).with_example("bad/one", GOOD, scenario).example("bad/one")

    with pytest.raises(ChunkwiseError) as caught:
        recorder.record_all(example)

    assert said in caught.value.what
    assert hint in (caught.value.hint or "")
    assert caught.value.file == (example.scenario_file if line else example.app)
    assert line is None or caught.value.line == line
