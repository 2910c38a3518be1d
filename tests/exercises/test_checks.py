"""Checks hold a run to what a task asks for, and say how it differs and where."""

from __future__ import annotations

import pytest

from chunkwise.errors import ExpressionError
from chunkwise.events import Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.exercises.checks import WORDS, Check, Outcome, outcomes, parsed
from tests.support.record import EXAMPLES


def recording(name: str, variant: str = "main") -> Recording:
    return store.load(Example(EXAMPLES, name))[variant]


def outcome(expect: str, name: str = "streaming_responses/three_chunks", variant: str = "main") -> Outcome:
    (found,) = outcomes([Check(expect, "Says so.")], recording(name, variant))
    return found


LEFT = "client_leaves/cleanup"
DIED = "dying_mid_stream/after_one_chunk"


@pytest.mark.parametrize(
    "expect",
    [
        r'pieces == ["chunk 0\n", "chunk 1\n", "chunk 2\n"]',
        r'pieces[-1] == "chunk 2\n"',
        "len(pieces) == 3 and len(pieces[0]) > 1",
        r'body == "chunk 0\nchunk 1\nchunk 2\n"',
        "status == 200",
        "status < 300 and status <= 200 and status >= 200 and status != 404",
        'headers["content-type"] == "text/plain; charset=utf-8"',
        '"text/plain" in headers["content-type"]',
        '"content-length" not in headers',
        "finished",
        "raised == []",
        "not raised",
        'messages[0] == "http.response.start"',
        "len(messages) == 5 or status == 1",
        'names == ["request", "yield 0", "yield 1", "yield 2", "end", "close"]',
        '"range(3)" in source',
        'step("yield 1").generator_state == "Yielded 1"',
        'step(1).name == "request"',
        'count("yield") == 3',
        'values("i") == ["0", "1", "2"]',
        'order("end", "yield 0") == ["yield 0", "end"]',
        'ran("yield")',
        'not ran("no such line")',
        'times("yield") == 3 and times("yield", before="piece") == 1 and times("no such line") == 0',
        "raised_at == []",
        r'len(writes) == 5 and writes[1] == "8\r\nchunk 0\n\r\n"',
        'event("asgi", "http.response.start") < event("code", "yield")',
        'event("client", "piece", 3) > event("client", "piece", number=2)',
        'sequence(event("client", "piece"), event("client", "headers")) == ["2", "1"]',
        'sequence(end=event("wire", "0\\r\\n"), first_line=event("code", "for i")) == ["first line", "end"]',
    ],
)
def test_what_is_true_of_the_first_example(expect: str) -> None:
    assert outcome(expect) == Outcome("Says so.", True)


@pytest.mark.parametrize(
    ("expect", "expected", "happened", "step"),
    [
        (r'pieces == ["chunk 0\n", "two"]', r"`pieces` to be `['chunk 0\n', 'two']`", r"'chunk 1\n'", 3),
        (r'pieces == ["chunk 0\n"]', "`pieces` to be", r"'chunk 1\n'", 3),
        (r'pieces == ["chunk 0\n", "chunk 1\n", "chunk 2\n", "more"]', "to be", r"'chunk 2\n'", 6),
        ('count("yield") == 4', "`count('yield')` to be `4`", "it is `3`", 4),
        ("status == 404", "`status` to be `404`", "it is `200`", 2),
        ('"event-stream" in headers["content-type"]', "`headers['content-type']` to contain", "text/plain", 2),
        ('headers["x-none"] == "1"', "a 'x-none'", "there is no 'x-none'", 2),
        ("len(pieces) > 3", "`len(pieces)` to be more than `3`", "it is `3`", 6),
        ('"chunk" not in body', "`body` not to contain `'chunk'`", r"it is `'chunk 0\n", 6),
        ("pieces[7] == 'x'", "`pieces[7] == 'x'`", "there are only 3", 6),
        ("not finished", "not `finished`", "the body is complete", 6),
        ('step("yield 9").state == "x"', "`step('yield 9').state == 'x'`", "there is no step 'yield 9'", 6),
        ("status == 200 and count('end') == 2", "`count('end')` to be `2`", "it is `1`", 5),
        ("status == 1 or status == 2", "`status` to be `1`", "it is `200`", 2),
        ('ran("finally")', "a line with `finally` to run", "no line with `finally` ran", None),
        ('ran("yield", after="hang up")', "a client to hang up", "no client did 'hang up'", 6),
        ("values('nothing') == []", "`values('nothing') == []`", "'nothing' never has a value", 6),
    ],
)
def test_what_is_not_true_is_told(expect: str, expected: str, happened: str, step: int | None) -> None:
    found = outcome(expect)
    assert not found.passed
    assert expected in found.expected
    assert happened in found.happened
    assert found.step == step


