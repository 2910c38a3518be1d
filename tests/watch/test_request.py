"""Requests as people write them, and what is said of those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.errors import WatchError
from chunkwise.watch.request import of_file, of_words


@pytest.mark.parametrize(
    ("words", "method", "path", "host"),
    [
        ("GET /chat?q=hi", "GET", "/chat?q=hi", {}),
        ("/chat", "GET", "/chat", {}),
        ("DELETE /a HTTP/1.1", "DELETE", "/a", {}),
        ("GET http://shop.example:8000/a?b=1", "GET", "/a?b=1", {"Host": "shop.example:8000"}),
    ],
)
def test_a_request_of_words(words: str, method: str, path: str, host: dict[str, str]) -> None:
    found = of_words(words, ["Accept: text/event-stream"], None)

    assert (found.method, found.path) == (method, path)
    assert found.headers == {**host, "Accept": "text/event-stream"}


def test_a_body_makes_it_a_post_and_two_cookies_are_one_header() -> None:
    found = of_words("/chat", ["Cookie: a=1", "Cookie: b=2", "Host: shop.example"], '{"q": "hi"}')

    assert (found.method, found.body) == ("POST", '{"q": "hi"}')
    assert found.headers == {"Cookie": "a=1; b=2", "Host": "shop.example"}


def test_a_request_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "chat.http"
    file.write_text('# ask\nPOST /chat HTTP/1.1\nContent-Type: application/json\n\n{"q": 1}\n\n###\nGET /other\n')

    found = of_file(file)

    assert (found.method, found.path, found.body) == ("POST", "/chat", '{"q": 1}')
    assert found.headers == {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("words", "headers", "said"),
    [
        ("chat", [], "the path of the request is 'chat'"),
        ("get me /chat", [], "is not a request"),
        ("", [], "is not a request"),
        ("GET /ü", [], "cannot be sent"),
        ("GET /", ["Accept"], "'Accept' is not a header"),
        ("GET /", ["Bad name: x"], "cannot be sent"),
    ],
)
def test_what_is_no_request_is_said_with_what_to_write(words: str, headers: list[str], said: str) -> None:
    with pytest.raises(WatchError) as error:
        of_words(words, headers, None)

    assert said in str(error.value)
    assert "Write it as" in str(error.value)


def test_a_file_that_holds_none_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "chat.http"
    for text, line in [("\n\n", 1), ("# a\nchat\n", 2), ("GET /\nAccept\n", 2)]:
        file.write_text(text)
        with pytest.raises(WatchError) as error:
            of_file(file)
        assert (error.value.file, error.value.line) == (file, line)
    with pytest.raises(WatchError, match="cannot be read"):
        of_file(tmp_path / "none.http")
