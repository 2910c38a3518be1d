from __future__ import annotations

from chunkwise.views.steps import steps
from chunkwise.views.variables import variables
from tests.support.reading import code, in_order, pieces, ran, story
from tests.support.record import Record

STALLED = "backpressure/stalled_reader"
QUEUE = "backpressure/through_a_queue"


def test_a_stalled_reader_stops_the_generator_after_four_blocks(record: Record) -> None:
    words = story(record(STALLED))
    assert words[: words.index("client read on")].count("blocks yield") == 4


def test_it_goes_on_when_the_client_reads_on(record: Record) -> None:
    assert in_order(record(STALLED), "client read on", "blocks yield", "blocks return", "client finished")
    assert len(pieces(record(STALLED))) == 6


def test_with_a_reader_that_keeps_up_each_block_is_read_before_the_next(record: Record) -> None:
    recording = record(STALLED, "never_stalls")
    words = [word for word in story(recording) if word in ("blocks yield", "client piece")]
    assert words == ["blocks yield", "client piece"] * 6
    assert len(code(recording, "blocks", "yield")) == 6


def test_when_a_stalled_reader_leaves_a_declared_generator_is_left_at_its_yield(record: Record) -> None:
    recording = record(STALLED, "leaves")
    assert len(code(recording, "blocks", "yield")) == 4
    assert code(recording, "blocks")[-1].kind == "yield"
    assert in_order(recording, "client hang up", "receive http.disconnect", "done")


def test_of_a_returned_one_the_rest_is_made_for_nobody(record: Record) -> None:
    """Nothing waits any more, and nothing in the generator awaits: there is no place where it could be cancelled."""
    recording = record(STALLED, "returned_leaves")
    assert in_order(recording, "client hang up", "blocks yield", "blocks yield", "blocks return")
    assert len(code(recording, "blocks", "yield")) == 6
    assert pieces(recording) == []


def test_an_await_is_where_it_learns_that_the_reader_has_left(record: Record) -> None:
    recording = record(STALLED, "leaves_at_an_await")
    assert len(code(recording, "blocks", "yield")) == 4
    assert "CancelledError" in str(code(recording, "blocks", "unwind"))


def waiting(record: Record, variant: str) -> list[str]:
    """How many blocks were made and not yet asked for, each time that one was taken."""
    recording = record(QUEUE, variant)
    row = variables(recording, steps(recording), ["waiting"]).rows[0]
    return [value for value in row.values if value != "N/A"]


def test_a_bounded_queue_passes_the_waiting_on_to_who_makes_the_blocks(record: Record) -> None:
    assert max(map(int, waiting(record, "main"))) <= 1


def test_a_queue_without_a_bound_holds_all_that_is_to_come(record: Record) -> None:
    assert waiting(record, "unbounded") == ["5", "4", "3", "2", "1", "0"]


def test_an_await_that_has_its_answer_at_once_does_not_notice_the_reader_leaving(record: Record) -> None:
    unbounded = record(QUEUE, "unbounded_leaves")
    assert in_order(unbounded, "client hang up", "blocks yield", "blocks yield", "blocks return")
    assert "CancelledError" in str(code(record(QUEUE, "leaves"), "blocks", "unwind"))


def test_a_finally_runs_only_after_the_rest_was_made_for_nobody(record: Record) -> None:
    assert len(code(record(STALLED, "leaves_with_finally"), "blocks", "yield")) == 6
    assert ran(record(STALLED, "leaves_with_finally"), "blocks")[-1] == 'print("closed")'


def test_a_def_generator_is_let_go_of_and_not_told(record: Record) -> None:
    recording = record(STALLED, "leaves_a_def_generator")
    assert len(code(recording, "blocks", "yield")) == 4
    assert code(recording, "blocks", "raise") + code(recording, "blocks", "unwind") == []


def test_small_pieces_all_fit_into_the_buffers(record: Record) -> None:
    assert in_order(record(STALLED, "small"), "blocks return", "client read on", "client finished")


def test_a_middleware_holds_one_block_and_no_more(record: Record) -> None:
    words = story(record(STALLED, "behind_a_middleware"))
    assert words[: words.index("client read on")].count("blocks yield") == 5
