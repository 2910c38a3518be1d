from __future__ import annotations

import pytest

from tests.support.reading import code, in_order, pieces
from tests.support.record import Record

ANSWER, STALLED = "keep_the_partial_answer/answer", "keep_the_partial_answer/stalled"
HALF, WHOLE = '["One word "]', '["One word at a time."]'


def saved(record: Record, example: str, variant: str) -> str:
    """What the client of a variant reads from ``/saved`` two seconds after its stream is over."""
    return pieces(record(example, variant), 2)[-1]


@pytest.mark.parametrize("variant", ["main", "below", "except_exception", "background_fails"])
def test_what_is_lost_when_the_client_leaves_or_the_model_fails(record: Record, variant: str) -> None:
    assert saved(record, ANSWER, variant) == "[]"


@pytest.mark.parametrize(
    "variant",
    [
        "shielded",
        "asyncio_shield",
        "new_task",
        "dependency",
        "dependency_fails",
        "background",
        "finally_fails",
        "except_fails",
        "shielded_fails",
    ],
)
def test_what_saves_the_half_that_was_sent(record: Record, variant: str) -> None:
    assert saved(record, ANSWER, variant) == HALF


@pytest.mark.parametrize("variant", ["stays", "dependency_stays", "detached"])
def test_what_saves_the_whole_answer(record: Record, variant: str) -> None:
    assert saved(record, ANSWER, variant) == WHOLE


def test_the_save_in_finally_begins_and_is_cancelled(record: Record) -> None:
    assert in_order(record(ANSWER), "client hang up", "answer raise", "save start", "save raise", "answer unwind")


def test_asyncio_shield_lets_the_save_outlive_the_request(record: Record) -> None:
    assert in_order(record(ANSWER, "asyncio_shield"), "answer unwind", "done", "save return")


def test_a_shielded_save_does_not_begin_when_the_client_has_stalled(record: Record) -> None:
    recording = record(STALLED)
    assert code(recording, "report")[-1].kind == "yield"
    assert not code(recording, "save")


@pytest.mark.parametrize(
    ("variant", "what"),
    [
        ("main", "[]"),
        ("events", "[]"),
        ("owned", '["131072 characters"]'),
        ("background", '["131072 characters"]'),
        ("detached", '["196608 characters"]'),
        ("returned", '["131072 characters"]'),
        ("after_the_yield", '["98304 characters"]'),
    ],
)
def test_what_is_saved_of_a_report_whose_client_stalls(record: Record, variant: str, what: str) -> None:
    assert saved(record, STALLED, variant) == what


def test_the_dependency_of_an_event_stream_needs_its_finally(record: Record) -> None:
    recording = record(STALLED, "events_dependency")
    assert "BrokenResourceError" in (code(recording, "draft", "raise")[0].error or "")
    assert saved(record, STALLED, "events_dependency") != "[]"
