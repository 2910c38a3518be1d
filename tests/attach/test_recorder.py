"""The recorder around applications: what it keeps, what it leaves alone, and that nobody notices it."""

from __future__ import annotations

import asyncio
import gc
import inspect
import json
import threading
import weakref
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from chunkwise import ASGIRecorder, RecordedExchange
from chunkwise.errors import StoreError, WatchError
from chunkwise.events import AsgiEvent, Recording
from chunkwise.recording.server import listen
from chunkwise.views.steps import steps
from tests.attach import programs
from tests.attach.asked import ask


def recorded(app: Any, path: str, **more: Any) -> RecordedExchange:
    recorder = ASGIRecorder(app, enabled=True)
    ask(recorder, path, **more)
    (exchange,) = recorder.recordings
    return exchange


def line(function: Any, text: str) -> int:
    lines, first = inspect.getsourcelines(function)
    return first + next(number for number, one in enumerate(lines) if text in one)


BY = {
    "fastapi": ("path_operation", "starlette.responses.StreamingResponse.stream_response"),
    "starlette": ("words", "starlette.responses.StreamingResponse.stream_response"),
    "litestar": ("words", "litestar.response.streaming.ASGIStreamingResponse._stream"),
}


@pytest.mark.parametrize("framework", BY)
def test_of_any_framework_it_says_who_gave_each_piece_and_at_which_yield(framework: str) -> None:
    exchange = recorded(getattr(programs, framework), "/words?q=1")

    generator, sender = BY[framework]
    assert (exchange.request, exchange.status, exchange.outcome) == ("GET /words?q=1", 200, "returned")
    assert [(one.data, one.size) for one in exchange.pieces] == [(b"one", 3), (b"two", 3)]
    assert {one.maker for one in exchange.pieces} == {sender}
    assert {one.source for one in exchange.pieces} == {f"{generator}, tests/attach/programs.py"}
    function = getattr(programs, generator)
    assert [one.line for one in exchange.pieces] == [line(function, '"one"'), line(function, '"two"')]
    assert exchange.complete
    assert exchange.client_gone is None


def test_the_generator_of_a_worker_thread_is_found_behind_the_one_that_pulls_it() -> None:
    pieces = recorded(programs.fastapi, "/rows").pieces
    assert [one.line for one in pieces] == [line(programs.rows, '"a"'), line(programs.rows, '"b"')]


def test_what_a_middleware_makes_of_the_pieces_is_the_middlewares() -> None:
    exchange = recorded(GZipMiddleware(programs.fastapi), "/words", headers=[(b"accept-encoding", b"gzip")])
    assert {(one.maker, one.source) for one in exchange.pieces} == {
        ("starlette.middleware.gzip.IdentityResponder.send_with_compression", "")
    }


def test_times_and_gaps_are_those_of_the_application() -> None:
    exchange = recorded(programs.fastapi, "/words")
    first, second = exchange.pieces
    assert 0 < first.at == first.gap
    assert second.gap == pytest.approx(second.at - first.at)
    assert exchange.took is not None
    assert second.at < exchange.took
    assert min(first.waited, second.waited) >= 0


def test_an_application_that_is_told_of_the_disconnect_is_recorded_with_it() -> None:
    exchange = recorded(programs.fastapi, "/endless", leave_after=3)

    assert exchange.outcome == "returned"
    assert not exchange.complete
    assert exchange.client_gone is not None
    assert exchange.pieces[1].at < exchange.client_gone
    kinds = [(one.kind, one.type) for one in exchange.recording.events if isinstance(one, AsgiEvent)]
    assert kinds[0] == ("scope", "http")
    assert ("receive", "http.disconnect") in kinds
    assert kinds[-1][0] == "done"
    assert "was told that the client had left" in str(exchange)


def test_a_disconnect_after_the_end_is_none() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        await receive()

    exchange = recorded(app, "/", body=b"", leave_after=1)
    assert (exchange.client_gone, exchange.complete, exchange.pieces) == (None, True, ())


def test_an_exception_reaches_the_server_and_is_kept() -> None:
    recorder = ASGIRecorder(programs.fastapi, enabled=True)
    with pytest.raises(ValueError, match="no second one"):
        ask(recorder, "/dies")
    (exchange,) = recorder.recordings
    assert (exchange.outcome, exchange.error, exchange.complete) == ("raised", "ValueError('no second one')", False)
    assert str(exchange).endswith("raised ValueError('no second one'), and the response is not complete.")


