"""The map of all lessons on the home page.

An author lists every lesson once, also those that nobody has written yet. Which of them can be read is not for the
author to say: a lesson is there when its folder has a page, so the map cannot promise what is not on the site.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from chunkwise.directives.directive import Directive, add
from chunkwise.directives.modes import MODES, pages
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block
from chunkwise.directives.reading_time import minutes_of

HEADING = re.compile(r"^(?P<marks>#{2,6}) +(?P<title>.*?) *#*$")
ITEM = re.compile(r"^\d+[.)](?: +(?P<text>.*))?$")
LESSON = re.compile(r"(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*) *\| *(?P<title>[^:|]*[^:|\s]) *: +(?P<idea>\S.*)")
LOCAL = r"(?!(?:\n +.*)*\n +run: *locally)"
QUIZ = re.compile(rf"(?m)^ */{{3,}} *(?:quiz|task) *\| *([\w/-]+) *$(?:{LOCAL})")
"""What a reader can get right in a page: questions by their ids, and by their names the tasks that it can run."""
HINT = "Write 1. folder-name | Title: the idea in one sentence."


@dataclass
class Lesson:
    slug: str
    title: str
    idea: str
    line: int


@dataclass
class Part:
    """Lessons that belong together, with what is said before the first of them."""

    title: str
    level: int
    line: int
    intro: list[str] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)


class Curriculum(Directive):
    """The map: parts with their lessons, in the order in which they are best read."""

    NAME = "curriculum"
    HOLDS = True

    def check(self, page: Page, block: Block) -> None:
        if block.children:
            child = block.children[0]
            raise page.error(f"/// curriculum holds a /// {child.name}", child.line, "Move it out of the list.")
        for other in page.source.blocks[: block.number]:
            if other.name == self.NAME:
                what = f"this page already has a /// curriculum, in line {page.line(other.line)}"
                raise page.error(what, block.line, "Combine them into one.")
        parts = _parts(page, block)
        seen: dict[str, int] = {}
        for lesson in (lesson for part in parts for lesson in part.lessons):
            if lesson.slug in seen:
                what = f"the lesson {lesson.slug!r} is listed twice, in line {page.line(seen[lesson.slug])} too"
                raise page.error(what, lesson.line, "Remove one of them, or correct its folder's name.")
            seen[lesson.slug] = lesson.line
        for folder in sorted((page.docs / "lessons").glob("*/")):
            if folder.name not in seen and pages(page.docs, folder.name):
                what = f"/// curriculum does not list the lesson {folder.name!r}, which has pages in {folder}"
                raise page.error(what, block.line, f"Write N. {folder.name} | Title: the idea in one sentence.")

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        return add(parent, "nav", class_="cw-curriculum", aria_label="All lessons")

    def end(self, page: Page, block: Block, element: Element) -> None:
        """Put the map where Markdown has put its list: what was checked is what is drawn."""
        for child in list(element):
            element.remove(child)
        number = 1
        begun = False
        for part in _parts(page, block):
            add(element, f"h{part.level}", part.title)
            if part.intro:
                add(element, "p", " ".join(part.intro), class_="cw-part")
            here = {lesson.slug: pages(page.docs, lesson.slug) for lesson in part.lessons}
            numbers = {lesson.slug: str(number + at) for at, lesson in enumerate(part.lessons)}
            number += len(part.lessons)
            if any(here.values()):
                items = add(element, "ol", class_="cw-map")
                for lesson in [one for one in part.lessons if here[one.slug]]:
                    item = add(items, "li", value=numbers[lesson.slug])
                    readable(page, item, lesson.slug, lesson.title, lesson.idea, first=not begun)
                    begun = True
            if to_come := [one for one in part.lessons if not here[one.slug]]:
                folded = add(element, "details", class_="cw-to-come")
                add(folded, "summary", f"{len(to_come)} more to come: " + ", ".join(one.title for one in to_come))
                items = add(folded, "ol")
                for lesson in to_come:
                    item = add(items, "li", value=numbers[lesson.slug])
                    add(item, "strong", lesson.title).tail = f": {lesson.idea}"
        add(add(element, "cw-home"), "cw-map")  # where a script shows what a reader has finished


def readable(page: Page, item: Element, lesson: str, title: str, idea: str, *, first: bool = False) -> None:
    """Fill the item of a lesson that has pages: its title, its idea, and a link to each page with what it asks."""
    there = pages(page.docs, lesson)
    item.set("data-lesson", lesson)
    head = add(item, "p", class_="cw-map-title")
    add(head, "a", title, href=_link(page, next(iter(there.values())))).tail = " "
    if first:
        add(head, "em", "start here")
    if idea:
        add(item, "p", idea)
    modes = add(add(item, "div", class_="cw-mode-links"), "ul", aria_label="Ways to learn it")
    for mode, file in there.items():
        link = add(add(modes, "li"), "a", MODES[mode], href=_link(page, file), data_mode=mode)
        link.set("data-minutes", str(minutes_of(file, page.examples)))
        if quizzes := QUIZ.findall(file.read_text("utf-8-sig", errors="replace")):
            link.set("data-quizzes", " ".join(quizzes))


def _parts(page: Page, block: Block) -> list[Part]:
    """Read the list.

    Raises:
        PageError: A line is neither a part's heading nor a lesson, or a part has no lesson.
    """
    parts: list[Part] = []
    for number, line in block.text:
        text = line.strip()
        if not text:
            continue
        if heading := HEADING.match(text):
            parts.append(Part(heading["title"], len(heading["marks"]), number))
            continue
        if not parts:
            raise page.error("the curriculum doesn't begin with a part", number, "Write a heading first: ### The part")
        lessons = parts[-1].lessons
        if item := ITEM.match(text):
            lesson = LESSON.fullmatch(item["text"] or "")
            if lesson is None:
                what = f"this item is not a lesson: {text[:60]}" if item["text"] else "an item without a lesson"
                raise page.error(what, number, HINT)
            lessons.append(Lesson(lesson["slug"], lesson["title"], lesson["idea"].strip(), number))
        elif lessons and line[:1].isspace():
            lessons[-1].idea += f" {text}"
        elif lessons or text[0] in "-*+>`#|":
            raise page.error(f"this is neither a part nor a lesson of the curriculum: {text[:60]}", number, HINT)
        else:
            parts[-1].intro.append(text)
    for part in parts:
        if not part.lessons or not part.title:
            raise page.error(f"the part {part.title!r} of the curriculum lists no lesson", part.line, HINT)
    if not parts:
        raise page.error("the curriculum lists no lesson", block.line, "Write a heading, and below it " + HINT[6:])
    return parts


def _link(page: Page, target: Path) -> str:
    here = page.file.parent if page.file.is_relative_to(page.docs) else page.docs
    return Path(os.path.relpath(target, here)).as_posix()
