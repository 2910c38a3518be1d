"""The lessons that are written, in the order of the map, so that a new one breaks no test of another page."""

from __future__ import annotations

from chunkwise.directives.lesson_map import Listed, lessons_of
from tests.support.made import ROOT

DOCS = ROOT / "docs"


def written() -> list[Listed]:
    return [one for one in lessons_of(DOCS) if (DOCS / "lessons" / one.slug / "learn.md").is_file()]


def to_come() -> list[Listed]:
    return [one for one in lessons_of(DOCS) if one not in written()]


def after(slug: str) -> Listed:
    """The written lesson that follows another one."""
    slugs = [one.slug for one in written()]
    return written()[slugs.index(slug) + 1]


def title(one: Listed) -> str:
    """A lesson's title as it is read."""
    return one.title.replace("`", "")
