"""The recorder around applications: what it keeps, what it leaves alone, and that nobody notices it."""

from __future__ import annotations

import asyncio
import gc
import inspect
import threading
import weakref
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from chunkwise import ASGIRecorder, RecordedExchange
from chunkwise.events import AsgiEvent
from chunkwise.recording.server import listen
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
