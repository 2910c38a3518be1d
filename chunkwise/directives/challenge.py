"""The challenge: five problems of five kinds, each a quiz, because five questions of one kind test one skill."""

from __future__ import annotations

from typing import Literal
from xml.etree.ElementTree import Element

from chunkwise.directives.directive import Directive, add
from chunkwise.directives.options import Options
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block

Problem = Literal["predict-behaviour", "predict-output", "find-bug", "order-events", "choose-design"]

PROBLEMS: dict[Problem, str] = {
    "predict-behaviour": "Predict the behaviour",
    "predict-output": "Predict the output",
    "find-bug": "Find the bug",
    "order-events": "Order the events",
    "choose-design": "Choose the design",
}
"""The kinds of problems, each with the heading that a reader sees."""


class ProblemOptions(Options):
    """What a quiz says of itself where it can be a problem of a challenge."""

    problem: Problem | None = None


class Challenge(Directive):
    """Five problems, one of each kind, in any order. A script adds a clock for who wants one, and a score."""

    NAME = "challenge"
    HOLDS = True

    def check(self, page: Page, block: Block) -> None:
        for other in page.source.blocks[: block.number]:
            if other.name == self.NAME:
                what = f"this page already has a challenge, in line {page.line(other.line)}"
                raise page.error(what, block.line, "Put all five problems into one.")
        problems = _problems(block)
        for index, problem in enumerate(problems):
            kind = _kind(page, problem)
            if kind in (ProblemOptions.of(earlier).problem for earlier in problems[:index]):
                what = f"the challenge has two problems of the kind {kind!r}"
                raise page.error(what, problem.line_of("problem"), _missing(problems))
        if len(problems) != len(PROBLEMS):
            what = f"a challenge with {len(problems)} of {len(PROBLEMS)} problems"
            raise page.error(what, block.line, _missing(problems))

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        box = add(parent, "div", class_="cw-challenge")
        add(box, "cw-challenge")  # where a script puts the clock
        return box

    def end(self, page: Page, block: Block, element: Element) -> None:
        add(element, "div", class_="cw-outcome")  # and where it puts the score


def check_problem(page: Page, quiz: Block) -> None:
    """Raise if a quiz is a problem outside a challenge, or stands in one and is of none of its kinds."""
    inside = quiz.parent is not None and quiz.parent.name == Challenge.NAME
    if ProblemOptions.of(quiz).problem and not inside:
        hint = f"Move the quiz into /// {Challenge.NAME}, or remove the option."
        raise page.error("a problem outside a challenge", quiz.line_of("problem"), hint)
    if inside:
        _kind(page, quiz)


def heading(quiz: Block) -> str:
    """Return the heading of a problem, with its place in the challenge; nothing for another quiz."""
    kind = ProblemOptions.of(quiz).problem
    if kind is None or quiz.parent is None:
        return ""
    return f"{_problems(quiz.parent).index(quiz) + 1}. {PROBLEMS[kind]}"


def _problems(challenge: Block) -> list[Block]:
    return [child for child in challenge.children if child.name == "quiz"]


def _kind(page: Page, problem: Block) -> Problem:
    """Return which kind a problem is of.

    Raises:
        PageError: It is of none.
    """
    kind = ProblemOptions.of(problem).problem
    if kind is None:
        hint = f"Add a line `    problem: ...` with one of {', '.join(PROBLEMS)}."
        raise page.error("a quiz in a challenge doesn't say which problem it is", problem.line, hint)
    return kind


def _missing(problems: list[Block]) -> str:
    there = {ProblemOptions.of(problem).problem for problem in problems}
    missing = ", ".join(kind for kind in PROBLEMS if kind not in there)
    return f"A challenge has each kind once. Missing: {missing or 'none'}."
