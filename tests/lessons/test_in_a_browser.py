"""What a browser does with the lessons' programs: the recordings of it, made again."""

from __future__ import annotations

import pytest

from chunkwise.events import ClientEvent, Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples
from chunkwise.recording.recorder import Recorder
from chunkwise.views.comparable import comparable
from tests.support.record import EXAMPLES

IN_A_BROWSER = [example for example in find_examples(EXAMPLES) if example.scenario.page is not None]
NEWS = "/news"


@pytest.mark.parametrize("example", IN_A_BROWSER, ids=lambda example: example.name)
def test_a_page_sees_now_what_it_saw_when_it_was_recorded(example: Example, recorder: Recorder) -> None:
    for name, run in example.runs.items():
        made, kept = recorder.record(run), store.load(example)[name]
        assert logged(made) == logged(kept)
        assert comparable(made) == comparable(kept)


def logged(recording: Recording) -> list[str]:
    events = (event for event in recording.events if isinstance(event, ClientEvent) and event.kind == "log")
    return [event.data.data.decode() for event in events if event.data is not None]


def recorded(name: str) -> Recording:
    return store.load(Example(EXAMPLES, name))["main"]


def said(recording: Recording) -> list[str]:
    """What happened on the client's side, in order: a page's lines, and what the server was asked."""
    events = [event for event in recording.events if isinstance(event, ClientEvent)]
    return [event.data.data.decode() if event.data is not None else event.path or event.kind for event in events]


def test_the_seventh_tab_is_not_asked_for_before_one_of_six_is_closed() -> None:
    lines = said(recorded("post_and_auth/seven_tabs"))
    closed, waits = lines.index("tab 1 is closed"), lines.index("tab 7, after half a second: nothing")
    assert lines[:waits].count(NEWS) == 6
    assert lines[waits:closed] == ["tab 7, after half a second: nothing"]
    assert lines[closed + 1 : closed + 4] == ["hang up", "/", NEWS]


def test_the_error_of_an_event_source_has_no_reason() -> None:
    lines = [line for line in said(recorded("post_and_auth/reasons")) if ": " in line]
    ended = "status undefined, message undefined"
    closed = [f"{path}: {ended}, closed" for path in ("/refused", "/broken", "/nothing-left", "/other-type")]
    fetched = 'fetch of /refused: 401 {"detail":"log in first"}'
    assert lines == [*closed, f"/ends: {ended}, connecting", fetched]


def test_a_page_that_reads_late_gets_three_pieces_with_one_read() -> None:
    lines = [line for line in said(recorded("reading_a_stream/in_the_browser")) if ": " in line]
    assert [line.rpartition(": ")[2] for line in lines] == ["3", "1", "true", "true", "false"]
