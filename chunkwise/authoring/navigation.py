"""Where a lesson is listed, besides its own folder: the map on the home page and the navigation of the site.

Both files are an author's own, with comments and an order. So a lesson is put in as lines of text, and nothing else of
them is touched. A YAML library would write them anew, without the comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from chunkwise.directives.lesson_map import ITEM, curriculum, listed
from chunkwise.directives.modes import MODES
from chunkwise.errors import PageError

LESSONS = re.compile(r"^(?P<indent> +)- +[\"']?Lessons[\"']?: *(?:#.*)?$")
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


def in_navigation(settings: str, file: Path, title: str, pages: Sequence[tuple[str, str]], order: Sequence[str]) -> str:
    """Return the text of ``mkdocs.yml`` with a lesson's pages in its navigation, where ``order`` puts the lesson.

    ``pages`` are their names and their paths below ``docs``. A site without a navigation of its own needs no entry.

    Raises:
        PageError: There is a navigation, but in it no place for lessons.
    """
    lines = settings.split("\n")
    nav = next((number for number, line in enumerate(lines) if re.match(r"nav: *(?:#.*)?$", line)), None)
    if nav is None or any(path in settings for _, path in pages):
        return settings
    end = _block_end(lines, nav + 1, 0)
    found = next(((n, one["indent"]) for n in range(nav + 1, end) if (one := LESSONS.match(lines[n]))), None)
    if found is None:
        hint = "Add a line `  - Lessons:` below nav, and begin anew."
        raise PageError("the navigation has no place for lessons", file=file, line=nav + 1, hint=hint)
    begin, indent = found[0] + 1, len(found[1]) + 4
    end = _block_end(lines, begin, len(found[1]))
    entries = [number for number in range(begin, end) if re.match(rf" {{{indent}}}- ", lines[number])]
    place = end
    for entry, following in zip(entries, [*entries[1:], end], strict=False):
        of = OF_LESSON.search("\n".join(lines[entry:following]))
        if of and of[1] in order and order.index(of[1]) > order.index(OF_LESSON.findall(pages[0][1])[0]):
            place = entry
            break
    while lines[place - 1].lstrip().startswith("#"):
        place -= 1  # a comment belongs to what stands below it
    new = [f"{' ' * indent}- {_key(title)}:", *(f"{' ' * (indent + 4)}- {mode}: {path}" for mode, path in pages)]
    return "\n".join([*lines[:place], *new, *lines[place:]])


def with_page(settings: str, lesson: str, mode: str) -> str:
    """Return the text of ``mkdocs.yml`` with a page of a lesson in its navigation, in the order of the modes.

    A lesson that is not in the navigation has no place for it there, and the text stays as it was.
    """
    lines = settings.split("\n")
    own = re.compile(rf"^(?P<indent> +)- .*\blessons/{re.escape(lesson)}/(?P<mode>[\w-]+)\.\w+ *(?:#.*)?$")
    found = [(number, line) for number, text in enumerate(lines) if (line := own.match(text))]
    if not found or any(line["mode"] == mode for _, line in found):
        return settings
    order = list(MODES)
    later = (n for n, line in found if line["mode"] in order and order.index(line["mode"]) > order.index(mode))
    place = next(later, found[-1][0] + 1)
    new = f"{found[0][1]['indent']}- {MODES[mode]}: lessons/{lesson}/{mode}.md"
    return "\n".join([*lines[:place], new, *lines[place:]])


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
