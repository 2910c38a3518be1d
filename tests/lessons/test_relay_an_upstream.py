"""Between a client and an upstream: what of a relay's status, headers, errors and pace comes through."""

from __future__ import annotations

import gzip

import httpx
import pytest

from chunkwise.events import Recording
from chunkwise.views.steps import steps
from tests.support.reading import client, code, error, header, in_order, pieces, status, story
from tests.support.record import Record

RELAY, HEADERS = "relay_an_upstream/relay", "relay_an_upstream/headers"
LINES = ["tea,4\n", "cup,2\n", "pot,1\n"]


def names(recording: Recording) -> list[str]:
    return [step.name for step in steps(recording)]


def test_an_answer_that_is_returned_out_of_its_async_with_is_closed_before_it_is_read(record: Record) -> None:
    recording = record("relay_an_upstream/closed")
    assert in_order(recording, "upstream request", "upstream closed", "client cut short")
    assert status(recording) == [200]
    assert pieces(recording) == []
    assert (error(recording) or "").startswith("StreamClosed")


@pytest.mark.parametrize("variant", ["main", "in_the_generator"])
def test_each_piece_of_the_upstream_is_passed_on_before_the_next(record: Record, variant: str) -> None:
    recording = record(RELAY, variant)
    assert pieces(recording) == LINES
    words = [word for word in story(recording) if word in ("upstream piece", "client piece")]
    assert words == ["upstream piece", "client piece"] * 3


def test_the_whole_answer_arrives_when_the_upstream_has_ended(record: Record) -> None:
    assert in_order(record(RELAY, "whole"), "upstream finished", "client piece", "client piece", "client piece")
    assert pieces(record(RELAY, "whole")) == LINES


def test_a_404_of_the_upstream_is_a_404_if_a_dependency_has_asked(record: Record) -> None:
    recording = record(RELAY, "missing")
    assert status(recording) == [404]
    assert pieces(recording) == ['{"detail":"no such report"}']


def test_and_a_200_with_the_text_of_the_error_if_the_generator_has(record: Record) -> None:
    recording = record(RELAY, "missing_in_the_generator")
    assert status(recording) == [200]
    assert pieces(recording) == ['{"detail":"no such report"}']
    assert "finished" in client(recording)
    assert header(recording, "content-type") is None


def test_raise_for_status_in_the_generator_cuts_the_200_short(record: Record) -> None:
    recording = record(RELAY, "raised")
    assert status(recording) == [200]
    assert pieces(recording) == []
    assert "cut short" in client(recording)


def test_an_upstream_that_cannot_be_reached_is_a_502(record: Record) -> None:
    assert status(record(RELAY, "down")) == [502]


def test_an_upstream_that_breaks_off_cuts_the_client_short(record: Record) -> None:
    recording = record(RELAY, "dies")
    assert status(recording) == [200]
    assert pieces(recording) == LINES[:1]
    assert "RemoteProtocolError" in str(code(recording, "report"))
    assert "cut short" in client(recording)


def test_a_client_that_leaves_closes_the_upstream(record: Record) -> None:
    assert in_order(record(RELAY, "leaves"), "client hang up", "upstream closed")


def test_with_all_headers_copied_the_client_unpacks_what_is_not_packed(record: Record) -> None:
    recording = record(HEADERS)
    assert header(recording, "content-encoding") == "gzip"
    assert pieces(recording) == LINES
    with pytest.raises(httpx.DecodingError):
        httpx.Response(200, headers={"content-encoding": "gzip"}, content="".join(LINES).encode())


def test_raw_bytes_and_their_encoding_fit_together(record: Record) -> None:
    recording = record(HEADERS, "raw")
    assert header(recording, "content-encoding") == "gzip"
    assert gzip.decompress("".join(pieces(recording)).encode("latin-1")).decode() == "".join(LINES)


def test_the_content_type_alone_is_enough(record: Record) -> None:
    recording = record(HEADERS, "type_only")
    assert header(recording, "content-encoding") is None
    assert header(recording, "content-type") == "text/csv; charset=utf-8"
    assert pieces(recording) == LINES


def test_a_copied_length_is_that_of_the_packed_body(record: Record) -> None:
    recording = record(HEADERS, "length")
    assert pieces(recording) == []
    assert "cut short" in client(recording)
    assert "Too much data for declared Content-Length" in (error(recording) or "")


def test_a_relay_asks_its_upstream_for_no_more_while_its_client_stalls(record: Record) -> None:
    recording = record("relay_an_upstream/stalled")
    order = names(recording)
    assert order.index("yield 3") < order.index("read on") < order.index("yield 4")
    assert [piece[0] for piece in pieces(recording)] == list("abcdef")


def test_when_that_client_leaves_the_dependency_closes(record: Record) -> None:
    order = names(record("relay_an_upstream/stalled", "leaves"))
    assert order.index("hang up") < order.index("exit upstream")