def test_the_statuses_are_those_of_all_responses() -> None:
    stays_away = "resuming_events/stay_away"
    assert outcome("statuses == [200, 200, 204] and status == 200", stays_away).passed
    assert outcome("statuses == [200, 200]", stays_away).step == 11


def test_steps_of_a_kind_of_two_words_are_counted() -> None:
    assert outcome('count("hang up") == 1', LEFT).passed
    assert outcome('count("no reconnect") == 1', "resuming_events/stay_away").passed


def test_what_ran_after_the_client_left() -> None:
    assert outcome('ran("print", after="hang up") or ran("await", after="hang up")', LEFT).passed
    never = outcome('ran("yield", after="hang up")', LEFT)
    assert never.happened == "no line with `yield` ran after the client's hang up"
    assert never.step is not None


FEED = "csv_export/step_3_heartbeat"


@pytest.mark.parametrize(
    "expect",
    [
        'client("download").status == 200 and client("feed").status == 200',
        'client("download").headers["content-type"] == "text/csv; charset=utf-8"',
        'len(client("download").pieces) == 3 and client("download").finished',
        'client("feed").events == ["progress", "heartbeat", "heartbeat", "progress", "progress"]',
        '"heartbeat" in client("feed").events',
        'client("feed").data[0]["state"] == "waiting" and client("feed").data[-1]["rows"] == 2',
        '"order,customer,total" in client("download").body',
    ],
)
def test_one_client_among_several(expect: str) -> None:
    assert outcome(expect, FEED) == Outcome("Says so.", True)


@pytest.mark.parametrize(
    ("expect", "expected", "happened", "step"),
    [
        ('client("feed").events == ["progress", "progress"]', "to be `['progress', 'progress']`", "'heartbeat'", 3),
        ('client("feed").data[-1]["rows"] == 3', "to be `3`", "it is `2`", 12),
        ('client("feed").data[0]["colour"] == "red"', "a 'colour'", "there is no 'colour'", 2),
        ('client("download").events == []', "type `text/event-stream`", "`text/csv; charset=utf-8`", 6),
        ('client("printer").finished', "a request of 'printer'", "the client 'printer' did nothing", None),
    ],
)
def test_what_is_not_true_of_one_client_is_told(expect: str, expected: str, happened: str, step: int | None) -> None:
    found = outcome(expect, FEED)
    assert not found.passed
    assert expected in found.expected
    assert happened in found.happened
    assert found.step == step


def test_with_one_client_it_need_not_be_named() -> None:
    assert outcome('events == ["message", "message", "message"]', "streaming_responses/event_stream").passed
    assert outcome("data == [0, 1, 2] and data[1] == 1", "streaming_responses/event_stream").passed


def test_an_exception_in_the_stream() -> None:
    assert outcome('raised == ["ZeroDivisionError"] and not finished', DIED).passed
    assert outcome('raised_at == ["Line 9"]', DIED).passed
    assert outcome("finished", DIED).happened == "the body never ended"


def test_an_event_that_never_came() -> None:
    found = outcome('event("client", "hang up") < event("client", "piece")', DIED)
    assert found.happened == "no event in the lane 'client' holds 'hang up'"
    assert "3 times" in outcome('event("client", "piece", 3) > 0', DIED).happened


def test_an_event_cannot_come_before_itself() -> None:
    assert "the same event" in outcome('sequence(event("code", "yield"), event("code", "yield")) == ["1"]').happened


def test_a_run_that_was_given_up_passes_nothing() -> None:
    (found,) = outcomes([Check("status == 200", "Says.")], recording(DIED), "the run has more than 5 events")
    assert (found.passed, found.happened) == (False, "the run has more than 5 events")


