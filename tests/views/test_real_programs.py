"""Programs of the kinds that people really write, and what the table of each says.

They are shaped after reports of broken streams: dependencies that close too early, middleware around bodies, producers
that outlive their readers, threads, routers, lifespans. Each is recorded here, and its table compared with the one in
``table.txt`` that was read over. ``CHUNKWISE_UPDATE=1`` writes these anew; read the difference as a beginner would.
"""

from __future__ import annotations

import os

import pytest

from chunkwise.errors import ChunkwiseError
from chunkwise.events import Recording
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder
from chunkwise.views.steps import steps
from tests.support.made import ROOT

FOLDER = ROOT / "tests" / "cases"
PROGRAMS = sorted(file.parent.name for file in (FOLDER / "programs").glob("*/app.py"))


def told(recorder: Recorder, example: Example) -> str:
    """Return the tables of a program, or why there is none, as they stand in its ``table.txt``."""
    try:
        runs = example.runs
    except ChunkwiseError as error:
        return f"refused: {_without_folder(error, example)}\n"
    parts = []
    for name, run in runs.items():
        try:
            recording = recorder.record(run)
            # The order in a free run is no fact.
            parts.append(f"[{name}]\n{_table(recording) if recording.clock == 'lock-step' else 'recorded'}\n")
        except ChunkwiseError as error:
            parts.append(f"[{name}]\nrefused: {_without_folder(error, example)}\n")
    return "\n".join(parts)


def _table(recording: Recording) -> str:
    rows = steps(recording)
    return "".join(
        f"{row.number} {row.name} | {row.action} | {row.state} | {row.yielded} | {row.received}\n" for row in rows
    ).rstrip("\n")


def _without_folder(error: ChunkwiseError, example: Example) -> str:
    return str(error).replace(f"{example.folder}/", "")


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_table_of_a_real_program_reads_as_it_was_read_over(recorder: Recorder, name: str) -> None:
    golden = FOLDER / "programs" / name / "table.txt"
    found = told(recorder, Example(FOLDER, f"programs/{name}"))
    if os.environ.get("CHUNKWISE_UPDATE"):
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_event_is_in_one_step_and_the_steps_are_in_the_order_of_the_events(recorder: Recorder, name: str) -> None:
    example = Example(FOLDER, f"programs/{name}")
    try:
        recordings = [recorder.record(run) for run in example.runs.values()]
    except ChunkwiseError:
        assert "refused: " in (FOLDER / "programs" / name / "table.txt").read_text("utf-8")
        return
    for recording in recordings:
        grouped = [index for step in steps(recording) for index in step.events]
        assert grouped == list(range(len(recording.events)))
