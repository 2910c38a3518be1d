from __future__ import annotations

from tests.support.reading import client, code, in_order, pieces
from tests.support.record import Record

THREADS, CONTEXT, POOL = "def_generators/threads", "def_generators/context", "def_generators/pool"
HOPS, FORTY = "def_generators/hops", "def_generators/forty"


def test_each_next_of_a_def_generator_runs_in_a_worker_thread(record: Record) -> None:
    events = code(record(THREADS), "stream")
    assert {event.thread for event in events} == {"worker thread"}
    assert {event.role for event in events} == {"body"}


def test_an_async_generator_runs_on_the_event_loop(record: Record) -> None:
    assert {event.thread for event in code(record(THREADS, "async_def"), "stream")} == {"event loop"}


def test_the_program_sees_it_by_the_threads_name(record: Record) -> None:
    assert pieces(record(THREADS)) == [f"{i}: AnyIO worker thread\n" for i in range(3)]
    assert pieces(record(THREADS, "async_def")) == [f"{i}: MainThread\n" for i in range(3)]


def test_it_is_the_same_for_a_response_that_is_returned(record: Record) -> None:
    assert pieces(record(THREADS, "returned")) == pieces(record(THREADS))
    assert {event.thread for event in code(record(THREADS, "returned"), "generate")} == {"worker thread"}


def test_a_context_variable_set_in_one_next_is_gone_in_the_next(record: Record) -> None:
    assert pieces(record(CONTEXT)) == ["bonjour\n", "language is unset\n"]
    assert pieces(record(CONTEXT, "async_def")) == ["bonjour\n", "language is fr\n"]


def test_one_set_before_the_stream_begins_is_seen_in_each_next(record: Record) -> None:
    assert pieces(record(CONTEXT, "set_before"))[-1] == "language is fr\n"
    assert {event.thread for event in code(record(CONTEXT, "set_before"), "greet")} == {"worker thread"}


def test_unless_a_def_endpoint_set_it_which_ran_in_a_thread_too(record: Record) -> None:
    assert pieces(record(CONTEXT, "def_endpoint"))[-1] == "language is unset\n"


def test_an_argument_is_seen_in_any_thread(record: Record) -> None:
    assert pieces(record(CONTEXT, "passed"))[-1] == "language is fr\n"


def test_a_stream_borrows_one_of_forty_threads_and_an_async_one_none(record: Record) -> None:
    assert pieces(record(FORTY)) == ["1 of 40 threads lent\n"] * 2
    assert pieces(record(FORTY, "async_def")) == ["0 of 40 threads lent\n"] * 2


def test_with_all_threads_lent_another_def_function_waits(record: Record) -> None:
    recording = record(POOL)
    assert in_order(recording, "other request", "report yield", "ping start", "other piece")
    assert client(recording, exchange=2)[-3:] == ["piece", "finished", "open"]


def test_with_a_thread_left_or_none_needed_it_does_not(record: Record) -> None:
    for variant in ("two", "async_ping", "async_report"):
        assert in_order(record(POOL, variant), "other request", "ping start", "other piece", "report yield"), variant


def test_the_second_next_of_a_stream_may_run_in_another_thread(record: Record) -> None:
    assert pieces(record(HOPS), exchange=1) == ["from thread 1\n", "from thread 2\n"]


def test_what_a_thread_keeps_is_there_for_the_next_request(record: Record) -> None:
    recording = record("def_generators/desk")
    assert [pieces(recording, exchange) for exchange in (1, 2)] == [["ada after nobody\n"], ["ben after ada\n"]]


def test_what_a_def_endpoint_sets_is_not_seen_by_any_generator(record: Record) -> None:
    said = {
        name: pieces(record("def_generators/greeting", name))[1] for name in ("main", "def_endpoint", "async_generator")
    }
    unset = "language is unset\n"
    assert said == {"main": "language is fr\n", "def_endpoint": unset, "async_generator": unset}


def test_two_streams_take_turns_with_one_thread(record: Record) -> None:
    yields = code(record(POOL, "two_readers"), "report", "yield")
    assert [event.exchange for event in yields] == [1, 2, 1, 2]


def test_a_slow_call_in_a_thread_leaves_context_and_others_alone(record: Record) -> None:
    rows = "def_generators/rows"
    assert pieces(record(rows))[1] == '"row 1 for ada"\n'
    assert pieces(record(rows, "plain_def"))[1] == '"row 1 for nobody"\n'
    for name, turns in (("main", [1, 2, 1, 2]), ("on_the_loop", [1, 1, 2, 2]), ("collected", [1, 1, 2, 2])):
        assert [event.exchange for event in code(record(rows, name), "rows", "yield")] == turns, name
