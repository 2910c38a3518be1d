"""Programs of the kinds that people really write, and what the table of each says.

They are shaped after reports of broken streams: dependencies that close too early, middleware around bodies, producers
that outlive their readers, threads, routers, lifespans. Each is recorded here by two processes, which have to agree,
and its table compared with the one in ``table.txt`` that was read over. Of each kind there are several, which begin
with the same words. ``CHUNKWISE_UPDATE=1`` writes the tables anew; read the difference as a beginner would.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from chunkwise.browser.run import PageRun
from chunkwise.errors import ChunkwiseError
from chunkwise.events import CodeEvent, Recording
from chunkwise.examples.example import Example
from chunkwise.recording.agreement import disagreement
from chunkwise.recording.recorder import Recorder
from chunkwise.views.steps import steps
from tests.support.made import ROOT, first_difference

FOLDER = ROOT / "tests" / "cases"
PROGRAMS = sorted(file.parent.name for file in (FOLDER / "programs").glob("*/app.py"))

Found = dict[str, Recording | ChunkwiseError]
"""What came of each run of a program, by its name; of a scenario that cannot be run there is one error, without any."""


@pytest.fixture(scope="module")
def found(recorder: Recorder) -> Iterator[Callable[[str], Found]]:
    """``found("router_session")``: each run is recorded once for all tests here, and once more by a witness."""
    with Recorder() as witness:

        def recorded_twice(example: Example, name: str) -> Recording | ChunkwiseError:
            try:
                recording = recorder.record(example.runs[name])
                if recording.clock == "lock-step":
                    again = witness.record(example.runs[name])
                    return disagreement(example.app, name, recording, again) or recording
            except ChunkwiseError as error:
                return error
            return recording

        @cache
        def found(name: str) -> Found:
            example = Example(FOLDER, f"programs/{name}")
            try:
                runs = example.runs
            except ChunkwiseError as error:
                return {"": error}
            return {run: recorded_twice(example, run) for run in runs}

        yield found


def told(name: str, found: Found) -> str:
    """Return the tables of a program, or why there is none, as they stand in its ``table.txt``."""
    return "\n".join(
        f"[{run}]\n{_table(name, one)}\n" if run else f"{_table(name, one)}\n" for run, one in found.items()
    )


def _table(name: str, found: Recording | ChunkwiseError) -> str:
    if isinstance(found, ChunkwiseError):
        folder = Example(FOLDER, f"programs/{name}").folder
        return f"refused: {str(found).replace(f'{folder}/', '')}"
    if found.clock != "lock-step":
        return "recorded"  # The order in a free run is no fact.
    return "\n".join(
        f"{row.number} {row.name} | {row.action} | {row.state} | {row.yielded} | {row.received}" for row in steps(found)
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_table_of_a_real_program_reads_as_it_was_read_over(found: Callable[[str], Found], name: str) -> None:
    golden = FOLDER / "programs" / name / "table.txt"
    table = told(name, found(name))
    if os.environ.get("CHUNKWISE_UPDATE"):
        golden.write_text(table, "utf-8")
    assert table == golden.read_text("utf-8")


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_event_is_in_one_step_and_the_steps_are_in_the_order_of_the_events(
    found: Callable[[str], Found], name: str
) -> None:
    for recording in found(name).values():
        grouped: list[int] = []
        if isinstance(recording, Recording):
            grouped = [index for step in steps(recording) for index in step.events]
            assert len(grouped) == len(recording.events)
        assert grouped == list(range(len(grouped)))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # A program may leave things open.
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_page_records_the_same(found: Callable[[str], Found], name: str) -> None:
    for run, recording in found(name).items():
        if not isinstance(recording, Recording) or not in_page(recording):
            continue
        here = Example(FOLDER, f"programs/{name}").runs[run]
        ran = asyncio.run(PageRun(here.source, here.scenario).perform())
        assert ran.error is None
        assert first_difference(ran.recording, recording) == ""


def in_page(recording: Recording) -> bool:
    """Say whether a page can run this: Python in a browser has no threads, and a free run has an order of its own."""
    threads = {event.thread for event in recording.events if isinstance(event, CodeEvent)}
    return recording.clock == "lock-step" and "worker thread" not in threads and not recording.modules


def test_of_each_kind_there_are_several_programs() -> None:
    kinds = [name for name in PROGRAMS if not any(name.startswith(f"{other}_") for other in PROGRAMS)]
    few = [kind for kind in kinds if sum(name.startswith(f"{kind}_") for name in PROGRAMS) < 3]
    assert few == ["more_than_declared", "several_files", "upload_in_parts"]
