from __future__ import annotations

from chunkwise.views.steps import steps
from tests.support.reading import client, in_order, pieces
from tests.support.record import Record

KEPT = "detach_and_rejoin/kept_log"
WHOLE = [f"data: {text}\nid: {n}\n\n" for n, text in enumerate(("It ", "is ", "sunny ", "today.", "[DONE]"), start=1)]


def test_a_reload_ends_the_reader_and_not_the_producer(record: Record) -> None:
    recording = record(KEPT)
    names = [step.name for step in steps(recording)]
    assert names.index("hang up #2") < names.index("gone #2") < names.index("goes on #2") < names.index("request #3")
    assert pieces(recording, 2) + pieces(recording, 3) == WHOLE
    assert "finished" in client(recording, 3)


def test_a_reader_that_names_no_position_gets_everything(record: Record) -> None:
    assert pieces(record(KEPT, "without_the_id"), 3) == WHOLE
    assert pieces(record(KEPT, "late"), 2) == WHOLE


def test_two_tabs_get_the_whole_log(record: Record) -> None:
    recording = record(KEPT, "two_tabs")
    assert pieces(recording, 2) == pieces(recording, 3) == WHOLE


def test_a_condition_that_wakes_one_reader_leaves_the_other_behind(record: Record) -> None:
    recording = record(KEPT, "notify_one")
    assert pieces(recording, 3) == WHOLE
    assert pieces(recording, 2) == WHOLE[:4]
    assert "finished" not in client(recording, 2)


def test_a_reader_that_has_seen_everything_gets_an_empty_stream(record: Record) -> None:
    assert pieces(record(KEPT, "all_seen"), 2) == []
    assert "finished" in client(record(KEPT, "all_seen"), 2)


def test_a_reader_that_cancels_the_producer_leaves_nothing_to_rejoin(record: Record) -> None:
    recording = record(KEPT, "cancelled")
    assert in_order(recording, "follow unwind", "produce raise")
    assert pieces(recording, 3) == []
    assert "finished" not in client(recording, 3)


def test_stop_is_a_request_and_the_reader_gets_a_last_event(record: Record) -> None:
    recording = record(KEPT, "stopped")
    assert pieces(recording, 2)[-1] == "event: end\ndata: incomplete\nid: 4\n\n"
    assert in_order(recording, "stop request", "produce raise", "reader finished")
    assert pieces(record(KEPT, "by_id"), 3)[-1] == "event: end\ndata: complete\nid: 5\n\n"


def test_an_id_that_the_log_does_not_have_gets_the_whole_answer(record: Record) -> None:
    recording = record(KEPT, "unknown_id")
    assert pieces(recording, 2)[0] == "event: token\ndata: It \nid: 1\n\n"
    assert pieces(recording, 2)[-1] == "event: end\ndata: complete\nid: 5\n\n"


def test_readers_of_one_queue_get_a_part_each(record: Record) -> None:
    recording = record("detach_and_rejoin/one_queue")
    assert pieces(recording, 3) == ["data: today.\n\n"]
    assert "data: today.\n\n" not in pieces(recording, 2)


def test_without_a_log_the_answer_starts_again(record: Record) -> None:
    recording = record("detach_and_rejoin/starts_again")
    assert pieces(recording, 1) == WHOLE[:2]
    assert pieces(recording, 2) == WHOLE
