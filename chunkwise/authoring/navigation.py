"""Where a lesson is listed, besides its own folder: the map on the home page and the navigation of the site.

The navigation has one line for a lesson, its first page, below the part that the map gives it. So 32 lessons stay a
list that an eye can take in, and a further page of a lesson is a file and no line anywhere.

Both files are an author's own, with comments and an order. So a lesson is put in as lines of text, and nothing else of
them is touched. A YAML library would write them anew, without the comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from chunkwise.directives.lesson_map import ITEM, Listed, curriculum, listed, plain_title
from chunkwise.errors import PageError

SECTION = re.compile(r"^ +- +(?P<key>[^#:]+|\"[^\"]+\"|'[^']+'): *(?:#.*)?$")
OF_LESSON = re.compile(r"\blessons/([^/\s]+)/")


def on_the_map(home: str, lesson: str, title: str, idea: str) -> str:
    """Return the home page with a lesson at the end of its map. One that is there, or has no map, is as it was."""
    lines = home.split("\n")
    begin, end = curriculum(lines)
    items = [number for number in range(begin, end) if ITEM.match(lines[number])]
    if not items or lesson in listed(home):
        return home
    last = items[-1] + 1
    while last < end and lines[last][:1] == " " and lines[last].strip():
        last += 1  # an idea may go on in lines that are set in
    number = max(int(ITEM.match(lines[item])["number"]) for item in items) + 1  # type: ignore[index]
    return "\n".join([*lines[:last], f"{number}. {lesson} | {title}: {idea}", *lines[last:]])


def in_navigation(settings: str, file: Path, lesson: Listed, path: str, order: Sequence[Listed]) -> str:
    """Return the text of ``mkdocs.yml`` with a lesson in its navigation: one line, below its part, in the map's order.

    ``path`` is the lesson's first page below ``docs``; its other pages are reached from the switch on each of them. A
    part that has no lesson yet gets a section of its own, and a section ``Lessons`` takes what has none. A site without
    a navigation needs no entry.

    Raises:
        PageError: There is a navigation, but in it no place for lessons.
    """
    lines = settings.split("\n")
    nav = next((number for number, line in enumerate(lines) if re.match(r"nav: *(?:#.*)?$", line)), None)
    if nav is None or path in settings:
        return settings
    sections = _sections(lines, nav)
    part = plain_title(lesson.part)
    if (home := sections.get(part, sections.get("Lessons"))) is not None:
        place = _place(lines, home, lesson, order)
        new = [f"{' ' * (_indent(lines[home]) + 4)}- {_key(plain_title(lesson.title))}: {path}"]
        return "\n".join([*lines[:place], *new, *lines[place:]])
    parts = list(dict.fromkeys(plain_title(one.part) for one in order))
    at = parts.index(part) if part in parts else len(parts)
    before = [sections[one] for one in parts[:at] if one in sections]
    after = [sections[one] for one in parts[at:] if one in sections]
    if not part or not (before or after):
        what = f"the navigation has no place for lessons of the part {part!r}"
        raise PageError(
            what, file=file, line=nav + 1, hint="Add a line `  - Lessons:` below nav, and run the command again."
        )
    beside = before[-1] if before else after[0]
    indent = _indent(lines[beside])
    place = _block_end(lines, beside + 1, indent) if before else beside
    new = [f"{' ' * indent}- {_key(part)}:", f"{' ' * (indent + 4)}- {_key(plain_title(lesson.title))}: {path}"]
    return "\n".join([*lines[:place], *new, *lines[place:]])


def _sections(lines: list[str], nav: int) -> dict[str, int]:
    """Return the lines of the navigation below which others stand, by their names."""
    found = {}
    for number in range(nav + 1, _block_end(lines, nav + 1, 0)):
        if section := SECTION.match(lines[number]):
            found[section["key"].strip("\"'")] = number
    return found


def _place(lines: list[str], section: int, lesson: Listed, order: Sequence[Listed]) -> int:
    """Return the line of a section before which a lesson belongs."""
    numbers = {one.slug: one.number for one in order}
    place = end = _block_end(lines, section + 1, _indent(lines[section]))
    for number in range(section + 1, end):
        of = OF_LESSON.search(lines[number])
        if of and numbers.get(of[1], 0) > lesson.number:
            place = number
            break
    while lines[place - 1].lstrip().startswith("#"):
        place -= 1  # a comment belongs to what stands below it
    return place


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _key(title: str) -> str:
    """Return a title as a key of YAML, in quotation marks where YAML would read something else."""
    try:
        plain = yaml.safe_load(f"{title}: 1") == {title: 1}
    except yaml.YAMLError:
        plain = False
    return title if plain else f'"{title}"'


def _block_end(lines: list[str], begin: int, indent: int) -> int:
    """Return the line after the last one that belongs to a block which is set in further than ``indent``."""
    end = begin
    for number in range(begin, len(lines)):
        text = lines[number]
        if text.strip() and len(text) - len(text.lstrip()) <= indent:
            break
        if text.strip():
            end = number + 1
    return end
