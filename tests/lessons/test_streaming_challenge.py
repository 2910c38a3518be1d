"""What the programs of the first lesson's challenge do."""

from __future__ import annotations

import pytest

from tests.support.reading import client, code, error, in_order, pieces, sent, status, wire
from tests.support.record import Record

SHARED = "streaming_responses/new_for_each"
MISSING = "streaming_responses/missing_report"


def test_pieces_follow_yields_and_not_lines_and_an_empty_one_sends_nothing(record: Record) -> None:
    recording = record("streaming_responses/uneven_pieces")
    assert sent(recording) == ["one\ntwo\n", "", "three\n", ""]
    assert wire(recording)[1:] == ["8\r\none\ntwo\n\r\n", "6\r\nthree\n\r\n", "0\r\n\r\n"]
    assert pieces(recording) == ["one\ntwo\n", "three\n"]


def test_a_generator_for_each_request_gives_each_the_same(record: Record) -> None:
    recording = record(SHARED)
    assert pieces(recording, 1) == pieces(recording, 2) == ["chunk 0\n", "chunk 1\n", "chunk 2\n"]


def test_one_generator_for_all_is_used_up_by_the_first(record: Record) -> None:
    recording = record(SHARED, "one_for_all")
    assert len(pieces(recording, 1)) == 3
    assert pieces(recording, 2) == []
    assert status(recording) == [200, 200]
    assert client(recording, 2)[-2:] == ["finished", "open"]
    assert len(code(recording, "generate", "start")) == 1


def test_a_report_that_is_missed_before_the_response_is_answered_with_404(record: Record) -> None:
    recording = record(MISSING)
    assert status(recording) == [404]
    assert client(recording)[-2:] == ["finished", "open"]


@pytest.mark.parametrize("variant", ["in_the_generator", "with_a_handler"])
def test_missed_in_the_generator_it_has_status_200_and_no_end(record: Record, variant: str) -> None:
    recording = record(MISSING, variant)
    assert status(recording) == [200]
    assert pieces(recording) == []
    assert "cut short" in client(recording)
    assert "RuntimeError" in str(error(recording))
    assert in_order(recording, "send http.response.start", "lines raise")


def test_said_in_a_piece_it_is_a_complete_response_with_status_200(record: Record) -> None:
    recording = record(MISSING, "as_a_piece")
    assert status(recording) == [200]
    assert pieces(recording) == ["no such report\n"]
    assert client(recording)[-2:] == ["finished", "open"]
