from __future__ import annotations

from conftest import Record
from reading import client, code, error, in_order, pieces, status, wire

RATIOS = "dying_mid_stream/after_one_chunk"


def test_the_status_stays_200(record: Record) -> None:
    assert status(record(RATIOS)) == [200]
    assert pieces(record(RATIOS)) == ["2.0\n"]


def test_the_body_has_no_terminator_and_the_client_knows(record: Record) -> None:
    assert wire(record(RATIOS))[1:] == ["4\r\n2.0\n\r\n"]
    assert client(record(RATIOS))[-2:] == ["cut short", "closed"]


def test_the_exception_leaves_the_generator_and_the_application(record: Record) -> None:
    assert code(record(RATIOS), "generate", "unwind")[0].error == "ZeroDivisionError('division by zero')"
    assert error(record(RATIOS)) == "ZeroDivisionError('division by zero')"


def test_before_the_first_chunk_it_is_too_late_as_well(record: Record) -> None:
    recording = record(RATIOS, "before_the_first")
    assert status(recording) == [200]
    assert pieces(recording) == []
    assert "cut short" in client(recording)


def test_an_event_stream_that_dies_ends_with_a_clean_terminator(record: Record) -> None:
    recording = record("dying_mid_stream/event_stream")
    assert wire(recording)[-1] == "0\r\n\r\n"
    assert client(recording)[-2:] == ["finished", "open"]
    assert in_order(recording, "progress unwind", "client finished", "error")
    assert (error(recording) or "").endswith("[ConnectionError('worker is gone')])")
