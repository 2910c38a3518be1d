"""The modes of a lesson: which there are, what a page of each has to hold, how long it takes, and the switch.

A mode is there when its page is there. What a page must hold is written down here, so that a reader who likes a mode
gets the same of every lesson; and nobody guesses its minutes, because a guess is never changed when the page is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

from chunkwise.directives.directive import Directive, add
from chunkwise.directives.lesson_map import plain_title, title_of
from chunkwise.directives.options import Options, Text
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block

MODES = {
    "learn": "Learn",
    "why": "Why",
    "deep-dive": "Deep dive",
    "visualize": "Visualize",
    "try": "Try",
    "challenge": "Challenge",
    "project": "Project",
    "review": "Review",
    "performance": "Performance",
}
HOLDS: dict[str, dict[str, int]] = {
    "learn": {"example": 1, "output": 1, "snapshot": 1},
    "why": {"measured": 1},
    "deep-dive": {"lanes": 1, "exchange": 1},
    "visualize": {
        **{"flow": 1, "example": 1, "steps": 1, "variables": 1, "player": 1},
        **{"moment": 3, "quiz": 3, "snapshot": 1, "transcript": 1},
    },
    "try": {"task": 1},
    "challenge": {"challenge": 1},
    "project": {"task": 4},
    "review": {"sheet": 1, "cards": 1, "quiz": 1},
}
"""The directives that a page of a mode has at least, and how many of each."""
VISUALIZE = (
    *("Concept flow", "Execution sample", "Execution table", "Variable tracker"),
    *("Key moments", "Visual quiz", "Concept snapshot", "Full transcript"),
)
"""The sections of the step-by-step page, in this order."""

ABOUT = "FastAPI · framework"

WORDS_A_MINUTE = 200
"""Brysbaert (2019) finds 238 words a minute for English non-fiction; a page with tables in it is read more slowly."""
SECONDS = {"step": 5, "quiz": 30, "card": 15, "task": 240}
"""What looking at a table's row, answering a question, turning a card and solving a task take on top of the words."""
UNREAD = ("transcript", "option", "right")
"""What tells the lesson once more, and the sentences of which a reader sees one in four."""
WORD = re.compile(r"\w+(?:['-]\w+)*")
HEADING = re.compile(r"^(?P<marks>#+) +(?P<title>.*?) *#*(?: *\{.*\})?$")


def pages(docs: Path, lesson: str) -> dict[str, Path]:
    """Return the pages that a lesson has, by mode, in the order of the modes. A notebook is a page as well."""
    files = {mode: docs / "lessons" / lesson / mode for mode in MODES}
    found = {mode: [file.with_suffix(end) for end in (".md", ".ipynb")] for mode, file in files.items()}
    return {mode: next(filter(Path.is_file, two)) for mode, two in found.items() if any(map(Path.is_file, two))}


def minutes(words: int, **seen: int) -> int:
    """Return how many minutes a page takes, at least one. ``seen`` counts steps, quizzes, cards and tasks."""
    seconds = sum(SECONDS[kind] * count for kind, count in seen.items())
    return max(1, math.ceil(words / WORDS_A_MINUTE + seconds / 60))


def words(text: str) -> int:
    return len(WORD.findall(text))


class ModesOptions(Options):
    about: Text = ABOUT


