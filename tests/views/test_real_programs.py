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
from chunkwise.events import Recording
from chunkwise.examples.example import Example
from chunkwise.recording.agreement import disagreement
from chunkwise.recording.recorder import Recorder
from chunkwise.views.runnable import why_not_in_browser
from chunkwise.views.steps import steps
from tests.support.made import ROOT, first_difference

FOLDER = ROOT / "tests" / "cases"
PROGRAMS = sorted(file.parent.name for file in (FOLDER / "programs").glob("*/app.py"))

KINDS = {
    "chunked_upload",
    "executor_plain",
    "function_middleware_order",
    "genexpr_before_stream",
    "is_disconnected_behind_middleware",
    "lifespan_one_client",
    "middleware_wraps_body",
    "openai_chunks",
    "plain_thread",
    "router_session",
    "session_class",
    "shared_producer",
    "stuck_line",
    "text_headers",
    "to_thread_cancelled",
    "upstream_closed",
    "websocket_beside",
    "wrapped_app",
}
"""Of each there is one with this name, and three relatives, whose names begin with it."""

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
        here = Example(FOLDER, f"programs/{name}").runs[run] if run else None
        if here is None or not isinstance(recording, Recording) or recording.clock == "free":
            continue  # A free run has an order of its own.
        if why_not_in_browser(here.scenario, recording) is None:
            ran = asyncio.run(PageRun(here.source, here.scenario).perform())
            assert ran.error is None
            assert first_difference(ran.recording, recording) == ""


def test_of_each_kind_there_are_several_programs() -> None:
    relatives = {kind: sum(name.startswith(f"{kind}_") for name in PROGRAMS) for kind in KINDS}
    assert relatives == dict.fromkeys(KINDS, 3)
    assert set(PROGRAMS) >= KINDS
