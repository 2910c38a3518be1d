"""The map's list of lessons, from which each lesson has its title, because what stands in one place is never stale."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

CURRICULUM = re.compile(r"^(?P<slashes>/{3,}) *curriculum *$")
ITEM = re.compile(r"^(?P<number>\d+)[.)] +(?P<slug>[a-z0-9-]+) *\| *(?P<title>[^:]*?) *:")


def listed(home: str) -> dict[str, str]:
    """Return the titles of the lessons on the map of the home page whose text is ``home``, by their folders' names."""
    begin, end = curriculum(home.split("\n"))
    found = (ITEM.match(line) for line in home.split("\n")[begin:end])
    return {item["slug"]: item["title"] for item in found if item}


def curriculum(lines: list[str]) -> tuple[int, int]:
    """Return where the map begins and ends, both the same where there is none."""
    for number, line in enumerate(lines):
        if begin := CURRICULUM.match(line):
            closed = (n for n in range(number + 1, len(lines)) if lines[n].strip() == begin["slashes"])
            return number + 1, next(closed, len(lines))
    return 0, 0


def title_of(docs: Path, lesson: str) -> str:
    """Return what a lesson is called: as the map says, or made of its folder's name where the map does not list it."""
    home = docs / "index.md"
    stat = home.stat() if home.is_file() else None
    titles = _titles(home.resolve(), stat.st_mtime_ns, stat.st_size) if stat else {}
    return titles.get(lesson) or lesson.replace("-", " ").capitalize()


def plain_title(title: str) -> str:
    """Return a title as it stands in a browser's tab and in front matter: without marks that mean something there."""
    return re.sub('[`"\\\\]', "", title)


@lru_cache(maxsize=8)
def _titles(home: Path, changed: int, size: int) -> dict[str, str]:
    return listed(home.read_text("utf-8-sig", errors="replace"))
