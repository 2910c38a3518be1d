"""Changes of a page: of what decides a quiz, of what its options stand for, and of each reference to a step."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator

from chunkwise.directives.mistakes import REFERENCE
from scripts.mutants.mutant import numbered, spliced

ANSWER = re.compile(r"^ {4}answer: (?P<value>.+)$", re.MULTILINE)
QUIZ = re.compile(r"^/{3,} quiz \|.*?(?=^/{3,} quiz \||\Z)", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"^/{3,} (?P<kind>option|right) \| (?P<text>.+)(?:\n {4}means: (?P<means>.+))?$", re.MULTILINE)
EVENT = re.compile(r'\bevent\((?:"[^"]*"|[^()"])*\)')
REFERENCES = re.compile(REFERENCE)
FENCE = re.compile(r"^(```+|~~~+).*?^\1[ ]*$", re.MULTILINE | re.DOTALL)
OTHER_CALL = {
    "first_step": "last_step",
    "last_step": "first_step",
    "step": "count",
    "values": "count",
    "count": "values",
    "most": "fewest",
    "fewest": "most",
    "ran": "times",
    "times": "ran",
}
OTHER_NAME = {"pieces": "writes", "writes": "pieces", "raised": "raised_at", "raised_at": "raised"}


def changed_quizzes(text: str) -> Iterator[tuple[str, str]]:
    """Yield every change of a quiz key: of the expression that computes it, and of the author's own word."""
    yield from numbered(_quizzes(text))


def changed_references(text: str) -> Iterator[tuple[str, str]]:
    """Yield every change of a step reference to a step that is not there.

    A reference to another step of the same table is a true reference too: whether its sentence suits that step is for
    a reader to say, and no recording can.
    """
    yield from numbered(_references(text))


def _quizzes(text: str) -> Iterator[tuple[str, str]]:
    shown = _without_samples(text)
    for match in ANSWER.finditer(shown):
        for what, new in _expressions(match["value"]):
            yield f"answer {what}: {match['value']}", spliced(text, *match.span("value"), new)
    for quiz in QUIZ.finditer(shown):
        yield from _options(text, shown, *quiz.span())


def _options(text: str, shown: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield changes of one quiz: another right option, one that says something else, a wrong one that says it too."""
    options = list(OPTION.finditer(shown, start, end))
    right = next((option for option in options if option["kind"] == "right"), None)
    if right is None:
        return
    quiz = shown[start:end].split("\n", 1)[0].partition("| ")[2]
    for other in options:
        if other is not right:
            first, second = sorted((other, right), key=re.Match.start)
            between = text[first.end("kind") : second.start("kind")]
            swapped = second["kind"] + between + first["kind"]
            yield f"right, {quiz}: {other['text']}", spliced(text, first.start("kind"), second.end("kind"), swapped)
    said = "means" if right["means"] else "text"
    yield f"right {said}, {quiz}: {right[said]}", spliced(text, *right.span(said), _other_words(right[said]))
    answer = right["means"] or json.dumps(right["text"], ensure_ascii=False)
    for option in options:
        if option is not right:
            line = f"/// option | {option['text']}\n    means: {answer}"
            yield f"means the answer too, {quiz}: {option['text']}", spliced(text, *option.span(), line)


def _other_words(value: str) -> str:
    """Change what an option says, inside its quotes if it has any."""
    return f"{value[:-1]}~{value[-1]}" if value[-1] in "\"'" and value[0] == value[-1] else f"{value}~"


def _expressions(value: str) -> Iterator[tuple[str, str]]:
    for number in re.finditer(r"\d+", value):
        yield "number", spliced(value, *number.span(), str(int(number[0]) + 1))
    for word in re.finditer(r'"([^"]+)"', value):
        yield "text", spliced(value, *word.span(1), f"{word[1]}~")
    for call in re.finditer(r"\b(\w+)\(", value):
        if call[1] == "only":
            yield "call", spliced(value, call.end(), call.end(), "not ")
        elif call[1] in OTHER_CALL:
            yield "call", spliced(value, *call.span(1), OTHER_CALL[call[1]])
    for name in re.finditer(r"\b\w+\b(?!\()", re.sub(r'"[^"]*"', lambda text: " " * len(text[0]), value)):
        if name[0] in OTHER_NAME:
            yield "name", spliced(value, *name.span(), OTHER_NAME[name[0]])
    events = list(EVENT.finditer(value))
    for one in events:
        if not re.search(r"\d\)$", one[0]):
            yield "later event", spliced(value, one.end() - 1, one.end(), ", 2)")
    for first, second in itertools.pairwise(events):
        between = value[first.end() : second.start()]
        yield "swapped events", spliced(value, first.start(), second.end(), second[0] + between + first[0])


def _references(text: str) -> Iterator[tuple[str, str]]:
    for match in REFERENCES.finditer(_without_samples(text)):
        value = match[1]
        yield f"misspelt: {match[0]}", spliced(text, *match.span(1), f"{value}~")
        if number := re.search(r"\d+", value):
            yield f"number: {match[0]}", spliced(text, *match.span(1), value.replace(number[0], "99"))
        if ": " in value:
            yield f"variant: {match[0]}", spliced(text, *match.span(1), f"un{value}")


def _without_samples(text: str) -> str:
    """Blank what stands in a fence: it is shown to the reader as it is written, and means nothing to the page."""
    return FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
