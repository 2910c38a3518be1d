"""What a stream that is declared and one that is returned have in common, and where they differ."""

from __future__ import annotations

import runpy

import pytest

from chunkwise.events import Recording
from tests.support.reading import client, code, error, header, in_order, pieces, ran, sent, status, story, wire
from tests.support.record import EXAMPLES, Record

RETURNED, DECLARED = "streaming_responses/three_chunks", "streaming_responses/declared"
OTHERS, ROWS, GIVES_UP = "stream_or_build/others", "client_leaves/never_awaits", "backpressure/gives_up"


def test_messages_and_pieces_are_the_same(record: Record) -> None:
    assert sent(record(DECLARED)) == sent(record(RETURNED)) == ["chunk 0\n", "chunk 1\n", "chunk 2\n", ""]
    assert wire(record(DECLARED))[1:] == wire(record(RETURNED))[1:]
    assert client(record(DECLARED)) == client(record(RETURNED))


def test_the_declared_form_has_no_content_type_unless_its_class_has_one(record: Record) -> None:
    assert header(record(RETURNED), "content-type") == "text/plain; charset=utf-8"
    assert header(record(DECLARED), "content-type") is None
    assert header(record(DECLARED, "typed"), "content-type") == "text/plain; charset=utf-8"


def test_a_status_from_a_dependency_counts_in_the_declared_form_alone(record: Record) -> None:
    assert status(record(RETURNED, "accepted")) == [200]
    assert status(record(DECLARED, "accepted")) == [202]


@pytest.mark.parametrize(("name", "function"), [(RETURNED, "generate"), (DECLARED, "stream")])
def test_before_the_first_yield_it_is_too_late_for_another_status(record: Record, name: str, function: str) -> None:
    recording = record(name, "refused")
    assert code(recording, function, "raise")[0].error == "HTTPException(404)"
    assert status(recording) == [200]
    assert client(recording)[-2:] == ["cut short", "closed"]
    assert str(error(recording)).startswith("RuntimeError")


def test_the_schema_says_json_for_a_returned_stream_and_nothing_for_a_declared_one() -> None:
    def content(name: str) -> object:
        schema = runpy.run_path(str(EXAMPLES / name / "app.py"))["app"].openapi()
        return schema["paths"]["/stream"]["get"]["responses"]["200"].get("content")

    assert content(RETURNED) == {"application/json": {"schema": {}}}
    assert content(DECLARED) is None


def yields(recording: Recording) -> int:
    return sum(event.lane == "code" and event.kind == "yield" for event in recording.events)


def test_where_nothing_awaits_others_wait_for_a_returned_stream_and_not_for_a_declared_one(record: Record) -> None:
    def answered_before_the_end(variant: str, function: str) -> bool:
        words = story(record(OTHERS, variant))
        answered = [place for place, word in enumerate(words) if word == "other piece"]
        assert len(answered) == 2  # before the report and after its first batch
        return answered[-1] < words.index(f"{function} return")

    assert answered_before_the_end("main", "report")
    assert not answered_before_the_end("returned", "batches")


def test_where_nothing_awaits_only_the_declared_form_stops_when_the_client_leaves(record: Record) -> None:
    assert (yields(record(OTHERS, "returned_leaves")), yields(record(OTHERS, "leaves"))) == (8, 5)
    assert (yields(record(ROWS)), yields(record(ROWS, "declared"))) == (8, 5)


def test_and_its_finally_does_not_run(record: Record) -> None:
    assert ran(record(ROWS), "rows")[-1] == 'print("cursor closed")'
    declared = record(ROWS, "declared")
    assert code(declared, "rows")[-1].kind == "yield"
    assert 'print("cursor closed")' not in ran(declared, "rows")


def test_a_client_that_stalls_and_leaves_cancels_the_returned_form_at_its_await(record: Record) -> None:
    recording = record(GIVES_UP, "returned")
    assert in_order(recording, "client hang up", "blocks raise", "blocks unwind")
    assert ran(recording, "blocks")[-1] == 'print("file closed")'


def test_it_leaves_the_declared_form_suspended_at_its_yield(record: Record) -> None:
    recording = record(GIVES_UP)
    assert code(recording, "download")[-1].kind == "yield"
    assert in_order(recording, "client hang up", "receive http.disconnect", "done")
    assert 'print("file closed")' not in ran(recording, "download")


@pytest.mark.parametrize("variant", ["json_lines", "events"])
def test_so_it_does_with_json_lines_and_with_events(record: Record, variant: str) -> None:
    recording = record(GIVES_UP, variant)
    assert code(recording, "download")[-1].kind == "yield"
    assert 'print("file closed")' not in ran(recording, "download")
    assert ("BrokenResourceError" in str(error(recording))) == (variant == "events")


def test_a_dependency_closes_what_the_suspended_generator_would_hold(record: Record) -> None:
    recording = record(GIVES_UP, "dependency")
    assert code(recording, "download")[-1].kind == "yield"
    assert in_order(recording, "client hang up", "open_file return")
    assert ran(recording, "open_file")[-1] == 'print("file closed")'
    assert pieces(recording) == []
