"""What a mode promises its readers and a page does not keep yet: too few cards of a level, questions, options.

A page that is begun builds all the same. Here is the list of what it still owes, which `chunkwise check` prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from chunkwise.directives import parser
from chunkwise.directives.cards import LEVELS
from chunkwise.directives.front_matter import FRONT_MATTER
from chunkwise.directives.modes import MODES
from chunkwise.directives.parser import Block
from chunkwise.directives.registry import DIRECTIVES, OTHERS
from chunkwise.errors import PageError

CARDS = 4
"""Of each level, on a Review page."""
QUESTIONS = {"review": 10}
"""How many questions a page of a mode has."""
OPTIONS = 4
"""Of a question: the right one, and three mistakes that people make."""
DRAFT = "<!--"
"""Begins what `chunkwise new` tells an author. A page with that in it is not finished, and owes nothing yet."""


def shortfalls(docs: Path) -> Iterator[str]:
    """Yield what each lesson's pages below ``docs`` owe, a line for each thing."""
    for file in sorted((docs / "lessons").glob("*/*.md")):
        text = file.read_text("utf-8-sig", errors="replace")
        if file.stem not in MODES or DRAFT in text:
            continue
        try:
            blocks = parser.read(FRONT_MATTER.sub("", text), DIRECTIVES, OTHERS).blocks
        except PageError:
            continue  # the build says so
        for what in _owed(file.stem, blocks):
            yield f"{file.as_posix()}: {what}"


def _owed(mode: str, blocks: list[Block]) -> Iterator[str]:
    counts = Counter(block.name for block in blocks)
    if counts["cards"]:
        levels = Counter(str(block.options.get("level")) for block in blocks if block.name == "card")
        for level, name in LEVELS.items():
            if levels[level] < CARDS:
                yield f"{levels[level]} of {CARDS} cards of level {level} ({name})"
    if counts["quiz"] < QUESTIONS.get(mode, 0):
        yield f"{counts['quiz']} of {QUESTIONS[mode]} questions"
    for block in blocks:
        if block.name == "quiz":
            options = sum(child.name in ("option", "right") for child in block.children)
            if options < OPTIONS:
                yield f"{options} of {OPTIONS} options of the question {block.argument!r}"
