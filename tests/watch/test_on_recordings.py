"""Diagnoses of the committed recordings: what the lessons are about is found, and nothing is found beside it."""

from __future__ import annotations

from functools import cache

import pytest

from chunkwise.events import Recording
from chunkwise.examples import store
from chunkwise.examples.example import find_examples
from chunkwise.watch.checks import diagnose
from chunkwise.watch.findings import Finding, Seen
from tests.support.made import ROOT

EXAMPLES = {example.name: example for example in find_examples(ROOT / "examples")}


@cache
def recording(name: str, variant: str) -> Recording:
    return store.load(EXAMPLES[name])[variant]


def found(name: str, variant: str = "main") -> list[Finding]:
    return [one for one in diagnose(Seen(recording(name, variant))) if not one.note]


WRONG = [
    ("streaming_responses/all_at_once", "collected", "collected"),
    ("whose_buffer/batches", "main", "collected"),
    ("blocking/answer", "main", "blocking"),
    ("blocking/to_a_thread", "called_first", "blocking"),
    ("blocking/answer", "leaves", "goes on"),
    ("conditions/never_awaits", "main", "never awaits"),
    ("client_leaves/def_generator", "main", "cleanup skipped"),
    ("cleanup/pool", "async_with", "cleanup skipped"),
    ("broadcast/feed", "in_finally", "cleanup skipped"),
    ("dying_mid_stream/prices", "main", "died"),
    ("dying_mid_stream/prices", "through_middleware", "died"),
    ("json_lines/bad_row", "through_middleware", "died"),
    ("stream_or_build/length", "too_long", "died"),
]


@pytest.mark.parametrize(("name", "variant", "check"), WRONG, ids=lambda one: one)
def test_what_a_lesson_shows_to_be_wrong_is_found(name: str, variant: str, check: str) -> None:
    assert check in [one.check for one in found(name, variant)]


RIGHT = [
    # An exception before the status, which is a 500 for it, ends no stream.
    ("stream_or_build/fails", "main"),
    ("client_leaves/no_such_event", "main"),
    ("middleware/cors", "fails"),
    # Nor does one behind the last message.
    ("background_work/file", "fails"),
    ("background_work/on_every_end", "task_fails"),
    # A generator that is left suspended without cleanup around that line has skipped none.
    ("cleanup/follow", "main"),
    ("blocking/answer", "thread_leaves"),
    # FastAPI awaits between two pieces of a path operation that yields.
    ("never_awaiting/history", "declared_leaves"),
    # A task may be meant to go on without a reader.
    ("detach_and_rejoin/leave_it", "main"),
    ("production/outlives", "main"),
]


@pytest.mark.parametrize(("name", "variant"), RIGHT, ids=lambda one: one)
def test_what_is_no_mistake_is_not_called_one(name: str, variant: str) -> None:
    assert [one.what for one in found(name, variant)] == []


def test_what_the_client_was_told_of_a_death_is_what_it_saw() -> None:
    (cut,) = found("dying_mid_stream/prices")
    (whole,) = found("dying_mid_stream/prices", "through_middleware")

    assert cut.what.endswith("the client got a body that was cut short.")
    assert whole.what.endswith("the client got an end as if the body were complete.")


def test_the_cleanup_that_was_skipped_is_named_with_its_line() -> None:
    (suspended,) = found("client_leaves/def_generator")

    line = int(suspended.what.split("its `finally` in line ")[1].split()[0])
    text = recording("client_leaves/def_generator", "main").source.splitlines()
    assert text[line - 2].strip() == "finally:"


SHOWN_BY = {
    "blocking": {"blocking/answer", "blocking/pings", "conditions/blocking_sleep", "time_between_chunks/computed"}
    | {"tokens/blocking_sdk"},
    "cleanup skipped": {"backpressure/gives_up", "cleanup/pool", "client_leaves/def_generator"}
    # A dependency closes its files, so what its generator skips does no harm. The recording shows both.
    | {"keep_the_partial_answer/stalled", "file_service/step_4_zip"},
    "collected": {"time_between_chunks/answer", "whose_buffer/batches"},
    "goes on": {"conditions/never_awaits", "middleware/replayed_body"},
    "never awaits": {"blocking/frozen", "conditions/never_awaits"},
}
"""The examples of which a check finds something, each of them looked at: its lesson shows that very mistake."""


def test_each_finding_in_an_example_is_what_its_lesson_shows() -> None:
    checks = {name: [one.check for one in found(name)] for name in EXAMPLES}

    for check, names in SHOWN_BY.items():
        assert {name for name, own in checks.items() if check in own} == names, check
    raising = {name for name, example in EXAMPLES.items() if example.scenario.raises is not None}
    assert {name for name, own in checks.items() if "died" in own} <= raising
    assert {check for own in checks.values() for check in own} == {*SHOWN_BY, "died"}
