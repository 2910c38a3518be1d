"""What comes from what: the pairs that are known, and those that only happened one after the other."""

from __future__ import annotations

import pytest

from chunkwise.events import AsgiEvent, Blob, ClientEvent, Event
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.views.causes import Causes
from tests.support.made import ROOT, code, down, recording, recordings, up


def asgi(kind: str, type: str = "", body: str | None = None, *, more: bool = True, exchange: int = 1) -> AsgiEvent:
    return AsgiEvent.model_validate(
        {
            "lane": "asgi",
            "kind": kind,
            "type": type,
            "exchange": exchange,
            "body": None if body is None else Blob.of(body.encode()),
            "more_body": None if body is None else more,
        }
    )


def client(kind: str) -> ClientEvent:
    return ClientEvent.model_validate({"lane": "client", "kind": kind, "client": "client", "exchange": 1})


def ran(kind: str, **more: object) -> Event:
    return code(kind).model_copy(update={"exchange": 1, **more})


BODY = "http.response.body"
KNOWN = {
    "a request goes over the wire": (client("request"), up("GET /")),
    "the server calls the app": (up("GET /"), asgi("scope", "http")),
    "the app calls the code": (asgi("scope", "http"), ran("start")),
    "the endpoint answers": (ran("return", role="endpoint", generator=False), asgi("send", "http.response.start")),
    "the first value is sent first": (ran("yield"), asgi("send", BODY, "a")),
    "the end is sent": (ran("return"), asgi("send", BODY, "", more=False)),
    "the app is left with the error": (ran("unwind"), asgi("error")),
    "a message becomes bytes": (asgi("send", BODY, "abc"), down("3\r\nabc\r\n")),
    "bytes become a piece": (down("abc"), client("piece")),
    "the app learns that the client left": (client("hang up"), asgi("receive", "http.disconnect")),
}
UNKNOWN = {
    "the app goes on after the client has read": (client("piece"), ran("resume")),
    "the head is sent before the first value is asked for": (ran("yield"), asgi("send", "http.response.start")),
    "a value of another exchange": (ran("yield"), asgi("send", BODY, "a", exchange=2)),
    "a dependency's yield": (ran("yield", role="dependency"), asgi("send", BODY, "a")),
    "an end that comes before the last message": (ran("return"), asgi("send", BODY, "a")),
    "bytes of another message": (asgi("send", BODY, "abc"), down("3\r\nxyz\r\n")),
    "a disconnect that follows the last byte": (client("finished"), asgi("receive", "http.disconnect")),
    "bytes after the app returned": (asgi("done"), down("abc")),
    "a closed connection": (down("abc"), client("closed")),
}


@pytest.mark.parametrize("pair", KNOWN.values(), ids=KNOWN.keys())
def test_a_known_pair(pair: tuple[Event, Event]) -> None:
    assert Causes(recording(*pair)).know(0, 1)


@pytest.mark.parametrize("pair", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_mere_sequence(pair: tuple[Event, Event]) -> None:
    assert not Causes(recording(*pair)).know(0, 1)


def test_a_value_that_waits_is_not_what_is_sent_after_it() -> None:
    """FastAPI's server-sent events pass through a queue: the first event is sent after the third yield."""
    ticker = store.load(Example(ROOT / "examples", "server_sent_events/ticker"))["without_await"]
    kinds = [(event.lane, event.kind) for event in ticker.events]
    yields = [index for index, kind in enumerate(kinds) if kind == ("code", "yield")]
    assert kinds[yields[2] + 1] == ("asgi", "send")
    assert not Causes(ticker).know(yields[2], yields[2] + 1)


def test_every_yield_of_the_first_lesson_reaches_the_client() -> None:
    main = recordings()["main"]
    causes = Causes(main)
    for index in (index for index, event in enumerate(main.events) if event.kind == "yield"):
        assert [causes.know(index + n, index + n + 1) for n in range(3)] == [True, True, True]
