from __future__ import annotations

from conftest import Record
from reading import code, in_order, ran

AWAIT, CLEANUP, DEF = "client_leaves/at_an_await", "client_leaves/cleanup", "client_leaves/def_generator"


def test_an_async_generator_at_an_await_is_cancelled(record: Record) -> None:
    recording = record(AWAIT)
    assert in_order(recording, "prices await", "client hang up", "receive http.disconnect", "prices raise")
    assert (code(recording, "prices", "raise")[0].error or "").startswith("CancelledError(")


def test_its_finally_runs(record: Record) -> None:
    assert ran(record(AWAIT), "prices")[-1] == 'print("feed closed")'


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