def test_a_message_that_the_server_refuses_is_the_cause_of_the_error() -> None:
    recorder = ASGIRecorder(programs.starlette, enabled=True)
    with pytest.raises(ClientDisconnect):
        ask(recorder, "/words", refuse_after=2)
    (exchange,) = recorder.recordings
    events = exchange.recording.events
    assert exchange.refused == "OSError('the client has left')"
    assert events[-1].cause is not None
    refused = events[events[-1].cause]
    assert isinstance(refused, AsgiEvent)
    assert (refused.error, refused.body and refused.body.data) == ("OSError('the client has left')", b"two")


def test_it_is_off_until_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHUNKWISE_RECORDER", raising=False)
    recorder = ASGIRecorder(programs.fastapi)
    ask(recorder, "/words")
    assert recorder.recordings == ()
    recorder.enabled = True
    ask(recorder, "/words")
    assert len(recorder.recordings) == 1
    monkeypatch.setenv("CHUNKWISE_RECORDER", "1")
    assert ASGIRecorder(programs.fastapi).enabled
    assert not ASGIRecorder(programs.fastapi, enabled=False).enabled
    monkeypatch.setenv("CHUNKWISE_RECORDER", "0")
    assert not ASGIRecorder(programs.fastapi).enabled


def test_paths_and_a_rate_choose_what_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = ASGIRecorder(programs.fastapi, enabled=True, paths=["/w*", "/none"])
    ask(recorder, "/words")
    ask(recorder, "/rows")
    assert [one.request for one in recorder.recordings] == ["GET /words"]

    recorder = ASGIRecorder(programs.fastapi, enabled=True, rate=0.25)
    drawn = iter([0.9, 0.1, 0.25, 0.249])
    monkeypatch.setattr("random.random", lambda: next(drawn))
    for number in range(4):
        ask(recorder, f"/words?n={number}")
    assert [one.request for one in recorder.recordings] == ["GET /words?n=1", "GET /words?n=3"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rate": 2}, "rate is 2"),
        ({"keep": 0}, "give each a number from 1 on"),
        ({"paths": "/chat"}, r'give a list of patterns, such as \["/chat"\]'),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ASGIRecorder(programs.fastapi, **wrong)


def test_memory_is_bounded_and_what_is_left_out_is_counted() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(int(scope["query_string"])):
            await send({"type": "http.response.body", "body": b"twelve bytes", "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    recorder = ASGIRecorder(app, enabled=True, keep=2, max_events=50, max_bytes=100)
    for count in (10, 300, 400):
        ask(recorder, f"/many?{count}")
    assert [one.request for one in recorder.recordings] == ["GET /many?300", "GET /many?400"]
    exchange = recorder.recordings[-1]
    assert exchange.size == 400 * 12
    assert sum(len(one.data) for one in exchange.pieces) <= 100
    assert {one.size for one in exchange.pieces} == {12}
    events = exchange.recording.events
    assert len(events) == 1 + 50 + 1 + 1
    assert exchange.left_out == 402 - 50 - 1
    last = events[-2]
    assert isinstance(last, AsgiEvent)
    assert last.more_body is False
    recorder.clear()
    assert recorder.recordings == ()


def test_secrets_are_masked_in_all_that_comes_out(tmp_path: Path) -> None:
    headers = [(b"host", b"shop.example"), (b"authorization", b"Bearer hush"), (b"content-type", b"application/json")]
    given: dict[str, Any] = {"method": "POST", "headers": headers, "body": b'{"password": "hush"}'}
    recorder = ASGIRecorder(programs.fastapi, enabled=True)
    ask(recorder, "/login?api_key=hush", **given)
    (exchange,) = recorder.recordings
    files = {name: tmp_path / name for name in ("json", "har", "trace")}
    recorder.write(**files)

    said = [exchange.request, exchange.url, str(exchange), repr(exchange), exchange.recording.model_dump_json()]
    for text in [*said, *(file.read_text("utf-8") for file in files.values())]:
        assert "hush" not in text
    shown = ASGIRecorder(programs.fastapi, enabled=True, show_secrets=True)
    ask(shown, "/login?api_key=hush", **given)
    assert shown.recordings[0].recording.model_dump_json().count("hush") == 3


def test_the_files_are_those_of_a_watch(tmp_path: Path) -> None:
    recorder = ASGIRecorder(programs.fastapi, enabled=True)
    ask(recorder, "/words?q=1")
    ask(recorder, "/endless", leave_after=3)
    recorder.write(json=tmp_path / "run.json", har=tmp_path / "run.har", trace=str(tmp_path / "run.trace"))

    both = [Recording.model_validate(one) for one in json.loads((tmp_path / "run.json").read_text())]
    assert both == [one.recording for one in recorder.recordings]
    assert [step.name for step in steps(both[0])] == ["taken up", "piece 0", "piece 1"]
    words, endless = json.loads((tmp_path / "run.har").read_text())["log"]["entries"]
    assert words["request"]["url"] == "http://shop.example/words?q=1"
    assert words["request"]["headers"] == [{"name": "host", "value": "shop.example"}]
    assert [one["text"] for one in words["_chunks"]] == ["one", "two"]
    assert (words["_ended"], endless["_ended"]) == ("finished", "hang up")
    assert "when a client received it is not known" in words["comment"]
    events = json.loads((tmp_path / "run.trace").read_text())["traceEvents"]
    names = {one["pid"]: one["args"]["name"] for one in events if one["name"] == "process_name"}
    assert names == {1: "GET /words?q=1", 2: "GET /endless"}
    assert {one["pid"] for one in events if one["ph"] == "i"} == {1, 2}
    recorder.recordings[1].write(har=tmp_path / "one.har")
    assert len(json.loads((tmp_path / "one.har").read_text())["log"]["entries"]) == 1


def test_nothing_recorded_is_an_empty_file_and_a_wrong_path_is_named(tmp_path: Path) -> None:
    recorder = ASGIRecorder(programs.fastapi)
    recorder.write(json=tmp_path / "run.json", har=tmp_path / "run.har", trace=tmp_path / "run.trace")
    assert json.loads((tmp_path / "run.json").read_text()) == []
    assert json.loads((tmp_path / "run.har").read_text())["log"]["entries"] == []
    with pytest.raises(WatchError, match="there is no folder"):
        recorder.write(har=tmp_path / "none" / "run.har")
    with pytest.raises(WatchError, match="there is no file to write"):
        recorder.write()
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError):
        recorder.write(har=tmp_path / "folder")


def test_it_can_be_looked_at_while_it_runs() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        seen.append((recorder.recordings[0].outcome, str(recorder.recordings[0]), recorder.recordings[0].took))

    recorder = ASGIRecorder(app, enabled=True)
    ask(recorder, "/")
    assert seen[0][0] == "running"
    assert seen[0][1].endswith("The application still runs.")
    assert seen[0][2] is None


def test_what_is_no_http_passes_through() -> None:
    started = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        started.append((scope["type"], await receive(), send))

    recorder = ASGIRecorder(app, enabled=True)

    async def receive() -> str:
        return "message"

    async def send(message: Any) -> None:
        raise AssertionError(message)

    asyncio.run(recorder({"type": "lifespan"}, receive, send))
    asyncio.run(recorder({"type": "websocket", "path": "/"}, receive, send))
    assert started == [("lifespan", "message", send), ("websocket", "message", send)]
    assert recorder.recordings == ()


def test_messages_that_make_no_sense_get_to_the_server_as_they_are() -> None:
    odd: list[Any] = [
        {"type": "http.response.start", "status": 200, "headers": [b"x", (b"a", 1)]},
        {"type": "http.response.body", "body": "text"},
        {"type": 7},
        "no message",
    ]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        for message in odd:
            await send(message)

    recorder = ASGIRecorder(app, enabled=True)
    assert ask(recorder, "/") == odd
    types = [one.type for one in recorder.recordings[0].recording.events if isinstance(one, AsgiEvent)]
    assert types == ["http", "http.response.start", "http.response.body", "7", "", ""]


def test_a_generator_is_collected_as_it_would_be_without_a_recorder() -> None:
    held: list[weakref.ref[Any]] = []

    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"

    async def app(scope: Any, receive: Any, send: Any) -> None:
        generator = pieces()
        held.append(weakref.ref(generator))
        await StreamingResponse(generator)(scope, receive, send)

    recorder = ASGIRecorder(app, enabled=True)
    ask(recorder, "/")
    gc.collect()
    assert recorder.recordings[0].pieces[0].line
    assert held[0]() is None


def test_a_real_server_runs_it_as_it_runs_any_application() -> None:
    recorder = ASGIRecorder(programs.fastapi, enabled=True)
    with TestClient(recorder) as client:
        assert client.get("/words").text == "onetwo"
    listener = listen(None)
    server = uvicorn.Server(uvicorn.Config(recorder, log_level="critical"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    try:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        assert httpx.get(f"{address}/rows?token=hush", timeout=10).text == "ab"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
    assert [one.request for one in recorder.recordings] == ["GET /words", "GET /rows?token=•••"]
    assert [one.size for one in recorder.recordings] == [6, 2]
