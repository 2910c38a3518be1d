from __future__ import annotations

from itertools import pairwise

from tests.support.reading import arrivals, client, code, in_order, wire
from tests.support.record import Record

TICKS = "time_between_chunks/ticks"


def test_a_chunk_arrives_when_it_is_yielded_and_not_at_the_end(record: Record) -> None:
    first, second, third = arrivals(record(TICKS))
    assert second - first > 80
    assert third - second > 80


def test_without_the_sleep_the_same_chunks_arrive_together(record: Record) -> None:
    slow, fast = arrivals(record(TICKS)), arrivals(record(TICKS, "no_sleep"))
    assert len(fast) == len(slow)
    assert (slow[-1] - slow[0]) > 2 * (fast[-1] - fast[0])


def test_a_free_run_tells_its_time_in_order(record: Record) -> None:
    times = [event.at for event in record(TICKS).events if event.at is not None]
    assert len(times) == len(record(TICKS).events)
    assert all(one <= other for one, other in pairwise(times))


def test_without_an_await_there_is_still_one_write_for_each_yield(record: Record) -> None:
    recording = record("time_between_chunks/no_sleep")
    assert code(recording, "generate", "await") == []
    assert in_order(recording, "generate return", "client read on", "client piece")
    assert wire(recording)[1:] == [f"8\r\nchunk {i}\n\r\n" for i in range(3)] + ["0\r\n\r\n"]
    assert client(recording).count("piece") == 3
