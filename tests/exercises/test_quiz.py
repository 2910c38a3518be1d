"""Quiz keys are computed: the language of answers, and what is refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunkwise.errors import ExpressionError
from chunkwise.exercises.quiz import evaluate, key, normal
from tests.support.made import recordings


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("step(3).generator_state", "Yielded 1"),
        ('step("yield 1").state', "Yielded 1"),
        ('step("yield 1").yielded', "`'chunk 1\\n'`"),
        ('step("end").client_receives', "Streaming finished"),
        ('step("yield 2").number', "4"),
        ('step("yield 2")', "Step 4"),
        ('first_step(received="chunk 2")', "Step 4"),
        ('last_step(received="chunk")', "Step 4"),
        ('first_step(state="Yielded", received="chunk 1").name', "yield 1"),
        ('values("i")', "0, 1, 2"),
        ('values("i")[0]', "0"),
        ('values("i")[-1]', "2"),
        ("len(pieces) + status", "203"),
        ('client("client").pieces[0]', r"chunk 0\n"),
        ("200 <= status < 300", "yes"),
        ('values("i")[0] + " to " + values("i")[-1]', "0 to 2"),
        ('count("yield")', "3"),
        ('count("nothing")', "0"),
        ('order("end", "request", "yield 0")', "request, yield 0, end"),
        ('variant("five_chunks").values("i")', "0, 1, 2, 3, 4"),
        ('variant("five_chunks").count("yield")', "5"),
        ('variant("keep_alive").step("open").received', "Connection open"),
        ("status", "200"),
        ("finished", "yes"),
        ("raised", "nothing"),
        ("pieces", r"chunk 0\n, chunk 1\n, chunk 2\n"),
        ("body", r"chunk 0\nchunk 1\nchunk 2\n"),
        ("messages[0]", "http.response.start"),
        ("len(messages)", "5"),
        ('headers["content-type"]', "text/plain; charset=utf-8"),
        ('variant("five_chunks").pieces[4]', r"chunk 4\n"),
        ('variant("five_chunks").changed()', "Line 8"),
        ('len(variant("five_chunks").writes)', "7"),
        ('ran("yield")', "yes"),
        ('times("yield", before="piece")', "1"),
        ('sequence(event("client", "headers"), event("code", "for i"), event("client", "piece"))', "1, 2, 3"),
        ('variant("five_chunks").sequence(head=event("client", "headers"), line=event("code", "for"))', "head, line"),
        ("most(len(pieces))", "five_chunks"),
        ('fewest(count("yield"), "main", "five_chunks")', "main"),
        ('only("connection" not in headers, "main", "keep_alive")', "keep_alive"),
    ],
)
def test_an_answer(expression: str, answer: str) -> None:
    assert normal(evaluate(expression, recordings())) == normal(answer)


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("step(3", "cannot be read"),
        ("", "cannot be read"),
        ("step(9).state", "no step 9"),
        ('step("yeild 1").state', "no step 'yeild 1'"),
        ("step(3).colour", "no 'colour'"),
        ("step().state", "doesn't pass 'step' what it needs"),
        ("step(1, 2).state", "doesn't pass 'step' what it needs"),
        ("first_step()", "there are none"),
        ('first_step(received="chunk 9")', "no step has received='chunk 9'"),
        ('first_step(__class__="x")', "no '__class__'"),
        ('values("j")', "'j' never has a value"),
        ('values("i")[7]', "there are only 3"),
        ('variant("six")', "no variant 'six'"),
        ('variant("five_chunks")', "checks nothing about them"),
        ("steps[0]", "there is no 'steps'"),
        ("headers", "checks nothing about them"),
        ("headers[pieces]", "`headers` has no item"),
        ("variant(pieces)", "doesn't pass 'variant' what it needs"),
        ('headers["x-none"]', "there is no 'x-none'"),
        ("len(1)", "`1` has no length"),
        ('event("client", "hang up")', "no event in the lane 'client' holds 'hang up'"),
        ("changed()", "has no line that isn't in the example's program"),
        ("most()", "compares nothing"),
        ('most(len(pieces), "main")', "compares nothing"),
        ('most(len(pieces), "main", "six")', "no variant 'six'"),
        ("most(pieces)", "this cannot be counted"),
        ("most(len(pieces), pieces, pieces)", "there is no variant ['chunk 0"),
        ("only(only(finished) == 'main')", "inside another choice"),
        ("only(pieces < 3)", "cannot be compared like this"),
        ('fewest(len(pieces), "main", "keep_alive")', 'it holds for "main", "keep_alive"'),
        ('only(status == 404, "main", "keep_alive")', "it holds for none of them"),
        ("only(staus == 404)", "cannot be read"),
        ("__import__('os').system('true')", "no 'system'"),
        ("__import__('os')", "no '__import__'"),
        ("step(1).__class__", "no '__class__'"),
        ("(lambda: 1)()", "can't be used in a check"),
        ("[x for x in (1,)]", "can't be used in a check"),
        ("step(*[1]).state", "can't be used in a check"),
        ("9" * 5000, "longer than 500"),
        ("-" * 400 + "1", "cannot be read"),
        ("(" * 400 + ")" * 400, "longer than 500"),
    ],
)
def test_what_is_refused(expression: str, what: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, recordings())
    assert what in caught.value.what
    assert caught.value.hint


def test_the_key_is_the_option_that_says_the_answer() -> None:
    options = ["Yielded 0", " `yielded  1` ", "Yielded 2", "Completed"]
    assert key("step(3).state", "Yielded 1", options) == 1


def test_no_option_says_the_answer() -> None:
    with pytest.raises(ExpressionError, match="no option says so"):
        key("step(3).state", "Yielded 1", ["Yielded 0", "Yielded 2"])


def test_two_options_say_the_answer() -> None:
    with pytest.raises(ExpressionError, match="two options say so"):
        key("step(3).state", "Yielded 1", ["Yielded 1", "`Yielded 1`"])


WORDS = [
    "step",
    "values",
    "variant",
    "count",
    "order",
    "first_step",
    "received",
    "state",
    "lambda",
    "None",
    "if",
    "not",
]
SIGNS = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ".",
    ",",
    "=",
    "+",
    "-",
    "**",
    "@",
    "<",
    ":",
    "\\",
    "'",
    "f'{",
    "\n",
    "\x00",
    "3",
    "1e9",
]


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.lists(st.sampled_from([*WORDS, *SIGNS, '"i"', '"yield 1"']), max_size=14).map("".join)
    )
)
def test_whatever_is_written_either_answers_or_is_a_page_error(expression: str) -> None:
    with contextlib.suppress(ExpressionError):
        evaluate(expression, recordings())
