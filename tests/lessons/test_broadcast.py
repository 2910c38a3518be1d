"""One source and many clients: what a client that stalls, or stalls and leaves, does to the others."""

from __future__ import annotations

import pytest

from chunkwise.events import Recording
from chunkwise.views.steps import steps
from tests.support.reading import client, code, in_order, pieces, ran, story
from tests.support.record import Record

WAITS, FEED = "broadcast/waits", "broadcast/feed"
STALLED, QUICK = 1, 2
"""The number of each client's exchange."""


def letters(recording: Recording, exchange: int) -> str:
    """The first letters of the blocks that a client received."""
    return "".join(piece[0] for piece in pieces(recording, exchange))


def names(recording: Recording) -> list[str]:
    return [step.name for step in steps(recording)]


def test_a_source_that_waits_gives_the_quick_client_nothing_while_another_stalls(record: Record) -> None:
    recording = record(WAITS)
    order = names(recording)
    assert order.index("yield 3 #2") < order.index("read on") < order.index("yield 4 #2")
    assert letters(recording, STALLED) == letters(recording, QUICK) == "abcdef"


def test_when_the_client_that_stalls_leaves_the_source_waits_until_the_server_stops(record: Record) -> None:
    recording = record(WAITS, "leaves")
    assert letters(recording, QUICK) == "abcd"
    assert "left" in names(recording)
    ended = code(recording, "publish", "raise")
    assert "CancelledError" in str(ended)


def test_the_queue_stays_in_the_list_because_its_finally_does_not_run(record: Record) -> None:
    assert ran(record(WAITS, "leaves"), "feed").count("queues.remove(queue)") == 1  # that of the quick client


def test_a_dependency_alone_does_not_wake_the_source(record: Record) -> None:
    recording = record(WAITS, "dependency")
    order = names(recording)
    assert order.index("hang up") < order.index("exit subscription") < order.index("hang up #2")
    assert letters(recording, QUICK) == "abcd"


def test_without_a_bound_nobody_waits_and_everything_is_kept(record: Record) -> None:
    recording = record(FEED, "unbounded")
    order = names(recording)
    assert order.index("yield 5 #2") < order.index("read on")
    assert letters(recording, STALLED) == "abcdef"


def test_an_exception_for_a_full_queue_ends_the_source_for_all(record: Record) -> None:
    recording = record(WAITS, "full")
    assert [event.error for event in code(recording, "publish", "raise")] == ["QueueFull()"]
    assert letters(recording, QUICK) == "abcd"
    assert "cut short" not in client(recording, QUICK)


def test_dropping_the_oldest_leaves_a_gap_for_the_client_that_stalled_and_none_for_the_other(record: Record) -> None:
    recording = record(FEED)
    order = names(recording)
    assert order.index("yield 5 #2") < order.index("read on")
    assert letters(recording, QUICK) == "abcdef"
    assert letters(recording, STALLED) == "abef"


def test_a_disconnected_client_is_told_so_when_it_reads_on(record: Record) -> None:
    recording = record(FEED, "disconnect")
    assert letters(recording, QUICK) == "abcdef"
    assert pieces(recording, STALLED)[-1] == "too slow"
    assert letters(recording, STALLED) == "abt"
    assert "finished" in client(recording, STALLED)


def test_a_client_that_never_reads_on_keeps_its_connection_until_it_leaves(record: Record) -> None:
    recording = record(FEED, "disconnect_never_reads")
    order = names(recording)
    assert order.index("hang up #2") < order.index("hang up") < order.index("exit subscription")
    assert pieces(recording, STALLED) == []


def test_a_dependency_removes_the_queue_of_a_client_that_stalled_and_left(record: Record) -> None:
    recording = record(FEED, "gone")
    assert in_order(recording, "stalled hang up", "subscription resume")
    assert letters(recording, QUICK) == "abcdef"
    assert len([line for line in ran(recording, "subscription") if line == "queues.remove(queue)"]) == 2


def test_a_finally_in_the_generator_does_not(record: Record) -> None:
    assert ran(record(FEED, "in_finally"), "feed").count("queues.remove(queue)") == 1


def test_a_client_that_leaves_a_list_in_the_middle_of_its_loop_makes_another_miss_a_message(record: Record) -> None:
    assert letters(record("broadcast/ends"), QUICK) == "abcdef"
    assert letters(record("broadcast/ends", "skips"), QUICK) == "abcdf"


@pytest.mark.parametrize(("name", "posts"), [("broadcast/in_memory", ["2", "1"]), ("broadcast/shared_bus", ["2"])])
def test_in_one_process_a_message_reaches_all(record: Record, name: str, posts: list[str]) -> None:
    recording = record(name)
    assert pieces(recording, 1)[0] == pieces(recording, 2)[0] == '"kettle"\n'
    assert [pieces(recording, 3 + n) for n in range(len(posts))] == [[f'"listeners: {n}"'] for n in posts]


def test_a_client_that_leaves_closes_its_connection_to_the_bus(record: Record) -> None:
    assert story(record("broadcast/shared_bus")).count("upstream closed") == 2
