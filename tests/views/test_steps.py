"""The step table of every example, as a reader sees it, because a wording rule is judged by the tables that it makes.

The golden tables are in ``tests/cases/steps``. ``CHUNKWISE_UPDATE=1 pytest tests/views/test_steps.py`` writes them
anew; read the difference as a beginner would.
"""

from __future__ import annotations

import os
import re
import time

import pytest

from chunkwise.authoring import golden
from chunkwise.events import Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples
from chunkwise.views.steps import steps
from tests.support.made import ROOT, recordings

GOLDEN = ROOT / golden.FOLDER
EXAMPLES = find_examples(ROOT / "examples")
# "yield 0", and "words yield 0" of a generator whose pieces another one takes.
NAME = re.compile(r"[a-z]+(?: \w+){0,2}(?: #[0-9]+)?", re.ASCII)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_table_reads_as_it_was_read_over(example: Example) -> None:
    kept = golden.file_of(example.name, GOLDEN)
    found = golden.text_of(store.load(example))
    if os.environ.get("CHUNKWISE_UPDATE"):
        golden.save(example.name, store.load(example), GOLDEN)
    assert found == kept.read_text("utf-8")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_event_is_in_one_step_and_every_step_has_a_name_of_its_own(example: Example) -> None:
    for recording in store.load(example).values():
        rows = steps(recording)
        assert sorted(index for row in rows for index in row.events) == list(range(len(recording.events)))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert len({row.name for row in rows}) == len(rows)
        assert all(NAME.fullmatch(row.name) for row in rows), "a reference to a step could not be written"


def test_a_run_with_several_generators_says_which_one_was_created() -> None:
    rows = steps(store.load(Example(ROOT / "examples", "tokens/pass_on"))["main"])
    assert rows[0].action == "Request received, generator `chat` created"


def test_what_another_client_received_meanwhile_has_its_name_before_it() -> None:
    rows = {row.name: row for row in steps(store.load(Example(ROOT / "examples", "broadcast/waits"))["main"])}
    assert rows["yield 4 #2"].action.startswith("`quick`: generator yields")
    assert rows["yield 4 #2"].received == "`stalled`: `131,072 bytes` received"
    assert rows["yield 3"].received == "`131,072 bytes` received; `quick`: `131,072 bytes` received"


def test_the_first_lesson_has_the_six_steps_that_it_teaches() -> None:
    rows = steps(recordings()["main"])
    assert [(row.number, row.state, row.yielded, row.received) for row in rows] == [
        (1, "Not started", "None", "None"),
        (2, "Yielded 0", r"`'chunk 0\n'`", r"`'chunk 0\n'` received"),
        (3, "Yielded 1", r"`'chunk 1\n'`", r"`'chunk 1\n'` received"),
        (4, "Yielded 2", r"`'chunk 2\n'`", r"`'chunk 2\n'` received"),
        (5, "Completed", "None", "Streaming finished"),
        (6, "N/A", "N/A", "Connection closed"),
    ]
    assert rows[0].action == "Request received, generator created"
    assert rows[4].action == "Generator ends, streaming complete"


def test_the_steps_of_a_run_take_as_long_as_it_has_events() -> None:
    short, long = (_streamed(pieces) for pieces in (500, 4_000))
    assert len(steps(long)) == 4_002
    # Eight times as many. Were each step to look at all events once, it would be sixty-four times.
    assert _seconds(long) < 24 * _seconds(short)


def test_with_keep_alive_the_last_step_is_an_open_connection() -> None:
    assert steps(recordings()["keep_alive"])[-1].action == "Connection stays open"


def test_the_headers_go_with_the_first_piece_that_follows_them() -> None:
    recording = recordings()["main"]
    first = next(row for row in steps(recording) if row.name == "yield 0")
    assert "http.response.start" in [getattr(recording.events[index], "type", "") for index in first.events]


def test_an_empty_recording_has_no_steps() -> None:
    assert steps(Recording(clock="lock-step", source="", events=())) == ()


def _streamed(pieces: int) -> Recording:
    """A recording with the first lesson's second piece over and over."""
    recording = recordings()["main"]
    _, first, second, *_ = steps(recording)
    events = recording.events
    begin, again = events[: max(first.events) + 1], [events[index] for index in second.events]
    # Copies, for each of a recording's events is an object of its own.
    middle = [event.model_copy() for _ in range(pieces) for event in again]
    return recording.model_copy(update={"events": (*begin, *middle)})


def _seconds(recording: Recording) -> float:
    """The processor's time, the best of three, since other programs run as well."""
    times = []
    for _ in range(3):
        began = time.process_time()
        steps(recording)
        times.append(time.process_time() - began)
    return min(times)
