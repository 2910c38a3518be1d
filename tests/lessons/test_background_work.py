"""Work after the last byte: in which order it comes, who waits for it, and when it is lost."""

from __future__ import annotations

import pytest

from tests.support.reading import client, code, in_order, pieces, story
from tests.support.record import Record

AFTER, FILE = "background_work/after_the_stream", "background_work/file"
TWO, EVERY = "background_work/two_tasks", "background_work/on_every_end"


def last(record: Record, name: str, variant: str = "main") -> str:
    """What the client's last request gets: the list of what was done."""
    recording = record(name, variant)
    return pieces(recording, max(event.exchange for event in recording.events if event.exchange))[-1]


def test_generator_then_terminator_then_background_then_dependency(record: Record) -> None:
    assert in_order(
        record(AFTER),
        "generate return",
        "send http.response.body end",
        "client finished",
        "count_download start",
        "count_download return",
        "session resume",
        "session return",
        "done",
    )


def test_the_next_request_of_the_connection_does_not_wait_for_the_task(record: Record) -> None:
    recording = record(FILE)
    assert in_order(recording, "client finished", "count start", "read_downloads start", "count return")
    assert (pieces(recording, 2), pieces(recording, 3)) == (["[]"], ['["file"]'])


def test_it_waits_for_a_task_that_blocks_and_not_for_one_in_a_thread(record: Record) -> None:
    assert in_order(record(FILE, "blocks"), "client finished", "count return", "read_downloads start")
    assert pieces(record(FILE, "def_task"), 2) == ["[]"]


def test_a_client_that_leaves_cancels_the_generator_and_not_the_task(record: Record) -> None:
    assert in_order(record(FILE, "leaves"), "client hang up", "file raise", "count start", "count return")
    assert last(record, FILE, "leaves") == '["file"]'


def test_an_exception_of_the_stream_skips_the_task(record: Record) -> None:
    assert code(record(FILE, "raises"), "count") == []
    assert last(record, FILE, "raises") == "[]"


def test_a_task_that_raises_skips_the_next_one_and_closes_a_connection_that_had_everything(record: Record) -> None:
    recording = record(FILE, "fails")
    assert in_order(recording, "client finished", "notify raise", "client closed")
    assert code(recording, "count") == []
    assert client(recording)[-2:] == ["finished", "closed"]


def test_its_exception_reaches_the_dependency(record: Record) -> None:
    assert in_order(record(EVERY, "task_fails"), "client finished", "notify raise", "counted raise", "client closed")


@pytest.mark.parametrize(
    ("variant", "done"),
    [("main", '["mailed"]'), ("by_argument", '["mailed"]'), ("one_list", '["counted","mailed"]')],
)
def test_a_task_of_the_response_replaces_the_list(record: Record, variant: str, done: str) -> None:
    assert last(record, TWO, variant) == done


def test_a_task_may_be_added_below_the_loop_if_the_loop_ends(record: Record) -> None:
    assert last(record, FILE, "at_the_end") == '["file"]'
    assert last(record, FILE, "at_the_end_leaves") == "[]"


def test_a_task_that_is_added_when_the_dependency_closes_never_runs(record: Record) -> None:
    name = "background_work/from_a_dependency"
    assert story(record(name)).count("note start") == 1
    assert last(record, name) == '["added before the stream","session closed"]'


def test_a_list_that_the_program_makes_itself_belongs_to_no_response(record: Record) -> None:
    assert last(record, "background_work/in_each_route") == '["counted"]'
    assert last(record, "background_work/in_each_route", "a_list_of_its_own") == "[]"


@pytest.mark.parametrize(("variant", "sent"), [("main", "[3]"), ("leaves", "[2]"), ("raises", "[2]")])
def test_a_dependency_counts_however_the_stream_ends(record: Record, variant: str, sent: str) -> None:
    assert last(record, EVERY, variant) == sent
