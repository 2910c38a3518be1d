from __future__ import annotations

from conftest import Record
from reading import code, pieces

THREADS, CONTEXT = "def_generators/threads", "def_generators/context"


def test_each_next_of_a_def_generator_runs_in_a_worker_thread(record: Record) -> None:
    events = code(record(THREADS), "generate")
    assert {event.thread for event in events} == {"worker thread"}
    assert {event.role for event in events} == {"generator"}


def test_an_async_generator_runs_on_the_event_loop(record: Record) -> None:
    assert {event.thread for event in code(record(THREADS, "async_def"), "generate")} == {"event loop"}


def test_the_client_sees_no_difference(record: Record) -> None:
    assert pieces(record(THREADS)) == pieces(record(THREADS, "async_def"))


def test_a_context_variable_set_in_one_next_is_gone_in_the_next(record: Record) -> None:
    assert pieces(record(CONTEXT)) == ["bonjour\n", "language is unset\n"]
    assert pieces(record(CONTEXT, "async_def")) == ["bonjour\n", "language is fr\n"]
