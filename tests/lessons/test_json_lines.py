"""Lines of JSON from a path operation that yields: what becomes of an item, and of one that is invalid."""

from __future__ import annotations

import json

import pytest

from tests.support.reading import client, code, error, header, in_order, pieces, ran, sent, status
from tests.support.record import Record

READINGS = "json_lines/readings"
LINES = ['{"sensor":"attic","celsius":19.5}\n', '{"sensor":"attic","celsius":20.0}\n']


def test_a_path_operation_that_yields_sends_json_lines(record: Record) -> None:
    assert header(record(READINGS), "content-type") == "application/jsonl"
    assert pieces(record(READINGS)) == LINES


def test_the_path_operation_is_itself_the_generator(record: Record) -> None:
    (start,) = code(record(READINGS), "readings", "start")
    assert start.generator
    assert start.role == "body"


def test_a_string_is_quoted_because_it_is_json(record: Record) -> None:
    assert pieces(record("json_lines/words")) == ['"hello"\n', '"world"\n']


def test_with_streaming_response_as_its_class_a_string_is_sent_as_it_is(record: Record) -> None:
    assert pieces(record("json_lines/words", "raw")) == ["hello", "world"]
    assert header(record("json_lines/words", "raw"), "content-type") is None


def test_an_item_of_another_type_cuts_the_body_short_after_a_200(record: Record) -> None:
    recording = record(READINGS, "bad_item")
    assert status(recording) == [200]
    assert (error(recording) or "").startswith("ResponseValidationError")
    assert sent(recording) == []
    assert "cut short" in client(recording)


def test_a_def_function_yields_the_same_lines_from_worker_threads(record: Record) -> None:
    recording = record(READINGS, "sync")
    assert pieces(recording) == LINES
    assert {event.thread for event in code(recording, "readings")} == {"worker thread"}


BAD_ROW = "json_lines/bad_row"


@pytest.mark.parametrize("variant", ["main", "caught"])
def test_an_invalid_item_in_the_middle_breaks_the_body_off_and_no_try_catches_it(record: Record, variant: str) -> None:
    recording = record(BAD_ROW, variant)
    assert status(recording) == [200]
    assert pieces(recording) == ['{"sensor":"attic","celsius":19.5}\n']
    assert client(recording)[-2:] == ["cut short", "closed"]
    assert (error(recording) or "").startswith("ResponseValidationError")


@pytest.mark.parametrize("variant", ["main", "caught"])
def test_it_is_validated_after_the_yield_and_the_generator_is_never_resumed(record: Record, variant: str) -> None:
    recording = record(BAD_ROW, variant)
    assert in_order(recording, "send http.response.start", "readings yield", "readings yield", "error")
    assert code(recording, "readings")[-1].kind == "yield"
    assert not [line for line in ran(recording, "readings") if line.startswith(("except", "print"))]


def test_without_an_annotation_nothing_is_validated(record: Record) -> None:
    recording = record(BAD_ROW, "without_annotation")
    assert [json.loads(line)["celsius"] for line in pieces(recording)] == [19.5, "warm", -2.0]


def test_behind_a_middleware_the_lost_rows_look_like_the_end(record: Record) -> None:
    recording = record(BAD_ROW, "through_middleware")
    assert len(pieces(recording)) == 1
    assert client(recording)[-2:] == ["finished", "closed"]


def test_as_events_without_an_await_even_the_valid_item_is_lost(record: Record) -> None:
    recording = record(BAD_ROW, "events")
    assert status(recording) == [200]
    assert pieces(recording) == []
    assert client(recording)[-2:] == ["cut short", "closed"]


def test_as_events_with_an_await_the_loss_looks_like_the_end(record: Record) -> None:
    recording = record(BAD_ROW, "events_apart")
    assert pieces(recording) == ['data: {"sensor":"attic","celsius":19.5}\n\n']
    assert "finished" in client(recording)


def test_validated_before_the_yield_an_invalid_row_is_a_line_of_its_own(record: Record) -> None:
    recording = record(BAD_ROW, "checked")
    first, second, third = (json.loads(line) for line in pieces(recording))
    assert (first["sensor"], third["sensor"]) == ("attic", "roof")
    assert second["row"] == 2
    assert "finished" in client(recording)


DUMPED = "json_lines/dumped"


def test_what_was_json_already_is_encoded_twice(record: Record) -> None:
    once, twice = pieces(record(DUMPED, "items"))[0], pieces(record(DUMPED))[0]
    assert json.loads(once) == {"sensor": "attic", "celsius": 19.5}
    assert json.loads(twice) == once


def test_without_line_ends_the_body_cannot_be_taken_apart(record: Record) -> None:
    assert "\n" not in "".join(pieces(record(DUMPED, "without_line_end")))
    assert header(record(DUMPED, "by_hand"), "content-type") is None


def test_the_last_item_has_to_be_in_the_annotation(record: Record) -> None:
    assert pieces(record("json_lines/count_them"))[-1] == '{"total":2}\n'
    assert len(pieces(record("json_lines/count_them", "one_type"))) == 2
    assert "cut short" in client(record("json_lines/count_them", "one_type"))


READER = "json_lines/reader"


def test_a_reader_has_the_lines_so_far_and_then_an_exception(record: Record) -> None:
    assert pieces(record(READER, "broken")) == ["attic: 19.5\n", "the readings broke off\n"]
    assert (code(record(READER, "broken"), "page", "raise")[0].error or "").startswith("RemoteProtocolError")


def test_a_reader_that_parses_the_whole_body_finds_extra_data(record: Record) -> None:
    assert "Extra data: line 2 column 1" in (error(record(READER, "whole")) or "")
