from __future__ import annotations

import json

import pytest

from chunkwise.events import CodeEvent, Recording
from tests.support.reading import client, code, header, pieces
from tests.support.record import Record

STEPS = ("step_1_stream", "step_2_stop", "step_3_keep", "step_4_reload")
STREAM, STOP, KEEP, RELOAD = (f"chat/{name}" for name in STEPS)


def event(name: str, data: object, number: int = 0) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n" + (f"id: {number}\n\n" if number else "\n")


def done(complete: bool, number: int = 0) -> str:
    return event("done", {"complete": complete}, number)


def numbered(*tokens: str, first: int = 1) -> list[str]:
    return [event("token", token, number) for number, token in enumerate(tokens, first)]


def model(recording: Recording, exchange: int, kind: str) -> list[CodeEvent]:
    """What the model did for one request."""
    return [one for one in code(recording, "model", kind) if one.exchange == exchange]


def test_each_token_is_an_event_and_the_last_event_says_done(record: Record) -> None:
    recording = record(STREAM)
    assert header(recording, "content-type") == "text/event-stream; charset=utf-8"
    assert pieces(recording) == [*(event("token", token) for token in ("You ", "said: ", "hello ")), done(True)]


def test_stop_closes_the_model_at_its_next_token_and_the_reader_is_told(record: Record) -> None:
    recording = record(STOP)
    assert pieces(recording, exchange=4) == [event("token", "You "), event("token", "said: "), done(False)]
    assert [one.error for one in model(recording, 4, "raise")] == ["GeneratorExit()"]
    # It has made a third token, which nobody was sent: Stop is seen with the next one.
    assert len(model(recording, 4, "yield")) == 3


def test_a_reader_that_leaves_cancels_the_model_where_it_waits(record: Record) -> None:
    recording = record(STOP)
    assert client(recording, exchange=6)[-1] == "hang up"
    (raised,) = model(recording, 6, "raise")
    assert (raised.error or "").startswith("CancelledError")
    assert len(model(recording, 6, "yield")) == 2


def test_what_was_made_is_kept_however_an_answer_ends(record: Record) -> None:
    kept = json.loads("".join(pieces(record(KEEP), exchange=8)))
    assert [(one["text"], one["complete"]) for one in kept] == [
        ("You said: ", False),
        ("You said: hello ", False),
        ("You said: hello ", True),
    ]


def test_a_reader_that_comes_back_loses_and_doubles_nothing(record: Record) -> None:
    recording = record(RELOAD)
    assert client(recording, exchange=2)[-1] == "hang up"
    assert pieces(recording, exchange=2) == numbered("You ", "said: ")
    assert pieces(recording, exchange=3) == [*numbered("hello ", "my ", "friend ", first=3), done(True, 6)]


def test_the_header_wins_over_the_address(record: Record) -> None:
    assert pieces(record(RELOAD), exchange=4) == [*numbered("friend ", first=5), done(True, 6)]


def test_stop_cancels_the_producer_which_still_saves_though_a_second_stop_follows(record: Record) -> None:
    recording = record(RELOAD)
    assert pieces(recording, exchange=6) == [*numbered("You ", "said: "), done(False, 3)]
    kept = json.loads("".join(pieces(recording, exchange=9)))
    assert [(one["number"], one["text"], one["complete"]) for one in kept] == [
        (1, "You said: hello my friend ", True),
        (2, "You said: ", False),
    ]


@pytest.mark.parametrize("name", STEPS)
def test_nothing_needs_a_thread(record: Record, name: str) -> None:
    assert {getattr(one, "thread", "event loop") for one in record(f"chat/{name}").events} == {"event loop"}
