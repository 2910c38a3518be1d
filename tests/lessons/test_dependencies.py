from __future__ import annotations

from tests.support.reading import code, in_order, pieces
from tests.support.record import Record

SESSION = "dependencies/session"


def test_a_dependency_closes_after_the_stream(record: Record) -> None:
    recording = record(SESSION)
    assert in_order(recording, "rows return", "send http.response.body end", "client finished", "open_session resume")
    assert pieces(recording) == ["row 0, open: True\n", "row 1, open: True\n"]


def test_with_the_functions_scope_it_closes_before_the_first_byte(record: Record) -> None:
    recording = record(SESSION, "function_scope")
    assert in_order(recording, "stream return", "open_session return", "send http.response.start", "rows start")
    assert pieces(recording) == ["row 0, open: False\n", "row 1, open: False\n"]


def test_a_dependency_is_told_from_other_generators(record: Record) -> None:
    assert {event.role for event in code(record(SESSION), "open_session")} == {"dependency"}
    assert {event.role for event in code(record(SESSION), "rows")} == {"body"}
