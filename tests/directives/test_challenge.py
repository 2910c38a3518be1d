"""The challenge: five problems of five kinds, each a quiz; and every mistake is named in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chunkwise.directives.challenge import PROBLEMS
from chunkwise.directives.registry import used_examples
from chunkwise.errors import PageError
from tests.support.converting import convert, project
from tests.support.made import ROOT, THREE_CHUNKS

__all__ = ["project"]
TEXT = (ROOT / "tests" / "cases" / "challenge.md").read_text("utf-8")
PAGE = Path("docs/lessons/streaming-responses/challenge.md")


def test_each_problem_has_its_number_and_its_kind_above_it(project: Path) -> None:
    made = convert(TEXT)
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", made) == [f"{n}. {kind}" for n, kind in enumerate(PROBLEMS.values(), 1)]
    for section in re.findall(r"(?s)<section class=\"cw-quiz\".*?</section>", made):
        assert section.index("<h2") < section.index("<fieldset") < section.index('<details class="cw-answer"')


def test_problems_come_in_any_order(project: Path) -> None:
    turned = TEXT.replace("predict-behaviour", "x").replace("choose-design", "predict-behaviour")
    made = convert(turned.replace("problem: x", "problem: choose-design"))
    assert "1. Choose the design" in made
    assert "5. Predict the behaviour" in made


def test_a_program_in_a_question_is_its_text_with_numbered_lines_and_nothing_that_runs_it(project: Path) -> None:
    made = convert(TEXT)
    programs = re.findall(r'(?s)<div class="cw-program">.*?</div>\n</div>', made)
    assert len(programs) == 2
    for program in programs:
        assert [number.strip() for number in re.findall(r'data-linenos="(.*?)"', program)] == [
            str(number) for number in range(1, 15)
        ]
        assert " id=" not in program
    assert "cw-try" not in made
    assert ">5<" in programs[1]
    assert "Five chunks" not in made, "the title of a variant often says what is wrong with it"


def test_what_was_recorded_stands_in_the_answer_and_not_beside_the_question(project: Path) -> None:
    made = convert(TEXT)
    question, answer = made.split('id="quiz-challenge-output"')[1].split('<details class="cw-answer">')[:2]
    assert "cw-steps" not in question
    assert answer.index("cw-reasons") < answer.index("cw-proof") < answer.index("cw-steps")


def test_on_paper_the_answers_stand_in_the_appendix_without_the_programs(project: Path) -> None:
    _, appendix = convert(TEXT).split('<section class="cw-appendix"')
    assert appendix.count("<ol class=") == len(PROBLEMS)
    assert "cw-program" not in appendix


def test_an_option_may_say_the_answer_in_other_words(project: Path) -> None:
    made = convert(TEXT)
    assert "is <code>five_chunks</code>, which is option B." in made
    with pytest.raises(PageError, match=r"the answer .* is 'five_chunks', and no option says so"):
        convert(TEXT.replace("    means: five_chunks\n\n", ""))


def test_the_example_of_a_program_is_used() -> None:
    assert used_examples(f"/// program | {THREE_CHUNKS}\n///") == {THREE_CHUNKS}


def without(kind: str) -> str:
    """The challenge without its problem of a kind."""
    parts = re.split(r"(?m)(?=^/// quiz)", TEXT)
    return "".join(part for part in parts if f"problem: {kind}" not in part) + "///\n" * (kind == "choose-design")


MISTAKES = {
    "four problems": (without("order-events"), "with 4 of 5 problems", "Missing: order-events", "/// challenge"),
    "a kind twice": (
        TEXT.replace("problem: find-bug", "problem: predict-output"),
        "two problems of the kind 'predict-output'",
        "Missing: find-bug",
        "    problem: predict-output",
    ),
    "an unknown kind": (
        TEXT.replace("problem: find-bug", "problem: find-bugs"),
        "there is no problem 'find-bugs'",
        "'find-bug'",
        "    problem: find-bugs",
    ),
    "a problem that does not say its kind": (
        TEXT.replace("    problem: find-bug\n", ""),
        "doesn't say which problem it is",
        "predict-behaviour, predict-output, find-bug",
        "/// quiz | challenge-bug",
    ),
    "a problem outside": (
        TEXT.replace("/// challenge\n", "").removesuffix("///\n"),
        "a problem outside a challenge",
        "Move the quiz into /// challenge",
        "    problem: predict-behaviour",
    ),
    "an empty challenge": ("/// challenge\n///\n", "with 0 of 5 problems", "order-events", "/// challenge"),
    "two challenges": (
        TEXT + "\n/// challenge\n///\n",
        "already has a challenge, in line 5",
        "into one",
        "/// challenge",
    ),
    "a proof without a question": ("/// proof\n///\n", "is outside /// quiz", "Move it", "/// proof"),
}


@pytest.mark.parametrize(("text", "what", "hint", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_in_its_place(project: Path, text: str, what: str, hint: str, line: str) -> None:
    PAGE.write_text(f"---\ntitle: Challenge\n---\n\n{text}", "utf-8")
    with pytest.raises(PageError) as caught:
        convert(text)
    assert what in caught.value.what
    assert hint in str(caught.value.hint)
    assert caught.value.file == PAGE
    found = PAGE.read_text("utf-8").split("\n")
    assert caught.value.line == len(found) - found[::-1].index(line)
