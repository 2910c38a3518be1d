"""What is masked of a run, in every lane that it passes through."""

from __future__ import annotations

import pytest

from chunkwise.events import AsgiEvent, Blob, ClientEvent, CodeEvent, WireEvent
from chunkwise.watch.masking import MASK, is_secret, masked


@pytest.mark.parametrize("name", ["Authorization", "cookie", "X-Api-Key", "db_password", "TOKEN", "client_secret"])
def test_a_name_says_that_its_value_is_secret(name: str) -> None:
    assert is_secret(name)
    assert not is_secret("question")


def test_bytes_keep_their_number_and_lose_what_is_secret() -> None:
    head = b"GET /a?api_key=k1&q=hi HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer abc\r\n\r\nuser=me&password=p4ss"
    event = WireEvent(lane="wire", kind="up", client="client", data=Blob.of(head))

    found = masked(event)

    assert isinstance(found, WireEvent)
    assert len(found.data.text) == found.data.size == len(head)
    assert "q=hi" in found.data.text
    assert "user=me" in found.data.text
    for secret in ("k1", "Bearer", "abc", "p4ss"):
        assert secret not in found.data.text


def test_a_response_keeps_its_words_and_loses_its_cookies() -> None:
    body = b'HTTP/1.1 200 OK\r\nSet-Cookie: id=7f\r\n\r\n{"token": "hello"}'
    event = masked(WireEvent(lane="wire", kind="down", client="client", data=Blob.of(body)))

    assert isinstance(event, WireEvent)
    assert "7f" not in event.data.text
    assert '{"token": "hello"}' in event.data.text, "a model's tokens are what a stream is about"


def test_headers_paths_and_variables_are_masked() -> None:
    scope = masked(AsgiEvent(lane="asgi", kind="scope", path="/a?token=abc&q=1"))
    raw = (("b'set-cookie'", "b'id=7f'"), ("b'content-type'", "b'text/plain'"))
    head = masked(AsgiEvent(lane="asgi", kind="send", type="http.response.start", headers=raw))
    got = masked(ClientEvent(lane="client", kind="headers", client="client", headers=(("Set-Cookie", "id=7f"),)))
    line = masked(
        CodeEvent(lane="code", kind="line", function="f", frame=1, line=1, names={"api_key": "'k'", "n": "1"})
    )

    assert isinstance(scope, AsgiEvent)
    assert scope.path == f"/a?token={MASK}&q=1"
    assert isinstance(head, AsgiEvent)
    assert head.headers == (("b'set-cookie'", MASK), raw[1])
    assert isinstance(got, ClientEvent)
    assert got.headers == (("Set-Cookie", MASK),)
    assert isinstance(line, CodeEvent)
    assert line.names == {"api_key": MASK, "n": "1"}


def test_a_body_that_is_sent_in_is_masked_by_its_names() -> None:
    body = b'{"user": "me", "password": "p4ss"}'
    event = masked(AsgiEvent(lane="asgi", kind="receive", type="http.request", body=Blob.of(body)))

    assert isinstance(event, AsgiEvent)
    assert event.body is not None
    assert event.body.text == '{"user": "me", "password": "****"}'
