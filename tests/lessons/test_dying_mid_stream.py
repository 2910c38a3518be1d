from __future__ import annotations

from tests.support.reading import client, code, error, in_order, pieces, status, wire
from tests.support.record import Record

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
    assert client(recording)[-2:] == ["finished", "closed"]
    assert in_order(recording, "progress unwind", "client finished", "error")
    assert (error(recording) or "").endswith("[ConnectionError('worker is gone')])")


PRICES = "dying_mid_stream/prices"


def test_lines_that_have_left_stay_and_the_rest_never_comes(record: Record) -> None:
    assert pieces(record(PRICES)) == ["Mon 25.00\n", "Tue 50.00\n"]
    assert status(record(PRICES)) == [200]
    assert "cut short" in client(record(PRICES))


def test_an_exception_handler_comes_too_late(record: Record) -> None:
    recording = record(PRICES, "with_handler")
    assert status(recording) == [200]
    assert error(recording) == "RuntimeError('Caught handled exception, but response already started.')"
    assert "cut short" in client(recording)


def test_a_try_around_the_response_catches_nothing(record: Record) -> None:
    assert client(record(PRICES, "try_around")) == client(record(PRICES))


def test_a_middleware_turns_the_cut_into_a_clean_end(record: Record) -> None:
    recording = record(PRICES, "through_middleware")
    assert pieces(recording) == pieces(record(PRICES))
    assert wire(recording)[-1].endswith("0\r\n\r\n")
    assert client(recording)[-2:] == ["finished", "closed"]
    assert error(recording) == "ZeroDivisionError('division by zero')"


def test_what_is_checked_before_the_response_has_a_status_of_its_own(record: Record) -> None:
    assert status(record(PRICES, "checked_first")) == [409]
    assert error(record(PRICES, "checked_first")) is None


LAST_LINE = "dying_mid_stream/last_line"


def test_the_last_line_says_how_it_ended(record: Record) -> None:
    assert pieces(record(LAST_LINE))[-1] == "failed at Wed\n"
    assert pieces(record(LAST_LINE, "all_well"))[-1] == "complete\n"
    assert client(record(LAST_LINE))[-2:] == ["finished", "open"]


def test_a_last_line_in_finally_says_complete_of_half_a_week(record: Record) -> None:
    recording = record(LAST_LINE, "in_finally")
    assert pieces(recording)[-1] == "complete\n"
    assert "cut short" in client(recording)


def test_an_error_that_is_hidden_leaves_a_clean_end(record: Record) -> None:
    recording = record(LAST_LINE, "hidden")
    assert pieces(recording) == ["Mon 25.00\n", "Tue 50.00\n"]
    assert client(recording)[-2:] == ["finished", "open"]


EVENTS = "dying_mid_stream/event_stream"


def test_without_an_await_the_event_before_the_exception_is_lost(record: Record) -> None:
    recording = record(EVENTS, "without_await")
    assert len(code(recording, "progress", "yield")) == 1
    assert pieces(recording) == []
    assert "cut short" in client(recording)


def test_a_last_event_tells_what_a_clean_end_does_not(record: Record) -> None:
    assert pieces(record(EVENTS, "last_event"))[-1] == 'event: failed\ndata: "worker is gone"\n\n'
    assert error(record(EVENTS, "last_event")) is None
