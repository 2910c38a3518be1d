"""What the first lesson's Deep dive says of error handlers and of reads."""

from __future__ import annotations

from tests.support.reading import client, error, in_order, pieces, sent, status, story, wire
from tests.support.record import Record

HANDLER = "streaming_responses/late_handler"
READER = "streaming_responses/late_reader"


def test_a_handler_that_comes_too_late_sends_nothing_and_the_end_is_missing(record: Record) -> None:
    recording = record(HANDLER)
    assert status(recording) == [200]
    assert str(error(recording)).startswith("RuntimeError('Caught handled exception, but response already started")
    assert wire(recording)[1:] == ["4\r\n2.0\n\r\n"]
    assert client(recording)[-2:] == ["cut short", "closed"]
    assert not any("on_error" in one for one in story(recording))


def test_the_same_handler_answers_where_nothing_has_left(record: Record) -> None:
    recording = record(HANDLER, "before_the_stream")
    assert status(recording) == [500]
    assert in_order(recording, "stream raise", "on_error start", "client finished")


def test_three_yields_can_come_in_one_read_and_are_three_pieces_all_the_same(record: Record) -> None:
    recording = record(READER)
    assert sent(recording) == ["line 0\n", "line 1\n", "line 2\n", ""]
    assert len(wire(recording)) == 1
    assert pieces(recording) == ["line 0\n", "line 1\n", "line 2\n"]


def test_one_yield_can_take_many_reads_and_is_one_piece_all_the_same(record: Record) -> None:
    recording = record(READER, "large")
    assert len(wire(recording)) >= 4
    assert client(recording).count("piece") == 1
