"""Whatever is written as an expression, it takes no time, and what is wrong with it is said in the family's words."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from chunkwise.errors import ExpressionError
from chunkwise.events import Blob, ClientEvent
from chunkwise.exercises import checks, quiz
from chunkwise.exercises.checks import Check, outcomes
from chunkwise.exercises.evaluation import JOINED_LIMIT
from chunkwise.exercises.expressions import LENGTH_LIMIT, NESTING_LIMIT, read
from tests.support.made import recording, recordings


def as_check(text: str) -> None:
    outcomes([Check(text, "Says.")], recordings()["main"])


def as_key(text: str) -> None:
    quiz.evaluate(text, recordings())


both = pytest.mark.parametrize("ask", [as_check, as_key], ids=["check", "key"])

HOSTILE = {
    "a power": "9 ** 9 ** 9 ** 9",
    "a product of texts": "body * 999999999 * 999999999",
    "a shift": "1 << 999999999999",
    "a format": "'%999999999d' % 1",
    "a formatted text": "f'{1:>999999999}'",
    "very long": f"'{'x' * 100_000}' == body",
    "a very long number": "9" * LENGTH_LIMIT + "9",
    "brackets in brackets": "(" * 240 + "1" + ")" * 240,
    "lists in lists": "[" * 90 + "]" * 90,
    "signs before signs": "-" * 490 + "1",
    "not after not": "not " * 120 + "1",
    "sums of sums": "1" + "+1" * 240,
    "items of items": "pieces" + "[0]" * 160,
    "names of names": "step(1)" + ".name" * 90,
    "choices in choices": "only(" * 60 + "1" + ")" * 60,
    "a null byte": "status == 200\x00",
    "half of a surrogate pair": "'\ud800' + ",
    "an indent": "    status ==\n  200",
}


@both
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_hostile_is_refused_at_once(text: str, ask: Callable[[str], None]) -> None:
    begun = time.process_time()
    with pytest.raises(ExpressionError) as caught:
        ask(text)
    assert time.process_time() - begun < 1
    assert "cannot be read: " in caught.value.what
    assert caught.value.hint
    assert len(str(caught.value)) < 1_500


def test_what_is_long_and_harmless_takes_no_time() -> None:
    begun = time.process_time()
    for text in (" or ".join(["pieces == 1"] * 33), "[" + "pieces," * 65 + "] == 1", " == ".join(["status"] * 50)):
        as_check(text)
        as_key(text)
    assert time.process_time() - begun < 1


def test_a_text_that_grows_is_ended() -> None:
    got = ClientEvent(lane="client", kind="piece", client="client", data=Blob.of(b"x" * 500))
    large = {"main": recording(*[got] * (JOINED_LIMIT // 500))}
    assert len(quiz.evaluate("body", large)) == JOINED_LIMIT
    with pytest.raises(ExpressionError, match="a text of more than 100,000 characters"):
        quiz.evaluate("body + 'x'", large)


def test_data_nested_too_deep_are_a_text() -> None:
    """A program may send them, and Python's reader of JSON gives up on them."""
    sent = "data: " + "[" * 100_000
    pieces = [ClientEvent(lane="client", kind="piece", client="client", data=Blob.of(sent[i : i + 500].encode()))
              for i in range(0, len(sent), 500)]  # fmt: skip
    head = ClientEvent(
        lane="client", kind="headers", client="client", status=200, headers=(("content-type", "text/event-stream"),)
    )
    end = ClientEvent(lane="client", kind="piece", client="client", data=Blob.of(b"\n\n"))
    stream = {"main": recording(head, *pieces, end)}
    assert quiz.evaluate("len(data[0])", stream) == "100000"


@pytest.mark.parametrize("inner", ["pieces", "status", "step(1).name"])
def test_the_deepest_that_is_read_is_worked_out(inner: str) -> None:
    text = "[" * (NESTING_LIMIT - 3) + inner + "]" * (NESTING_LIMIT - 3)
    assert quiz.evaluate(f"len({text})", recordings()) == "1"
    with pytest.raises(ExpressionError, match=f"nested more than {NESTING_LIMIT} deep"):
        read("check", f"[[[[{text}]]]]", checks.WORDS)


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("staus == 200", "there is no 'staus'", "Did you mean 'status'?"),
        ("xyz == 200", "there is no 'xyz'", "There are body, client, count, data, "),
        ("count == 3", "count needs brackets", "Write count(...)."),
        ("status() == 3", "status takes no parentheses", "Write status alone."),
        ("coun('yield')", "there is no 'coun' to call", "Did you mean 'count'?"),
        ("status == 1.5", "1.5 can't be used in a check", "Write for example"),
        ("9 ** 9 == 1", "9 ** 9 can't be used in a check", "Write for example"),
        ("status is 200", "status is 200 can't be used in a check", "Write for example"),
        ("~status == 1", "~status can't be used in a check", "Write for example"),
        ("status == == 1", "invalid syntax", "Write for example"),
    ],
)
def test_what_is_wrong_is_quoted_and_explained(text: str, reason: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        read("check", text, checks.WORDS)
    assert caught.value.what == f"the check {text!r} cannot be read: {reason}"
    assert hint in str(caught.value.hint)


def test_a_check_may_not_ask_what_only_a_key_may() -> None:
    """A task has no variants: a reader's program is one run."""
    assert not {*checks.WORDS.names, *checks.WORDS.calls} - {*quiz.WORDS.names, *quiz.WORDS.calls}
    assert {*quiz.WORDS.calls} - {*checks.WORDS.calls} == {
        *("first_step", "last_step", "variant", "changed", "elsewhere")
    }
    assert (set(checks.WORDS.choices), set(quiz.WORDS.choices)) == (set(), {"only", "most", "fewest"})
