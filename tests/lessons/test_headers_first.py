"""What is decided before the first byte: status, headers, cookies, and where each may still be set."""

from __future__ import annotations

import pytest

from tests.support.reading import client, code, error, header, in_order, pieces, status, wire
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


def test_a_middleware_has_the_head_before_it_is_sent_and_makes_a_complete_empty_200_of_it(record: Record) -> None:
    recording = record(NOT_FOUND, "through_middleware")
    assert in_order(recording, "report raise", "send http.response.start")
    assert status(recording) == [200]
    assert pieces(recording) == []
    assert client(recording)[-2:] == ["finished", "closed"]


def test_gzip_holds_the_head_and_the_answer_is_a_500_all_the_same(record: Record) -> None:
    recording = record(NOT_FOUND, "through_gzip")
    assert in_order(recording, "report raise", "send http.response.start")
    assert status(recording) == [500]


ATTACHMENT, EXPORT = "headers_first/attachment", "headers_first/returned_export"


@pytest.mark.parametrize(
    ("name", "variant", "is_there"),
    [
        (ATTACHMENT, "main", False),
        (ATTACHMENT, "dependency", True),
        (ATTACHMENT, "middleware", True),
        (EXPORT, "main", True),
        (EXPORT, "on_parameter", False),
        (EXPORT, "in_a_dependency", False),
        (EXPORT, "another", False),
    ],
)
def test_where_a_header_and_a_cookie_count(record: Record, name: str, variant: str, is_there: bool) -> None:
    recording = record(name, variant)
    assert pieces(recording) == ["tea,4\n", "cup,2\n"]
    assert [header(recording, each) is not None for each in ("content-disposition", "set-cookie")] == [is_there] * 2


def test_where_a_status_counts(record: Record) -> None:
    assert status(record(ATTACHMENT, "late_status")) == [200]
    assert status(record(ATTACHMENT, "route_declared")) == [202]
    assert status(record(EXPORT, "route_status")) == [200]


TOKEN = "headers_first/first_token"


@pytest.mark.parametrize("variant", ["main", "call", "handler"])
def test_in_the_generator_a_model_that_is_down_is_a_200(record: Record, variant: str) -> None:
    recording = record(TOKEN, variant)
    assert in_order(recording, "send http.response.start", "tokens raise")
    assert status(recording) == [200]
    assert client(recording)[-2:] == ["cut short", "closed"]


@pytest.mark.parametrize("variant", ["fetched", "returned"])
def test_what_waits_for_the_first_token_before_the_response_can_say_502(record: Record, variant: str) -> None:
    recording = record(TOKEN, variant)
    assert status(recording) == [502]
    assert pieces(recording) == ['{"detail":"no answer from the model"}']


def test_the_head_then_waits_for_the_first_token(record: Record) -> None:
    assert in_order(record(TOKEN, "answered"), "send http.response.start", "tokens start", "tokens yield")
    fetched = record(TOKEN, "fetched_answered")
    assert in_order(fetched, "tokens yield", "send http.response.start", "answer start")
    assert pieces(fetched) == pieces(record(TOKEN, "answered")) == ["It ", "depends."]


def test_a_first_token_that_is_not_yielded_is_lost(record: Record) -> None:
    assert pieces(record(TOKEN, "without_first")) == ["depends."]
