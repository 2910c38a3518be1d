"""When a dependency closes around a stream, and what a database session in it holds until then."""

from __future__ import annotations

import pytest

from chunkwise.events import ClientEvent, Recording
from tests.support.reading import code, in_order, pieces
from tests.support.record import Record

SESSION, POOL = "dependencies/session", "dependencies/connections"


def statuses(recording: Recording) -> dict[str, int | None]:
    """The status that each client was answered with."""
    answers = (event for event in recording.events if isinstance(event, ClientEvent) and event.kind == "headers")
    return {event.client: event.status for event in answers}


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


def test_a_stream_holds_the_connection_of_its_session_until_it_is_over(record: Record) -> None:
    recording = record(POOL)
    assert statuses(recording) == {"chat": 200, "count": 500, "later": 200}
    assert in_order(recording, "chat yield", "count raise", "chat yield", "chat return")


@pytest.mark.parametrize("variant", ["short", "committed"])
def test_a_session_that_is_done_before_the_first_word_holds_nothing(record: Record, variant: str) -> None:
    assert statuses(record(POOL, variant)) == {"chat": 200, "count": 200, "later": 200}


@pytest.mark.parametrize("variant", ["too_soon", "returned"])
def test_a_closed_session_that_is_used_never_gives_its_connection_back(record: Record, variant: str) -> None:
    recording = record(POOL, variant)
    assert statuses(recording) == {"chat": 200, "count": 500, "later": 500}
    assert pieces(recording)[:1] == ["Hello "]
