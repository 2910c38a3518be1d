from __future__ import annotations

from tests.support.reading import in_order, pieces, story
from tests.support.record import Record

FROZEN = "blocking/frozen"


def test_while_a_stream_sleeps_nobody_else_is_answered(record: Record) -> None:
    recording = record(FROZEN)
    assert in_order(recording, "other request", "reader finished", "ping start", "other headers")


def test_with_an_await_the_ping_is_answered_in_between(record: Record) -> None:
    recording = record(FROZEN, "asyncio_sleep")
    assert in_order(recording, "other request", "ping start", "other finished", "count resume", "reader finished")


def test_in_a_def_generator_the_sleep_holds_up_only_its_thread(record: Record) -> None:
    recording = record(FROZEN, "def_generator")
    assert in_order(recording, "other request", "ping start", "other finished", "count yield", "reader finished")


def test_the_bad_stream_itself_arrives_whole(record: Record) -> None:
    assert pieces(record(FROZEN)) == pieces(record(FROZEN, "asyncio_sleep")) == ["0\n", "1\n", "2\n"]
    assert story(record(FROZEN)).count("reader piece") == 3
