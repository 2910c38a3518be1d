"""The map's list of lessons, from which each lesson has its title, its number, its part and its answer, because what
stands in one place is never stale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CURRICULUM = re.compile(r"^(?P<slashes>/{3,}) *curriculum *$")
PART = re.compile(r"^#{2,6} +(?P<title>.*?) *#*$")
ITEM = re.compile(r"^(?P<number>\d+)[.)] +(?P<slug>[a-z0-9-]+) *\| *(?P<title>[^:]*?) *:(?P<idea>.*)")


@dataclass(frozen=True)
class Listed:
    """A lesson as the map has it: where it stands, and what it answers."""

    slug: str
    title: str
    idea: str
    part: str
    number: int


def lessons(home: str) -> list[Listed]:
    """Return the lessons on the map of the home page whose text is ``home``, in their order."""
    begin, end = curriculum(home.split("\n"))
    found: list[Listed] = []
    part = ""
    for line in home.split("\n")[begin:end]:
        if heading := PART.match(line):
            part = heading["title"]
        elif item := ITEM.match(line):
            found.append(Listed(item["slug"], item["title"], item["idea"].strip(), part, len(found) + 1))
        elif found and found[-1].part == part and line[:1].isspace() and line.strip():
            last = found.pop()  # an idea may go on in lines that are set in
            found.append(Listed(last.slug, last.title, f"{last.idea} {line.strip()}", part, last.number))
    return found


def listed(home: str) -> dict[str, str]:
    """Return the titles of the lessons on the map of the home page whose text is ``home``, by their folders' names."""
    return {lesson.slug: lesson.title for lesson in lessons(home)}


def curriculum(lines: list[str]) -> tuple[int, int]:
    """Return where the map begins and ends, both the same where there is none."""
    for number, line in enumerate(lines):
        if begin := CURRICULUM.match(line):
            closed = (n for n in range(number + 1, len(lines)) if lines[n].strip() == begin["slashes"])
            return number + 1, next(closed, len(lines))
    return 0, 0


def lessons_of(docs: Path) -> tuple[Listed, ...]:
    """Return the lessons on the map of the site whose pages are in ``docs``; none where there is no map."""
    home = docs / "index.md"
    stat = home.stat() if home.is_file() else None
    return _lessons(home.resolve(), stat.st_mtime_ns, stat.st_size) if stat else ()


def listed_as(docs: Path, lesson: str) -> Listed | None:
    """Return what the map says of a lesson, if it lists it."""
    return next((one for one in lessons_of(docs) if one.slug == lesson), None)


def title_of(docs: Path, lesson: str) -> str:
    """Return what a lesson is called: as the map says, or made of its folder's name where the map does not list it."""
    found = listed_as(docs, lesson)
    return found.title if found and found.title else lesson.replace("-", " ").capitalize()


def plain_title(title: str) -> str:
    """Return a title as it stands in a browser's tab and in front matter: without marks that mean something there."""
    return re.sub('[`"\\\\]', "", title)


@lru_cache(maxsize=8)
def _lessons(home: Path, changed: int, size: int) -> tuple[Listed, ...]:
    return tuple(lessons(home.read_text("utf-8-sig", errors="replace")))
