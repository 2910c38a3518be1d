"""When a piece leaves: at its yield, whatever sleeps after it; and what an event loop has merged."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chunkwise.conditions import records
from chunkwise.examples.example import Example
from tests.support.reading import arrivals, client, code, in_order, pieces, wire
from tests.support.record import EXAMPLES, Record

TICKS = "time_between_chunks/ticks"


def test_a_chunk_arrives_when_it_is_yielded_and_not_at_the_end(record: Record) -> None:
    first, second, third = arrivals(record(TICKS))
    assert second - first > 80
    assert third - second > 80


def test_without_the_sleep_the_same_chunks_arrive_together(record: Record) -> None:
    slow, fast = arrivals(record(TICKS)), arrivals(record(TICKS, "at_once"))
    assert len(fast) == len(slow)
    assert (slow[-1] - slow[0]) > 2 * (fast[-1] - fast[0])


def test_a_free_run_tells_its_time_in_order(record: Record) -> None:
    times = [event.at for event in record(TICKS).events if event.at is not None]
    assert len(times) == len(record(TICKS).events)
    assert all(one <= other for one, other in pairwise(times))


NO_SLEEP = "time_between_chunks/no_sleep"


def test_without_an_await_there_is_still_one_write_for_each_yield(record: Record) -> None:
    recording = record(NO_SLEEP)
    assert code(recording, "generate", "await") == []
    assert in_order(recording, "generate return", "client read on", "client piece")
    assert wire(recording)[1:] == [f"8\r\nchunk {i}\n\r\n" for i in range(3)] + ["0\r\n\r\n"]
    assert client(recording).count("piece") == 3


def test_the_sleep_that_is_said_to_flush_changes_no_write(record: Record) -> None:
    slept = record(NO_SLEEP, "slept")
    assert len(code(slept, "generate", "await")) == 3
    assert wire(slept) == wire(record(NO_SLEEP))


ANSWER = "time_between_chunks/answer"


@pytest.mark.parametrize(
    ("variant", "times"),
    [
        ("main", [3000, 3100, 3200]),
        ("zero", [3000, 3000, 3000]),
        ("no_pause", [3000, 3000, 3000]),
        ("as_made", [1000, 2000, 3000]),
    ],
)
def test_a_sleep_sends_no_word_earlier_and_yielding_it_when_it_is_made_does(
    record: Record, variant: str, times: list[int]
) -> None:
    recording = record(ANSWER, variant)
    assert pieces(recording) == ["It ", "depends", ".\n"]
    assert arrivals(recording) == pytest.approx(times)


def test_a_client_that_leaves_stops_the_model_only_where_words_are_yielded_as_they_are_made(record: Record) -> None:
    assert len(code(record(ANSWER, "leaves"), "model", "yield")) == 3
    assert code(record(ANSWER, "leaves"), "model", "raise") == []
    assert len(code(record(ANSWER, "as_made_leaves"), "model", "yield")) == 1
    assert code(record(ANSWER, "as_made_leaves"), "model", "raise") != []


COMPUTED = "time_between_chunks/computed"
OLD, NEW = "uvloop==0.22.1", "uvloop"


def elsewhere(name: str, variant: str, loop: str) -> dict[str, str]:
    """What was found out about a variant under Uvicorn with that loop."""
    place = variant, "uvicorn", loop
    found = records.load(Example(EXAMPLES, name))
    return next(
        dict(one.facts) for one in found if (one.condition.variant, one.condition.server, one.condition.loop) == place
    )


@pytest.mark.parametrize(
    ("variant", "arrive"),
    [
        ("main", "all at the end"),
        ("every_second", "some together"),
        ("lets_go", "one by one"),
        ("in_a_thread", "one by one"),
        ("declared", "one by one"),
    ],
)
def test_uvloop_before_0_23_merges_what_is_written_between_two_turns_of_the_loop(variant: str, arrive: str) -> None:
    assert elsewhere(COMPUTED, variant, OLD)["pieces"] == arrive
    assert elsewhere(COMPUTED, variant, NEW)["pieces"] == "one by one"
    assert elsewhere(COMPUTED, variant, "asyncio")["pieces"] == "one by one"


def test_not_even_the_head_leaves_before_the_loop_gets_control(record: Record) -> None:
    assert elsewhere(COMPUTED, "main", OLD)["head"] == "with the first piece"
    assert elsewhere(COMPUTED, "main", NEW)["head"] == "at once"
    assert in_order(record(COMPUTED), "client headers", "compute line", "rows yield")


def test_an_await_of_something_that_only_computes_is_no_turn_of_the_loop(record: Record) -> None:
    """The generator is never suspended at its ``await``, so no event says that it waits there."""
    assert code(record(COMPUTED), "rows", "await") == []
    assert len(code(record(COMPUTED, "lets_go"), "rows", "await")) == 4


@pytest.mark.parametrize("variant", ["main", "as_made"])
def test_a_generator_that_waits_for_its_pieces_needs_no_sleep_on_any_loop(variant: str) -> None:
    assert {elsewhere(ANSWER, variant, loop)["pieces"] for loop in ("asyncio", NEW, OLD)} == {"one by one"}
