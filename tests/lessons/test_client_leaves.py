from __future__ import annotations

from tests.support.reading import code, in_order, pieces, ran
from tests.support.record import Record

AWAIT, CLEANUP, DEF = "client_leaves/at_an_await", "client_leaves/cleanup", "client_leaves/def_generator"
POLLS, PRODUCER = "client_leaves/polls", "client_leaves/producer"


def test_an_async_generator_at_an_await_is_cancelled(record: Record) -> None:
    recording = record(AWAIT)
    assert in_order(recording, "prices await", "client hang up", "receive http.disconnect", "prices raise")
    assert (code(recording, "prices", "raise")[0].error or "").startswith("CancelledError(")


def test_its_finally_runs(record: Record) -> None:
    assert ran(record(AWAIT), "prices")[-1] == 'print("feed closed")'


def test_for_a_client_that_stays_it_runs_to_its_end(record: Record) -> None:
    recording = record(AWAIT, "stays")
    assert len(pieces(recording)) == 4
    assert not code(recording, "prices", "raise")
    assert ran(recording, "prices")[-1] == 'print("feed closed")'


def test_what_stands_below_the_loop_does_not_run(record: Record) -> None:
    assert 'print("feed closed")' not in ran(record(AWAIT, "after_the_loop"), "prices")


def test_except_exception_does_not_catch_a_cancellation(record: Record) -> None:
    recording = record(AWAIT, "except_exception")
    assert ran(recording, "prices")[-1] == "except Exception:"
    assert code(recording, "prices")[-1].kind == "unwind"


def test_a_declared_generator_that_swallows_it_makes_one_piece_more_and_is_left_there(record: Record) -> None:
    recording = record(AWAIT, "swallowed")
    assert len(code(recording, "prices", "yield")) == 3
    assert code(recording, "prices")[-1].kind == "yield"
    assert len(pieces(recording)) == 2


def test_a_returned_one_goes_on_for_nobody_and_each_await_is_cancelled(record: Record) -> None:
    recording = record(AWAIT, "swallowed_returned")
    assert len(code(recording, "prices", "yield")) == 4
    assert len(code(recording, "prices", "raise")) == 3
    assert len(pieces(recording)) == 2


def test_asking_whether_the_client_has_left_is_never_answered_with_yes(record: Record) -> None:
    recording = record(POLLS)
    assert ran(recording, "prices").count("if await request.is_disconnected():") == 2
    assert "break" not in ran(recording, "prices")
    assert len(code(recording, "prices", "raise")) == 1


def test_a_generator_can_stop_its_producer(record: Record) -> None:
    recording = record(PRODUCER)
    assert in_order(recording, "client hang up", "prices raise", "fill raise", "fill unwind")
    assert len(code(recording, "fill", "await")) == 2


def test_a_producer_that_nobody_stops_goes_on_to_its_end(record: Record) -> None:
    recording = record(PRODUCER, "orphan")
    assert in_order(recording, "client hang up", "prices unwind", "done", "fill await", "fill await", "fill return")
    assert len(pieces(recording)) == 2


def test_an_await_in_finally_is_cancelled_again(record: Record) -> None:
    recording = record(CLEANUP)
    assert [(event.error or "")[:15] for event in code(recording, "rows", "raise")] == ["CancelledError("] * 2
    assert 'print("cursor closed")' not in ran(recording, "rows")


def test_a_shielded_await_in_finally_is_not(record: Record) -> None:
    recording = record(CLEANUP, "shielded")
    assert len(code(recording, "rows", "raise")) == 1
    assert 'print("cursor closed")' in ran(recording, "rows")


def test_a_def_generator_goes_on_to_its_next_yield(record: Record) -> None:
    recording = record(DEF)
    assert in_order(recording, "client hang up", "receive http.disconnect", "rows yield", "done")
    assert len(code(recording, "rows", "yield")) == 2


def test_and_its_finally_does_not_run(record: Record) -> None:
    assert 'print("cursor closed")' not in ran(record(DEF), "rows")
    assert code(record(DEF), "rows")[-1].kind == "yield"


def test_until_the_garbage_collector_comes(record: Record) -> None:
    recording = record(DEF, "collected")
    assert in_order(recording, "done", "collect start", "rows raise", "rows unwind", "collect return")
    assert code(recording, "rows", "raise")[0].error == "GeneratorExit()"
    assert ran(recording, "rows")[-1] == 'print("cursor closed")'
    assert code(recording, "rows")[-1].thread == "event loop"


def test_of_except_else_and_finally_only_the_last_runs(record: Record) -> None:
    printed = [line for line in ran(record(AWAIT, "three_ways"), "prices") if line.startswith("print")]
    assert printed == ['print("feed closed")']


def test_an_except_that_is_too_wide_keeps_the_stream_alive(record: Record) -> None:
    for variant, yields in (("main", 2), ("exception", 2), ("too_wide", 3)):
        assert len(code(record("client_leaves/bad_prices", variant), "prices", "yield")) == yields, variant


def test_only_a_shielded_finally_brings_an_awaiting_cleanup_to_its_end(record: Record) -> None:
    closes = {
        name: any("cursor closed" in line for line in ran(record(CLEANUP, name), "rows"))
        for name in ("main", "below", "asks", "shielded")
    }
    assert closes == {"main": False, "below": False, "asks": False, "shielded": True}


def test_a_counter_in_finally_forgets_nobody(record: Record) -> None:
    recording = record("client_leaves/watchers")
    assert [text for exchange in (2, 3) for text in pieces(recording, exchange)] == ["1", "0"]


def test_where_the_generator_blocks_the_loop_the_question_is_answered_with_yes(record: Record) -> None:
    """No cancellation comes between: nothing else has a turn before the question itself waits."""
    recording = record(POLLS, "blocks")
    assert ran(recording, "prices")[-2:] == ['print("feed closed")', "break"]
    assert not code(recording, "prices", "raise")
