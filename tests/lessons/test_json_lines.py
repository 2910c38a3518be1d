from __future__ import annotations

from tests.support.reading import client, code, error, header, pieces, sent, status
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
