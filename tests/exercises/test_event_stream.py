"""An event stream is read as a browser reads it, however it is cut into pieces."""

from __future__ import annotations

import pytest

from chunkwise.exercises.event_stream import read


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
