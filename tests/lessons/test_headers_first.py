from __future__ import annotations

from tests.support.reading import client, code, error, in_order, pieces, status, wire
from tests.support.record import Record

NOT_FOUND = "headers_first/not_found"


def test_an_http_exception_before_the_first_yield_comes_after_the_200(record: Record) -> None:
    recording = record(NOT_FOUND)
    assert in_order(recording, "send http.response.start", "report start", "report raise")
    assert code(recording, "report", "raise")[0].error == "HTTPException(404, 'no such report')"
    assert status(recording) == [200]


def test_its_body_is_empty_and_cut_short(record: Record) -> None:
    recording = record(NOT_FOUND)
    assert len(wire(recording)) == 1
    assert client(recording)[-2:] == ["cut short", "closed"]
    assert (error(recording) or "").startswith("RuntimeError")


def test_in_a_dependency_the_same_exception_is_a_404(record: Record) -> None:
    recording = record(NOT_FOUND, "in_a_dependency")
    assert in_order(recording, "must_exist raise", "send http.response.start")
    assert status(recording) == [404]
    assert pieces(recording) == ['{"detail":"no such report"}']
    assert code(recording, "report") == []