def test_a_run_in_which_nothing_happened_has_no_response() -> None:
    nothing = Recording(clock="lock-step", source="", events=())
    for expect in ("status == 200", "pieces == ['a']", "count('yield') == 1", "finished", "pieces[0] == 'a'"):
        (found,) = outcomes([Check(expect, "Says.")], nothing)
        assert not found.passed
        assert found.step is None


@pytest.mark.parametrize(
    "expect",
    [
        "",
        "status ==",
        "staus == 200",
        "__import__('os')",
        "pieces.__class__",
        "[p for p in pieces]",
        "lambda: 1",
        "print(pieces)",
        "status == 1.5",
        "count == 1",
        "len == 1",
        "client.status == 1",
        "step(1).colour == 1",
        "status()",
        "status is 200",
        "ran(*pieces)",
        "ran(**headers)",
        "pieces[0:1] == []",
        "variant('five_chunks').finished",
        "only(finished) == 'main'",
        "(x := 1)",
        "f'{pieces}'",
        "status == " + "1" * 600,
        "(" * 400,
    ],
)
def test_what_is_no_check_is_refused(expect: str) -> None:
    with pytest.raises(ExpressionError, match="cannot be read"):
        outcome(expect)


@pytest.mark.parametrize(
    ("expect", "happened", "step"),
    [
        ("status.name == 1", "`status` has no 'name'", 2),
        ("len(1) == 1", "`1` has no length", None),
        ("len() == 1", "doesn't pass 'len' what it needs", None),
        ("pieces['a'] == 1", "`pieces` has no item 'a'", 2),
        ("headers[pieces] == 1", "`headers` has no item ['chunk 0", 2),
        ("status[0] == 2", "`status` has no item 0", 2),
        ("pieces < 3", "`pieces` and `3` cannot be compared like this", 2),
        ("1 in status or status == 200", "`1` and `status` cannot be compared like this", None),
        ("-pieces == 1", "`pieces` is no number", None),
        ("times(pieces) == 1", "Write times(text, before='').", None),
        ("ran() or finished", "doesn't pass 'ran' what it needs", None),
        ("event('code', 'yield', 'one') == 1", "doesn't pass 'event' what it needs", None),
        ("client('client').names == []", "`client('client')` has no 'names'", None),
        ("client('client')['a'] == 1", "`client('client')` has no item 'a'", None),
        ("client('client').count('yield') == 1", "`client('client')` has no 'count' to call", None),
        ("pieces.count('yield') == 1", "`pieces` has no 'count' to call", None),
    ],
)
def test_what_makes_no_sense_is_not_true(expect: str, happened: str, step: int | None) -> None:
    """Not even where a part of it would be. It may be the run's fault, so that a reader hears of it as of any other."""
    found = outcome(expect)
    assert not found.passed
    assert found.expected == f"`{expect}`"
    assert happened in found.happened
    assert found.step == step


def test_a_part_of_which_there_is_nothing_is_only_not_true() -> None:
    assert outcome('headers["x-none"] == "1" or status == 200').passed
    assert outcome('status == 200 or headers["x-none"] == "1"').passed
    assert outcome('status == 404 or headers["x-none"] == "1"').happened == "it is `200`"
    assert not outcome('not headers["x-none"]').passed


def test_a_chain_is_each_of_its_comparisons() -> None:
    assert outcome("200 <= status < 300").passed
    assert outcome("1 < 2 < 3 < len(pieces) + 1 == 4").passed
    for expect in ("200 <= status < 200", "201 <= status < 300"):
        found = outcome(expect)
        assert (found.passed, found.step) == (False, 2 if expect.startswith("200") else None)
    assert outcome("200 <= status < 200").expected == "`status` to be less than `200`"
    assert outcome("201 <= status < 300").expected == "`201` to be at most `200`"


def test_an_item_counted_from_the_end_is_shown_by_its_own_event() -> None:
    assert outcome('pieces[-2] == "x"').step == outcome('pieces[1] == "x"').step == 3


def test_each_name_is_tried_here() -> None:
    known = {*WORDS.names, *WORDS.calls}
    assert known == {
        "pieces", "body", "status", "statuses", "headers", "finished", "raised", "messages", "names", "source",
        "step", "count", "values", "order", "ran",
        "writes", "raised_at", "event", "sequence", "times",
        "client", "events", "data",
    }  # fmt: skip
    assert parsed(Check("finished", "")) is not None
