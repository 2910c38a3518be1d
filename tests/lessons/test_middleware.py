"""What a middleware does to a stream: to its pieces, its end, its size, and the notice that the client has left."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import zlib
from typing import Any

import httpx
import pytest

from chunkwise.events import AsgiEvent, Recording
from tests.support.reading import client, code, error, header, in_order, pieces, status
from tests.support.record import EXAMPLES, Record

GZIP, TIMING, BODY = "middleware/gzip", "middleware/timing", "middleware/log_body"
REPLAYED, FAILING, CORS = "middleware/replayed_body", "middleware/failing", "middleware/cors"
WORDS = ["apple", "mango", "cherry"]
LINES = ["apple\n", "mango\n", "cherry\n"]


def application(example: str) -> Any:
    spec = importlib.util.spec_from_file_location("app", EXAMPLES / example / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


def test_each_compressed_chunk_can_be_read_when_it_arrives(record: Record) -> None:
    assert header(record(GZIP), "content-encoding") == "gzip"
    unzip = zlib.decompressobj(wbits=31)
    assert [unzip.decompress(piece.encode("latin-1")).decode() for piece in pieces(record(GZIP))] == [*WORDS, ""]
    assert unzip.eof


def test_the_headers_wait_for_the_first_chunk(record: Record) -> None:
    assert in_order(record(GZIP), "generate yield", "send http.response.start", "client piece", "generate resume")


def test_a_client_that_does_not_ask_gets_it_as_it_is(record: Record) -> None:
    assert header(record(GZIP, "not_asked_for"), "content-encoding") is None
    assert pieces(record(GZIP, "not_asked_for")) == WORDS


def test_a_small_chunk_becomes_larger(record: Record) -> None:
    assert [len(piece) for piece in pieces(record(GZIP))] == [21, 11, 12, 10]


def test_an_exception_before_the_first_chunk_is_a_500_behind_it_and_a_200_without_it(record: Record) -> None:
    assert status(record(GZIP, "fails_first")) == [500]
    assert client(record(GZIP, "fails_first"))[-2:] == ["finished", "closed"]
    assert status(record(GZIP, "without_gzip")) == [200]
    assert client(record(GZIP, "without_gzip"))[-2:] == ["cut short", "closed"]


def test_a_thousand_small_pieces_compress_less_than_one_large_piece() -> None:
    async def size(each: int) -> int:
        transport = httpx.ASGITransport(application("performance/compressed"))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            asks = http.stream("GET", f"/rows?rows=1000&each={each}", headers={"Accept-Encoding": "gzip"})
            async with asks as response:
                return sum([len(part) async for part in response.aiter_raw()])

    assert 2.5 < asyncio.run(size(1)) / asyncio.run(size(1000)) < 3.5


def test_a_timer_in_function_style_stops_before_the_first_piece(record: Record) -> None:
    recording = record(TIMING)
    assert in_order(recording, "timer return", "send http.response.start", "words yield")
    assert pieces(recording, 2) == [json.dumps(["/words took 0 s"])]
    assert header(record(TIMING, "header"), "x-process-time") == "0 s"


def test_a_timer_around_the_application_stops_after_the_last(record: Record) -> None:
    recording = record(TIMING, "pure")
    assert in_order(recording, "words return", "send http.response.body end", "Timer.__call__ return")
    assert pieces(recording, 2) == [json.dumps(["/words took 3 s"])]


@pytest.mark.parametrize(("variant", "took"), [("leaves", 0), ("pure_leaves", 1)])
def test_behind_both_a_client_that_leaves_is_noticed(record: Record, variant: str, took: int) -> None:
    recording = record(TIMING, variant)
    assert in_order(recording, "client hang up", "words raise")
    assert pieces(recording, 2) == [json.dumps([f"/words took {took} s"])]


def test_neither_kind_buffers(record: Record) -> None:
    for name, variant in ((TIMING, "main"), (TIMING, "pure"), (BODY, "passes_on"), (BODY, "pure")):
        recording = record(name, variant)
        assert pieces(recording) == LINES
        assert in_order(recording, "words yield", "client piece", "words resume", "words yield", "client piece")


def test_a_middleware_that_joins_the_body_makes_it_arrive_at_once(record: Record) -> None:
    recording = record(BODY)
    assert pieces(recording) == ["".join(LINES)]
    assert in_order(recording, "words return", "send http.response.start")


def test_it_goes_on_with_half_a_body_if_the_client_leaves(record: Record) -> None:
    recording = record(BODY, "collects_leaves")
    assert in_order(recording, "client hang up", "words raise", "log_body return")


def test_after_a_replayed_body_only_the_real_receive_tells_of_a_disconnect(record: Record) -> None:
    assert len(code(record(REPLAYED), "echo", "yield")) == 3
    for variant in ("receives_on", "without", "function"):
        recording = record(REPLAYED, variant)
        assert len(code(recording, "echo", "yield")) == 1
        assert in_order(recording, "client hang up", "echo raise")


def test_a_body_that_is_returned_at_each_call_lets_nothing_be_sent() -> None:
    asked, asked_before = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        if asked > 1000:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b'["apple"]'}

    async def send(message: Any) -> None:
        asked_before.append(asked)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/words",
        "headers": [(b"content-type", b"application/json")],
        "query_string": b"",
        "asgi": {"spec_version": "2.3"},
    }
    app = application("middleware/receive_on")
    app.user_middleware.clear()
    asyncio.run(app(scope, receive, send))
    assert asked_before[0] == 1001


@pytest.mark.parametrize(("variant", "end"), [("main", "finished"), ("pure", "cut short"), ("gzip", "cut short")])
def test_only_function_style_ends_a_stream_that_fails(record: Record, variant: str, end: str) -> None:
    recording = record(FAILING, variant)
    assert client(recording)[-2:] == [end, "closed"]
    assert (error(recording) or "").startswith("ValueError")


def test_what_is_added_last_sees_the_response_last(record: Record) -> None:
    assert pieces(record("middleware/order"), 2) == ["5"]
    assert pieces(record("middleware/order", "counts_outside"), 2) == ["31"]
    assert sum(len(piece) for piece in pieces(record("middleware/order"))[:2]) == 31


def test_cors_adds_to_the_head_but_not_to_an_unhandled_500(record: Record) -> None:
    allowed = "access-control-allow-origin"
    assert header(record(CORS), allowed) == "https://shop.example"
    assert pieces(record(CORS)) == LINES[:2]
    assert (status(record(CORS, "not_found")), status(record(CORS, "fails"))) == ([404], [500])
    assert header(record(CORS, "not_found"), allowed) == "https://shop.example"
    assert header(record(CORS, "fails"), allowed) is None


def starts(recording: Recording) -> int:
    return sum(isinstance(event, AsgiEvent) and event.type == "http.response.start" for event in recording.events)


def test_pure_middleware_adds_a_header_and_no_message(record: Record) -> None:
    recording = record("middleware/add_a_header")
    assert header(recording, "x-accel-buffering") == "no"
    assert (starts(recording), pieces(recording)) == (1, ["apple\n"])
