"""An event stream is read as a browser reads it, however it is cut into pieces."""

from __future__ import annotations

import pytest

from chunkwise.event_stream import EventStream, read


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("data: 1\n\n", [("message", "1")]),
        ("event: tick\ndata: 1\n\ndata: 2\n\n", [("tick", "1"), ("message", "2")]),
        ("data: one\ndata: two\n\n", [("message", "one\ntwo")]),
        ("data:1\ndata:  2\n\n", [("message", "1\n 2")]),
        ("data\n\n", [("message", "")]),
        ("data: 1\r\n\r\ndata: 2\r\n\r\n", [("message", "1"), ("message", "2")]),
        ("data: 1\r\rdata: 2\n\n", [("message", "1"), ("message", "2")]),
        (": ping\n\nid: 7\nretry: 10\ndata: 1\n\n", [("message", "1")]),
        ("event: tick\n\n", []),  # without data there is no event
        ("event: tick\n\ndata: 1\n\n", [("message", "1")]),
        ("data: 1\r\r", [("message", "1")]),
        ("data: 1\n", []),  # nothing ends it
        ("", []),
    ],
)
def test_it_is_read_as_the_standard_says(text: str, events: list[tuple[str, str]]) -> None:
    assert [(name, data) for _, name, data in read([text])] == events
    assert [(name, data) for _, name, data in read(list(text))] == events


def test_an_event_belongs_to_the_piece_that_completes_it() -> None:
    assert list(read(["data: 1\n", "\ndata: 2\n\n", "data: 3\n\n"])) == [
        (1, "message", "1"),
        (1, "message", "2"),
        (2, "message", "3"),
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("id: 7\ndata: 1\n\n", "7"),
        ("id: 7\n\n", "7"),  # without data there is no event, and its id counts
        ("id: 7\ndata: 1\n", "before"),  # the event is not finished
        ("id: 7\ndata: 1\n\nid: 8\ndata: 2\n", "7"),
        ("id: 7\ndata: 1\n\ndata: 2\n\n", "7"),
        ("id: 7\r\ndata: 1\r\n\r\nid: 8\r\n", "7"),
        ("id: 7\rdata: 1\r\r", "7"),
        ("id: 7\nid: 8\n\n", "8"),
        ("id: 7\0\ndata: 1\n\n", "before"),
        ("id\ndata: 1\n\n", ""),
        ("id:\n\n", ""),
        ("data: 1\n\n", "before"),
    ],
)
def test_an_id_counts_when_its_event_is_finished(text: str, last: str) -> None:
    """Chromium 156 sends these as ``Last-Event-ID``."""
    for parts in ([text], list(text)):
        stream = EventStream("before")
        for part in parts:
            list(stream.feed(part))
        assert stream.last_event_id == last


@pytest.mark.parametrize(
    ("value", "retry"),
    [("250", 250), ("0", 0), ("1s", None), ("-5", None), ("", None), ("1.5", None), ("\u0663", None)],
)
def test_a_retry_of_anything_but_digits_is_ignored(value: str, retry: int | None) -> None:
    stream = EventStream()
    assert list(stream.feed(f"retry: {value}\n")) == []
    assert stream.retry == retry
