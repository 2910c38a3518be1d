"""The log tail, step by step: whole lines, a filter that lets others in, and readers that leave or are slow."""

from __future__ import annotations

import json

import pytest

from chunkwise.events import Recording
from tests.support.reading import client, code, header, pieces, status
from tests.support.record import Record

STEPS = ("step_1_lines", "step_2_follow", "step_3_filter", "step_4_bounded")
LINES, FOLLOW, FILTER, BOUNDED = (f"log_tail/{name}" for name in STEPS)


def told(recording: Recording, exchange: int = 1) -> list[str | int]:
    """What a reader was told: the text of each entry, or how many bytes it doesn't get."""
    items = [json.loads(piece) for piece in pieces(recording, exchange=exchange)]
    return [item.get("text", item.get("skipped")) for item in items]


def test_each_line_of_the_file_is_a_line_of_json(record: Record) -> None:
    recording = record(LINES)
    assert header(recording, "content-type") == "application/jsonl"
    assert pieces(recording)[1] == '{"level":"ERROR","text":"card declined"}\n'
    assert told(recording) == ["shop opened", "card declined", "order 1 paid"]


def test_half_a_line_is_not_sent_until_it_is_whole(record: Record) -> None:
    recording = record(FOLLOW)
    assert told(recording)[3:] == ["order 2 paid", "disk is full"]
    # Both halves are written, each by a request of its own, before the line is yielded.
    assert status(recording)[1:4] == [204, 204, 204]


def test_a_reader_that_leaves_ends_the_wait_for_the_next_line(record: Record) -> None:
    (raised,) = code(record(FOLLOW), "tail", "raise")
    assert (raised.error or "").startswith("CancelledError")
    assert [one.kind for one in code(record(FOLLOW), "tail")][-1] == "unwind"


def test_the_filter_gives_what_matches_and_refuses_a_level_that_there_is_not(record: Record) -> None:
    recording = record(FILTER)
    assert told(recording, exchange=2) == ["card declined", "disk is full", "till is short"]
    assert told(recording, exchange=4) == ["disk is full", "disk at 99 %"]
    assert status(recording)[-2] == 422


@pytest.mark.parametrize(("variant", "answered_first"), [("main", True), ("frozen", False)])
def test_the_shop_is_served_during_the_search_only_with_a_checkpoint(
    record: Record, variant: str, answered_first: bool
) -> None:
    recording = record(FILTER, variant)
    (answered,) = (at for at, one in enumerate(recording.events) if one.lane == "client" and _is(one, "headers", 3))
    second = [at for at, one in enumerate(recording.events) if one.lane == "client" and _is(one, "piece", 2)][1]
    assert (answered < second) is answered_first


def _is(event: object, kind: str, exchange: int) -> bool:
    return (getattr(event, "kind", ""), getattr(event, "exchange", 0)) == (kind, exchange)


def test_a_search_goes_on_for_a_reader_that_has_left_unless_it_has_a_checkpoint(record: Record) -> None:
    assert len(code(record(FILTER, "frozen_leaves"), "tail", "yield")) == 2
    assert len(code(record(FILTER, "leaves"), "tail", "yield")) == 1


def test_the_dependency_closes_the_file_of_a_reader_that_leaves_between_two_lines(record: Record) -> None:
    assert pieces(record(BOUNDED), exchange=3) == ["1"]
    assert pieces(record(BOUNDED), exchange=5) == ["0"]
    assert pieces(record(BOUNDED, "in_the_generator"), exchange=3) == ["2"]
    assert pieces(record(BOUNDED, "in_the_generator"), exchange=5) == ["1"]


def test_a_reader_skips_what_is_too_far_behind_the_end_of_the_file(record: Record) -> None:
    assert told(record(BOUNDED)) == [315, "disk is full", 55, "one cup is missing"]
    assert told(record(BOUNDED), exchange=2) == [315, "order 17 paid"]


def test_a_client_that_stalls_gets_what_was_on_its_way_and_then_the_newest(record: Record) -> None:
    recording = record(BOUNDED, "stalls")
    # Of the two lines between, it is told the number of bytes: "WARNING ", 131,072 letters and a line feed each.
    beginnings = [piece.removeprefix('{"level":"WARNING","text":"')[:19] for piece in pieces(recording)]
    assert beginnings == ["a" * 19, "b" * 19, '{"skipped":262162}\n', "e" * 19, "f" * 19]
    assert 2 * len(f"WARNING {'c' * 131_072}\n") == 262_162
    assert [act for act in client(recording) if act not in ("piece", "headers")][-3:] == [
        "stop reading",
        "read on",
        "hang up",
    ]


@pytest.mark.parametrize("name", STEPS)
def test_nothing_needs_a_thread(record: Record, name: str) -> None:
    assert {getattr(one, "thread", "event loop") for one in record(f"log_tail/{name}").events} == {"event loop"}
