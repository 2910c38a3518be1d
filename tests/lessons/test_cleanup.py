"""What a generator's cleanup needs to run: a place that is reached, a shield, and what closes an inner generator."""

from __future__ import annotations

import pytest

from tests.support.reading import client, code, error, in_order, pieces, ran, status
from tests.support.record import Record

POOL, CLOSING, INNER = "cleanup/pool", "cleanup/closing", "cleanup/inner"


def free(record: Record, variant: str = "main") -> str:
    """What the client of a variant reads from ``/free`` a second after it has left."""
    return pieces(record(POOL, variant), 2)[-1]


def test_a_generator_that_is_left_at_its_yield_keeps_its_connection(record: Record) -> None:
    recording = record(POOL)
    assert code(recording, "export")[-1].kind == "yield"
    assert not code(recording, "export", "raise")
    assert free(record) == "1"


@pytest.mark.parametrize("variant", ["async_with", "events", "def_generator"])
def test_async_with_events_and_def_lose_it_too(record: Record, variant: str) -> None:
    assert code(record(POOL, variant), "export")[-1].kind == "yield"
    assert free(record, variant) == "1"


@pytest.mark.parametrize("variant", ["dependency", "def_dependency", "exit_stack"])
def test_a_dependency_gives_it_back_though_the_generator_is_left_there(record: Record, variant: str) -> None:
    assert code(record(POOL, variant), "export")[-1].kind == "yield"
    assert free(record, variant) == "2"


@pytest.mark.parametrize(("variant", "function"), [("returned", "blocks"), ("keeps_up", "export")])
def test_a_generator_that_is_cancelled_at_its_own_await_gives_it_back(
    record: Record, variant: str, function: str
) -> None:
    assert (code(record(POOL, variant), function, "raise")[0].error or "").startswith("CancelledError(")
    assert free(record, variant) == "2"


def test_the_garbage_collector_closes_it(record: Record) -> None:
    recording = record(POOL, "collected")
    assert in_order(recording, "client hang up", "free start", "export raise", "export unwind")
    assert (code(recording, "export", "raise")[0].error or "").startswith("GeneratorExit")
    assert free(record, "collected") == "2"


def test_an_event_stream_adds_an_error_to_the_log(record: Record) -> None:
    assert "BrokenResourceError" in (error(record(POOL, "events")) or "")


def test_the_next_client_of_a_pool_of_one_is_cut_short_after_200(record: Record) -> None:
    recording = record(POOL, "next_client")
    assert status(recording) == [200, 200]
    assert pieces(recording, 2) == []
    assert "cut short" in client(recording, 2)


PRINT = 'print("cursor closed")'


def test_a_shield_with_a_limit_lets_an_await_in_finally_finish(record: Record) -> None:
    assert PRINT in ran(record(CLOSING), "close_cursor")
    assert PRINT not in ran(record(CLOSING, "plain"), "close_cursor")


def test_the_limit_ends_a_cleanup_that_hangs(record: Record) -> None:
    recording = record(CLOSING, "hangs")
    assert PRINT not in ran(recording, "close_cursor")
    assert in_order(recording, "close_cursor raise", "rows unwind", "done")


def test_a_time_limit_is_no_shield(record: Record) -> None:
    assert PRINT not in ran(record(CLOSING, "wait_for"), "close_cursor")


def test_a_dependency_needs_no_shield(record: Record) -> None:
    assert PRINT in ran(record(CLOSING, "in_a_dependency"), "cursor")


def test_an_inner_generator_is_not_closed_with_the_outer_one(record: Record) -> None:
    recording = record(INNER)
    assert code(recording, "rows")[-1].kind == "unwind"
    assert code(recording, "fetch")[-1].kind == "yield"


def test_aclosing_closes_it_before_the_outer_one_is_over(record: Record) -> None:
    assert in_order(record(INNER, "aclosing"), "rows raise", "fetch raise", "fetch unwind", "rows unwind")


def test_aclosing_is_no_shield_and_a_dependency_needs_none(record: Record) -> None:
    assert PRINT not in ran(record(INNER, "awaits"), "fetch")
    assert PRINT in ran(record(INNER, "owned"), "fetch")


def test_a_break_closes_it_with_aclosing_only(record: Record) -> None:
    assert in_order(record(INNER, "breaks"), "rows return", "fetch raise")
    assert in_order(record(INNER, "breaks_aclosing"), "fetch raise", "rows return")
