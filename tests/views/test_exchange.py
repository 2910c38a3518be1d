"""The bytes of a request and of its response, with their framing set apart (RFC 9112, section 7.1)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunkwise.events import MASKED_DATE, Recording, WireEvent
from chunkwise.views.exchange import Segment, body, exchange, exchanges, segments
from tests.support.made import down, recording, recordings, up

HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def parts(made: Recording) -> list[tuple[str, str]]:
    """All segments, neighbours of the same kind joined."""
    found: list[tuple[str, str]] = []
    for one in segments(made).values():
        for part in one:
            if found and found[-1][0] == part.kind:
                found[-1] = (part.kind, found[-1][1] + part.text)
            else:
                found.append((part.kind, part.text))
    return found


def text(made: Recording) -> str:
    return "".join(part.text for part in body(made))


def test_the_first_lesson() -> None:
    found = exchange(recordings()["main"])
    assert found.request[0] == (Segment("head", "GET /stream HTTP/1.1\r\n"),)
    assert found.response[0] == (Segment("head", "HTTP/1.1 200 OK\r\n"),)
    chunk = (Segment("framing", "8\r\n"), Segment("data", "chunk 0\n"), Segment("framing", "\r\n"))
    assert chunk in found.response
    assert found.response[-1] == (Segment("framing", "0\r\n"), Segment("framing", "\r\n"))


def test_the_body_has_no_framing() -> None:
    assert text(recordings()["main"]) == "chunk 0\nchunk 1\nchunk 2\n"


def test_a_body_with_a_length_has_no_chunks() -> None:
    made = recording(down("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n8\r\nab"))
    assert parts(made)[1] == ("data", "8\r\nab")


def test_a_chunk_may_hold_what_looks_like_framing() -> None:
    made = recording(down(HEAD + "5\r\n0\r\n\r\n\r\n0\r\n\r\n"))
    assert parts(made)[1:] == [("framing", "5\r\n"), ("data", "0\r\n\r\n"), ("framing", "\r\n0\r\n\r\n")]


def test_chunk_extensions_and_trailers_are_framing() -> None:
    made = recording(down(HEAD + "2;a=b\r\nhi\r\n0\r\nExpires: never\r\n\r\n"))
    assert parts(made)[1:] == [
        ("framing", "2;a=b\r\n"),
        ("data", "hi"),
        ("framing", "\r\n0\r\nExpires: never\r\n\r\n"),
    ]


def test_an_interim_response_comes_before_the_head() -> None:
    made = recording(down("HTTP/1.1 100 Continue\r\n\r\n" + HEAD + "2\r\nhi\r\n0\r\n\r\n"))
    assert text(made) == "hi"


def test_bytes_that_were_not_kept_are_said_to_be_missing() -> None:
    made = recording(down(HEAD), down("258\r\n" + "x" * 7, size=5 + 600 + 2), down("2\r\nhi\r\n"))
    assert parts(made)[1:] == [
        ("framing", "258\r\n"),
        ("data", "x" * 7),
        ("left out", "595 more bytes"),
        ("framing", "2\r\n"),
        ("data", "hi"),
        ("framing", "\r\n"),
    ]


def test_data_is_read_as_utf_8() -> None:
    raw = "é".encode().decode("latin-1")
    assert text(recording(down(HEAD + f"2\r\n{raw}\r\n"))) == "é"
    assert text(recording(down(HEAD + "1\r\n\xff\r\n"))) == "\\xff"


def test_a_body_says_how_much_of_it_was_not_kept() -> None:
    made = recording(down(HEAD + f"400\r\n{'x' * 507}", size=len(HEAD) + 2000))
    assert body(made) == (Segment("data", "x" * 60), Segment("left out", f"{2000 - 60 - 5:,} more bytes"))


def test_each_exchange_has_its_own_head() -> None:
    made = recording(
        up("GET / HTTP/1.1\r\n\r\n"), down(HEAD), up("GET /2 HTTP/1.1\r\n\r\n", exchange=2), down(HEAD, exchange=2)
    )
    assert exchanges(made) == (1, 2)
    assert exchange(made, 2).request[0][0].text == "GET /2 HTTP/1.1\r\n"


def test_an_exchange_that_is_not_there() -> None:
    with pytest.raises(LookupError, match="no exchange 7"):
        exchange(recordings()["main"], 7)


@settings(deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=40), max_size=5), st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_framing_does_not_depend_on_how_the_bytes_were_written(chunks: list[bytes], cuts: list[int]) -> None:
    sent = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    whole = HEAD + sent.decode("latin-1")
    pieces, rest = [], whole
    for cut in cuts:
        pieces.append(rest[:cut])
        rest = rest[cut:]
    pieces.append(rest)
    made = recording(*(down(piece) for piece in pieces))
    kinds = [(part.kind, part.text) for one in segments(made).values() for part in one]
    assert "".join(text for kind, text in kinds if kind == "head") == HEAD
    if all(chunk.isascii() for chunk in chunks):
        assert "".join(text for kind, text in kinds if kind == "data").encode() == b"".join(chunks)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=5))
def test_no_bytes_are_too_strange(writes: list[bytes]) -> None:
    made = recording(*(down(data.decode("latin-1")) for data in writes))
    count = sum(len(part.text) for one in segments(made).values() for part in one)
    assert count or not any(writes)


def test_a_masked_date_is_said_to_be_masked_and_the_recorded_bytes_keep_their_length() -> None:
    main = recordings()["main"]
    said = "".join(part.text for line in exchange(main).response for part in line if part.kind == "head")
    assert "date: (date masked)\r\n" in said
    assert MASKED_DATE not in said
    assert any(MASKED_DATE in event.data.text for event in main.events if isinstance(event, WireEvent))
    assert len(MASKED_DATE) == len("Sun, 06 Nov 1994 08:49:37 GMT")
