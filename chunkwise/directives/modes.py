"""The modes of a lesson: which there are, what a page of each has to hold, and the switch between them.

A mode is there when its page is there. What a page must hold is written down here, so that a reader who likes a mode
gets the same of every lesson.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

from chunkwise.directives.directive import Directive, add
from chunkwise.directives.front_matter import RECORDING
from chunkwise.directives.lesson_map import lessons_of, listed_as, plain_title, title_of
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block
from chunkwise.directives.reading_time import minutes_in, minutes_of

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

HEADING = re.compile(r"^(?P<marks>#+) +(?P<title>.*?) *#*(?: *\{.*\})?$")


def pages(docs: Path, lesson: str) -> dict[str, Path]:
    """Return the pages that a lesson has, by mode, in the order of the modes. A notebook is a page as well."""
    files = {mode: docs / "lessons" / lesson / mode for mode in MODES}
    found = {mode: [file.with_suffix(end) for end in (".md", ".ipynb")] for mode, file in files.items()}
    return {mode: next(filter(Path.is_file, two)) for mode, two in found.items() if any(map(Path.is_file, two))}


LONGEST = 60
"""Characters of a page's title that a search engine shows before it cuts, beside the name of the site."""


class Modes(Directive):
    """The lesson's head: where it stands on the map, what it answers, and the switch with the minutes of each page.

    Its lesson and its mode are those of the page's path; title, part and answer are the map's.
    """

    NAME = "modes"

    def check(self, page: Page, block: Block) -> None:
        _, mode = self.place(page, block)
        title = page.meta.get("title", "")
        if len(title) > LONGEST:
            what = f"this page's title has {len(title)} characters, but a search engine shows only {LONGEST}"
            hint = f"Write a shorter title: what a reader types into a search, then what the page is: {title[:40]!r}."
            raise page.error(what, block.line, hint)
        self._check_sections(page, block, mode)

    def place(self, page: Page, block: Block) -> tuple[str, str]:
        """Return the lesson and the mode of a page.

        Raises:
            PageError: It is a page of no lesson.
        """
        if page.lesson is None or page.file.stem not in MODES:
            hint = f"Move it to {page.docs}/lessons/LESSON/MODE.md. The modes are {', '.join(MODES)}."
            raise page.error("/// modes is on a page that is not a mode of a lesson", block.line, hint)
        return page.lesson, page.file.stem

    def _check_sections(self, page: Page, block: Block, mode: str) -> None:
        line = block.line
        first = next((text for number, text in page.source.prose if number > block.line and text.strip()), "#")
        if first.lstrip()[0] in "#<!|>-*":
            hint = "Begin with a paragraph that says what a reader will know after the page."
            raise page.error("no paragraph follows /// modes", block.line, hint)
        counts = Counter(other.name for other in page.source.blocks)
        for name, least in HOLDS.get(mode, {}).items():
            if counts[name] < least:
                there = f"{counts[name] or 'no'} /// {name}"
                what = f"a page of the mode {MODES[mode]} has at least {least} /// {name}, and this one has {there}"
                raise page.error(what, line, "Add what is missing, or change the page's mode.")
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
                    what = f"the section {title!r} is where {wanted!r} belongs"
                    raise page.error(what, number, f"Put them in this order: {', '.join(VISUALIZE)}.")

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        box = head(parent, page.docs, self.place(page, block), taken(page))
        if any(other.name == "quiz" for other in page.source.blocks):
            choose = box.find(".//p[@class='cw-choose']")
            assert choose is not None
            add(add(choose, "cw-questions"), "cw-only")  # where a script puts its button
        return box


def taken(page: Page) -> dict[str, int]:
    """Return the minutes that each page of a page's lesson takes, by mode."""
    there = pages(page.docs, page.lesson or "")
    found = {mode: minutes_of(file, page.examples) for mode, file in there.items() if mode != page.file.stem}
    own = minutes_in(page.text, page.meta.get(RECORDING, ""), page.examples)
    return {**found, page.file.stem: own}


def head(parent: Element, docs: Path, place: tuple[str, str], needed: Mapping[str, int]) -> Element:
    """Add the head of a lesson's page. ``place`` is its lesson and mode, ``needed`` the minutes of what is known."""
    lesson, mode = place
    listed = listed_as(docs, lesson)
    title = title_of(docs, lesson)
    there = pages(docs, lesson)
    box = add(parent, "div", class_="cw-modes", data_lesson=lesson, data_mode=mode)
    box.set("data-pagefind-meta", f"mode:{MODES[mode]}")  # by which a search names what it found
    line = add(box, "p", class_="cw-lesson")
    add(line, "strong", title, class_="cw-lesson-title", data_pagefind_meta="lesson").tail = " "
    if listed and listed.part:
        where = f"Lesson {listed.number} of {len(lessons_of(docs))} · {plain_title(listed.part)}"
        add(line, "span", where, class_="cw-place")
    if listed and listed.idea:
        add(box, "p", listed.idea, class_="cw-idea")
    links = add(box, "nav", class_="cw-mode-links", aria_label=f"Ways to learn {plain_title(title)}")
    count = f"{len(there)} mode{'' if len(there) == 1 else 's'}"
    add(links, "p", f"Choose how to learn: {count}", class_="cw-choose")
    items = add(links, "ul")
    for name, file in there.items():
        here = name == mode
        # Builders write a link to the page itself in different ways; "#" is the same in all.
        link = add(add(items, "li"), "a", MODES[name], href="#" if here else file.name, data_mode=name)
        if name in needed:
            link.text = f"{MODES[name]} "
            add(link, "small", f"{needed[name]} min", class_="cw-minutes")
        if here:
            link.set("aria-current", "page")
    return box
