"""The notification hub: who gets which notification, in each of its four steps."""

from __future__ import annotations

import pytest

from chunkwise.events import Recording
from chunkwise.views.steps import steps
from tests.support.reading import client, code, pieces
from tests.support.record import Record

STEPS = ("step_1_subscribe", "step_2_resume", "step_3_slow", "step_4_workers")
SUBSCRIBE, RESUME, SLOW, WORKERS = (f"hub/{name}" for name in STEPS)


def event(thing: str, number: int = 0) -> str:
    return f'data: "{thing} sold"\n' + (f"id: {number}\n\n" if number else "\n")


def names(recording: Recording) -> list[str]:
    return [step.name for step in steps(recording)]


def test_each_subscriber_gets_each_notification_and_one_that_left_is_not_counted(record: Record) -> None:
    recording = record(SUBSCRIBE)
    assert pieces(recording, exchange=1) == [event("kettle"), event("cup")]
    assert pieces(recording, exchange=2) == [event("kettle")]
    assert [pieces(recording, exchange=number) for number in (3, 4)] == [["2"], ["1"]]


def test_a_subscriber_that_comes_back_gets_what_it_missed_once(record: Record) -> None:
    recording = record(RESUME)
    assert pieces(recording, exchange=1) == [event("kettle", 1)]
    things = ("cup", "pot", "tea", "milk", "bread")
    assert pieces(recording, exchange=4) == [event(thing, number) for number, thing in enumerate(things, 2)]


def test_a_subscriber_whose_id_has_fallen_out_of_the_log_is_told_so(record: Record) -> None:
    recording = record(RESUME)
    assert pieces(recording, exchange=10)[0] == 'event: reset\ndata: "the log begins later"\n\n'
    assert pieces(recording, exchange=10)[1:] == pieces(recording, exchange=9)


def test_the_stream_of_a_slow_subscriber_ends_and_the_quick_one_waits_for_nothing(record: Record) -> None:
    recording = record(SLOW)
    order = names(recording)
    assert order.index("yield 3 #2") < order.index("end")
    assert pieces(recording, exchange=1) == [event("kettle", 1)]
    assert client(recording, exchange=1)[-1] == "finished"


def test_it_comes_back_and_finds_the_rest_in_the_log(record: Record) -> None:
    things = ("cup", "pot", "tea")
    expected = [event(thing, number) for number, thing in enumerate(things, 2)]
    assert pieces(record(SLOW), exchange=7) == expected


def test_what_another_worker_adds_to_the_bus_reaches_the_subscribers_of_this_one(record: Record) -> None:
    recording = record(WORKERS)
    order = names(recording)
    # The task that reads the bus has it, and then the subscriber.
    assert order.index("answer #2") < order.index("goes on") < order.index("yield 0")
    assert pieces(recording, exchange=1) == [event("kettle", 1)]
    assert pieces(recording, exchange=4) == [event("cup", 2), event("pot", 3)]


def test_the_task_that_reads_the_bus_ends_with_the_server(record: Record) -> None:
    ended = code(record(WORKERS), "after", "raise")
    assert [one.error for one in ended] == ["CancelledError()"]
    assert names(record(WORKERS))[-2] == "shutdown"


@pytest.mark.parametrize("name", STEPS)
def test_nothing_needs_a_thread(record: Record, name: str) -> None:
    assert {getattr(one, "thread", "event loop") for one in record(f"hub/{name}").events} == {"event loop"}
