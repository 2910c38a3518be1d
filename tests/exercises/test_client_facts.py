"""Of each client can be asked what it got, and of an event stream what a browser would hand on."""

from __future__ import annotations

import pytest

from chunkwise.events import Blob, ClientEvent, ClientKind
from chunkwise.exercises import client_facts, run_facts
from chunkwise.exercises.facts import Facts, Missing
from tests.support.made import recording


def said(kind: ClientKind, client: str = "feed", text: str | None = None, **headers: str) -> ClientEvent:
    data = None if text is None else Blob.of(text.encode())
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    status = 200 if kind == "headers" else None
    return ClientEvent(lane="client", kind=kind, client=client, status=status, headers=named, data=data)


def stream(*pieces: str, type: str = "text/event-stream; charset=utf-8") -> Facts:
    return Facts(
        recording(
            said("request"),
            said("headers", Content_Type=type),
            *(said("piece", text=piece) for piece in pieces),
            said("finished"),
        )
    )


def test_data_is_read_as_json_and_otherwise_as_text() -> None:
    facts = stream('data: {"rows": 3}\n\n', "data: 7\n\n", "data: half done\n\n")
    assert client_facts.data(facts).value == [{"rows": 3}, 7, "half done"]
    assert client_facts.events(facts).value == ["message"] * 3


def test_an_event_is_shown_by_the_piece_that_completes_it() -> None:
    facts = stream("event: a\n", "data: 1\n\n", "event: b\ndata: 2\n\n")
    assert (client_facts.events(facts).value, client_facts.events(facts).at) == (["a", "b"], (3, 4))


def test_a_response_of_another_type_has_no_events() -> None:
    with pytest.raises(Missing) as caught:
        client_facts.events(stream("data: 1\n\n", type="text/plain"))
    assert caught.value.what == "the response is `text/plain`"
    assert caught.value.at == 1


def test_what_one_client_got_is_not_what_another_got() -> None:
    facts = Facts(
        recording(
            said("request", "one"),
            said("request", "two"),
            said("piece", "two", "b"),
            said("piece", "one", "a"),
            said("finished", "one"),
            said("hang up", "two"),
        )
    )
    one, two = (client_facts.client(facts, name).value for name in ("one", "two"))
    assert (run_facts.body(one).value, run_facts.body(two).value) == ("a", "b")
    assert (run_facts.finished(one).value, run_facts.finished(two).value) == (True, False)
    assert run_facts.pieces(facts).value == ["b", "a"]


def test_a_client_that_did_nothing_is_missing() -> None:
    with pytest.raises(Missing, match="the client 'three' did nothing"):
        client_facts.client(stream(), "three")
