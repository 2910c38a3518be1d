"""The end of a lesson's page: one next step and one alternative, because who has finished a page asks what comes now.

No author writes it: the next step follows from the map and from the pages that are there. A script adds what this
reader has finished and which cards are due; without scripts both ways are there all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from chunkwise.directives.directive import add
from chunkwise.directives.lesson_map import lessons_of, title_of
from chunkwise.directives.modes import MODES, pages

PATH = ("learn", "visualize", "try", "challenge", "review")
"""The modes that lead through a lesson. The others are alternatives, each beside the step that it comes before."""
AGAIN = ("review", "challenge", "visualize", "learn")
"""The modes to go back to from a lesson's last page, the best first."""
PROGRESS = "progress.md"
"""The page on which a reader sees all that is finished, where a site has it."""


@dataclass(frozen=True)
class Way:
    """A page to go on to: how it is introduced, and what it is called."""

    says: str
    name: str
    file: Path


def ways(docs: Path, lesson: str, mode: str) -> tuple[Way, Way]:
    """Return the next step after a page, and the alternative to it."""
    there = pages(docs, lesson)
    order = list(there)
    following = next_lesson(docs, lesson)
    ahead = order[order.index(mode) + 1 :] if mode in order else order
    beside = ahead[0] if ahead and ahead[0] not in PATH else None
    step = next((one for one in ahead if one in PATH), None)
    again = next((one for one in AGAIN if one in there and one != mode), None)
    other = Way("Or choose from", "All lessons", docs / "index.md")
    if beside:
        other = Way("Or", MODES[beside], there[beside])
    elif step and following:
        other = Way("Or continue with the next lesson", title_of(docs, following), first(docs, following))
    elif again and not step:
        other = Way("Or once more", MODES[again], there[again])
    if step:
        return Way("Next", MODES[step], there[step]), other
    if following:
        return Way("Next lesson", title_of(docs, following), first(docs, following)), other
    return Way("That was the last lesson. See", "All lessons", docs / "index.md"), other


def next_lesson(docs: Path, lesson: str) -> str | None:
    """Return the lesson that comes after another on the map, of those that have pages."""
    order = [one.slug for one in lessons_of(docs)]
    later = order[order.index(lesson) + 1 :] if lesson in order else []
    return next((one for one in later if pages(docs, one)), None)


def first(docs: Path, lesson: str) -> Path:
    return next(iter(pages(docs, lesson).values()))


def end(docs: Path, place: tuple[str, str], minutes: Callable[[Path], int | None]) -> Element:
    """Return the end of a page. ``place`` is its lesson and mode, ``minutes`` tells how long another one takes."""
    lesson, mode = place
    here = docs / "lessons" / lesson
    box = Element("nav", {"class": "cw-end", "aria-label": "Where to go on"})
    add(box, "cw-progress")  # where a script shows what a reader has finished
    items = add(box, "ul")
    for way, kind in zip(ways(docs, lesson, mode), ("cw-next", "cw-other"), strict=True):
        link = add(add(items, "li"), "a", class_=kind, href=Path(os.path.relpath(way.file, here)).as_posix())
        add(link, "span", way.says).tail = " "
        add(link, "strong", way.name).tail = " "
        if way.file.stem in MODES and (needed := minutes(way.file)):
            add(link, "small", f"{needed} min")
    review = pages(docs, lesson).get("review")
    if review and mode != "review":
        box.set("data-review", f"../{review.stem}/")
    if (docs / PROGRESS).is_file():
        link = add(add(box, "p", class_="cw-all"), "a", "Your progress in all lessons", href=f"../../{PROGRESS}")
    return box
