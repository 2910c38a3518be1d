"""A stream declared and a stream returned: what each runs before the response, and what moving one breaks."""

from __future__ import annotations

import pytest

from tests.support.reading import client, code, error, header, in_order, pieces, ran, status, story
from tests.support.record import Record

ORDERS, RETURNED = "two_ways_to_write/orders", "two_ways_to_write/orders_returned"


def test_the_client_of_both_forms_gets_the_same_pieces(record: Record) -> None:
    assert len(pieces(record(ORDERS, "to_the_end"))) == 8
    assert pieces(record(ORDERS, "to_the_end")) == pieces(record(RETURNED, "to_the_end"))


def test_a_check_in_the_path_operation_is_too_late_for_a_404_in_the_declared_form_alone(record: Record) -> None:
    declared = record(ORDERS, "missing")
    assert in_order(declared, "send http.response.start", "orders start", "orders raise")
    assert status(declared) == [200]
    assert client(declared)[-2:] == ["cut short", "closed"]
    assert status(record(RETURNED, "missing")) == [404]


def test_the_declared_loop_stops_and_is_left_at_its_yield(record: Record) -> None:
    assert len(code(record(ORDERS), "orders", "yield")) < 8
    assert code(record(ORDERS), "orders")[-1].kind == "yield"
    assert len(code(record(RETURNED), "lines", "yield")) == 8


def test_an_await_of_its_own_cancels_the_returned_generator(record: Record) -> None:
    recording = record(RETURNED, "sleep_0")
    assert len(code(recording, "lines", "yield")) < 8
    assert in_order(recording, "client hang up", "lines raise", "lines unwind")


def test_a_declared_class_decides_the_content_type(record: Record) -> None:
    assert header(record(ORDERS, "to_the_end"), "content-type") is None
    assert header(record(RETURNED, "to_the_end"), "content-type") == "text/plain; charset=utf-8"
    assert header(record("two_ways_to_write/checked", "there"), "content-type") == "text/plain; charset=utf-8"
    assert header(record("two_ways_to_write/checked", "other_class"), "content-type") is None


def test_a_dependency_refuses_before_the_generator_is_created(record: Record) -> None:
    recording = record("two_ways_to_write/checked")
    assert in_order(recording, "order_count raise", "send http.response.start")
    assert status(recording) == [404]
    assert code(recording, "orders") == []


BODY = "two_ways_to_write/body"


@pytest.mark.parametrize(("variant", "function"), [("main", "words"), ("in_the_generator", "lines")])
def test_the_bodys_message_is_received_before_the_generator_can_ask_for_it(
    record: Record, variant: str, function: str
) -> None:
    recording = record(BODY, variant)
    assert story(recording).count("receive http.request") == 1
    assert in_order(recording, "receive http.request", f"{function} start", "client hang up", f"{function} raise")
    assert status(recording) == [200]
    assert pieces(recording) == []
    assert error(recording) == "ClientDisconnect()"


@pytest.mark.parametrize("variant", ["model", "dependency", "returned"])
def test_read_before_the_response_the_body_is_there(record: Record, variant: str) -> None:
    assert pieces(record(BODY, variant)) == ["why\n", "is\n", "it\n"]


def test_a_path_operation_that_yields_cannot_return_json() -> None:
    with pytest.raises(SyntaxError, match="'return' with value in async generator"):
        compile("async def echo():\n    yield 1\n    return {}\n", "echo", "exec")


def test_one_that_returns_its_response_can(record: Record) -> None:
    assert pieces(record("two_ways_to_write/either")) == ['{"words":["why","is","it"]}']
    assert pieces(record("two_ways_to_write/either", "streamed")) == ["why\n", "is\n", "it\n"]


def test_without_a_class_strings_are_lines_of_json_and_a_generator_cannot_be_returned(record: Record) -> None:
    quoted = "two_ways_to_write/quoted"
    assert pieces(record(quoted, "without_class"))[0] == '"order 0\\n"\n'
    assert header(record(quoted, "without_class"), "content-type") == "application/jsonl"
    assert status(record(quoted, "handed_over")) == [500]


CURSOR = "two_ways_to_write/cursor"


def test_only_a_dependency_closes_a_declared_stream_that_never_awaits(record: Record) -> None:
    assert in_order(record(CURSOR), "client hang up", "open_cursor return")
    assert ran(record(CURSOR), "open_cursor")[-1] == 'print("cursor closed")'
    assert 'print("cursor closed")' not in ran(record(CURSOR, "in_finally"), "seats")


def test_around_the_return_it_is_closed_before_the_first_piece(record: Record) -> None:
    recording = record(CURSOR, "around_return")
    assert ran(recording, "seats")[-1] == 'print("cursor closed")'
    assert in_order(recording, "seats return", "lines start")
