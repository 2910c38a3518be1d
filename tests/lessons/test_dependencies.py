"""When a dependency closes around a stream; what a session in it holds is tried with real databases, beside this."""

from __future__ import annotations

import pytest

from tests.support.reading import code, in_order, pieces
from tests.support.record import Record

SESSION = "dependencies/session"


@pytest.mark.parametrize(("variant", "body"), [("main", "rows"), ("returned", "generate")])
def test_a_dependency_closes_after_the_stream_in_both_forms(record: Record, variant: str, body: str) -> None:
    recording = record(SESSION, variant)
    end = "send http.response.body end"
    assert in_order(recording, f"{body} return", end, "client finished", "open_session resume")
    assert pieces(recording) == ["row 0, open: True\n", "row 1, open: True\n"]


@pytest.mark.parametrize("variant", ["function_scope", "in_block"])
def test_with_the_functions_scope_or_in_a_block_it_closes_before_the_first_row(record: Record, variant: str) -> None:
    assert pieces(record(SESSION, variant)) == ["row 0, open: False\n", "row 1, open: False\n"]


def test_it_closes_when_the_client_leaves(record: Record) -> None:
    assert in_order(record(SESSION, "leaves"), "client hang up", "rows raise", "open_session return")


@pytest.mark.parametrize(("variant", "closes"), [("fails", True), ("no_finally", False)])
def test_an_exception_is_raised_at_its_yield_so_only_a_finally_runs(record: Record, variant: str, closes: bool) -> None:
    recording = record(SESSION, variant)
    assert [event.error for event in code(recording, "open_session", "raise")] == ["ValueError('a bad row')"]
    line = next(n for n, text in enumerate(recording.source.splitlines(), 1) if '["open"] = False' in text)
    assert (line in [event.line for event in code(recording, "open_session", "line")]) is closes


def test_a_dependency_is_told_from_other_generators(record: Record) -> None:
    assert {event.role for event in code(record(SESSION), "open_session")} == {"dependency"}
    assert {event.role for event in code(record(SESSION, "returned"), "generate")} == {"body"}