class Modes(Directive):
    """The lesson's head: its title, the minutes that the page takes, and the switch between the modes.

    Its lesson and its mode are those of the page's path, and the title is the map's.
    """

    NAME = "modes"
    OPTIONS = ModesOptions

    def check(self, page: Page, block: Block) -> None:
        lesson, mode = self.place(page, block)
        title = f"{plain_title(title_of(page.docs, lesson))}: {MODES[mode].lower()}"
        if plain_title(page.meta.get("title", title)) != title:
            what = f"this page's title is {page.meta['title']!r}, and its lesson and mode make it {title!r}"
            raise page.error(what, block.line, f'Write title: "{title}" in its front matter, or mend the map.')
        self._check_sections(page, block, mode)

    def place(self, page: Page, block: Block) -> tuple[str, str]:
        """Return the lesson and the mode of a page.

        Raises:
            PageError: It is a page of no lesson.
        """
        if page.lesson is None or page.file.stem not in MODES:
            hint = f"Move it to {page.docs}/lessons/LESSON/MODE.md. The modes are {', '.join(MODES)}."
            raise page.error("/// modes stands on a page that is no mode of a lesson", block.line, hint)
        return page.lesson, page.file.stem

    def _check_sections(self, page: Page, block: Block, mode: str) -> None:
        line = block.line
        first = next((text for number, text in page.source.prose if number > block.line and text.strip()), "#")
        if first.lstrip()[0] in "#<!|>-*":
            hint = "Begin with a paragraph that says what a reader leaves with."
            raise page.error("no sentence comes after /// modes", block.line, hint)
        counts = Counter(other.name for other in page.source.blocks)
        for name, least in HOLDS.get(mode, {}).items():
            if counts[name] < least:
                there = f"{counts[name] or 'no'} /// {name}"
                what = f"a page of the mode {MODES[mode]} has at least {least} /// {name}, and this one has {there}"
                raise page.error(what, line, "Add what is missing, or make it a page of another mode.")
        if mode == "visualize":
            titles = [
                (number, found["title"])
                for number, text in page.source.prose
                if (found := HEADING.match(text)) and len(found["marks"]) == 2
            ]
            given = [title for _, title in titles if title in VISUALIZE]
            for wanted in VISUALIZE:
                if wanted not in given:
                    what = f"a page of the mode {MODES[mode]} has a section {wanted!r}, and this one has none"
                    raise page.error(what, line, f"Write ## {wanted} where it belongs: {', '.join(VISUALIZE)}.")
            for (number, title), wanted in zip([one for one in titles if one[1] in given], VISUALIZE, strict=False):
                if title != wanted:
                    what = f"the section {title!r} stands where {wanted!r} belongs"
                    raise page.error(what, number, f"Put them in this order: {', '.join(VISUALIZE)}.")

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        return head(parent, page.docs, self.place(page, block), _minutes(page), ModesOptions.of(block).about)


def head(parent: Element, docs: Path, place: tuple[str, str], needed: int, about: str = ABOUT) -> Element:
    """Add the head of a lesson's page. ``place`` is its lesson and mode, ``needed`` its minutes."""
    lesson, mode = place
    title = title_of(docs, lesson)
    there = pages(docs, lesson)
    box = add(parent, "div", class_="cw-modes", data_lesson=lesson, data_mode=mode)
    box.set("data-pagefind-meta", f"mode:{MODES[mode]}")  # by which a search names what it found
    line = add(box, "p", class_="cw-lesson")
    add(line, "strong", title, class_="cw-lesson-title", data_pagefind_meta="lesson").tail = " "
    add(line, "span", about, class_="cw-about").tail = " "
    add(line, "span", f"about {needed} minute{'' if needed == 1 else 's'}", class_="cw-minutes")
    count = f"{len(there)} mode{'' if len(there) == 1 else 's'}"
    links = add(box, "nav", class_="cw-mode-links", aria_label=f"Learning styles of {title}")
    add(links, "p", f"Choose your learning style: {count}", class_="cw-choose")
    items = add(links, "ul")
    for name, file in there.items():
        here = name == mode
        # Builders write a link to the page itself in different ways; "#" is the same in all.
        link = add(add(items, "li"), "a", MODES[name], href="#" if here else file.name, data_mode=name)
        if here:
            link.set("aria-current", "page")
    add(box, "cw-progress")  # where a script shows what a reader has finished
    return box


def _minutes(page: Page) -> int:
    blocks = page.source.blocks
    unread = {number for block in blocks if block.name in UNREAD for number, _ in block.text}
    read = sum(words(line) for number, line in page.source.prose if number not in unread)
    counts = Counter(block.name for block in blocks)
    rows = sum(len(table.rows) for table in page.tables)
    return minutes(read, step=rows, quiz=counts["quiz"], card=counts["card"], task=counts["task"])
