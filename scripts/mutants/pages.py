"""Changes of a page: of what decides a quiz, of the option that is called right, and of each reference to a step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.mutants.mutant import numbered, spliced

ANSWER = re.compile(r"^ {4}answer: (?P<value>.+)$", re.MULTILINE)
RIGHT = re.compile(r"^ {4}right: (?P<value>[a-h])$", re.MULTILINE)
REFERENCE = re.compile(r"\[\[(?P<value>[^\]\n]+)\]\]")
FENCE = re.compile(r"^(```+|~~~+).*?^\1[ ]*$", re.MULTILINE | re.DOTALL)
OTHER_CALL = {
    "first_step": "last_step",
    "last_step": "first_step",
    "step": "count",
    "values": "count",
    "count": "values",
}


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
    for match in RIGHT.finditer(shown):
        for letter in "abcd":
            if letter != match["value"]:
                line = text.count("\n", 0, match.start()) + 1
                yield f"right, line {line}: {letter}", spliced(text, *match.span("value"), letter)


def _expressions(value: str) -> Iterator[tuple[str, str]]:
    for number in re.finditer(r"\d+", value):
        yield "number", spliced(value, *number.span(), str(int(number[0]) + 1))
    for word in re.finditer(r'"([^"]+)"', value):
        yield "text", spliced(value, *word.span(1), f"{word[1]}~")
    for call in re.finditer(r"\w+(?=\()", value):
        if call[0] in OTHER_CALL:
            yield "call", spliced(value, *call.span(), OTHER_CALL[call[0]])


def _references(text: str) -> Iterator[tuple[str, str]]:
    for match in REFERENCE.finditer(_without_samples(text)):
        value = match["value"]
        yield f"misspelt: {match[0]}", spliced(text, *match.span("value"), f"{value}~")
        if number := re.search(r"\d+", value):
            yield f"number: {match[0]}", spliced(text, *match.span("value"), value.replace(number[0], "99"))
        if ": " in value:
            yield f"variant: {match[0]}", spliced(text, *match.span("value"), f"un{value}")


def _without_samples(text: str) -> str:
    """Blank what stands in a fence: it is shown to the reader as it is written, and means nothing to the page."""
    return FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
