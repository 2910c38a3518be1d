"""A lesson's lines on the map and in the navigation. Everything else in these files stays as its author wrote it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from chunkwise.authoring.navigation import in_navigation, on_the_map
from chunkwise.directives.lesson_map import Listed, lessons, listed
from chunkwise.errors import PageError
from tests.support.made import ROOT

HOME = """# Home

1. no-lesson | Not on the map: it stands outside.

/// curriculum
### One

1. first | The first: An idea.
2. second | `def` and *more*: An idea
   that goes on.
///

After it.
"""
NAV = """# A comment.
site_url: !ENV [URL, https://example.org/]
nav:
  - Home: index.md
  - One:  # all of them
      - The first: lessons/first/learn.md

      # The last one so far.
      - The third: lessons/third/learn.md
  - About:
      - Us: about.md
theme: material
"""
ORDER = tuple(
    Listed(slug, f"The {slug}", "An idea.", part, number)
    for number, (slug, part) in enumerate(
        [("first", "One"), ("second", "One"), ("third", "One"), ("fourth", "One"), ("fifth", "Two")], 1
    )
)
NEW = Listed("new", "New", "An idea.", "One", 9)


def added(lesson: str, title: str = "New", text: str = NAV, part: str | None = None) -> str:
    own = next((one for one in ORDER if one.slug == lesson), replace(NEW, slug=lesson))
    own = replace(own, title=title, part=own.part if part is None else part)
    return in_navigation(text, Path("mkdocs.yml"), own, f"lessons/{lesson}/learn.md", ORDER)


def test_the_map_tells_the_titles() -> None:
    assert listed(HOME) == {"first": "The first", "second": "`def` and *more*"}
    assert listed("# No map\n") == {}


def test_a_lesson_comes_last_on_the_map() -> None:
    assert on_the_map(HOME, "third", "The third", "Its idea.") == HOME.replace(
        "   that goes on.\n", "   that goes on.\n3. third | The third: Its idea.\n"
    )


def test_a_lesson_that_is_on_the_map_stays_where_it_is() -> None:
    assert on_the_map(HOME, "second", "Another title", "Another idea.") == HOME


def test_a_page_without_a_map_stays_as_it_is() -> None:
    assert on_the_map("# Home\n", "third", "The third", "Its idea.") == "# Home\n"


def test_the_map_tells_number_part_and_idea() -> None:
    assert lessons(HOME) == [
        Listed("first", "The first", "An idea.", "One", 1),
        Listed("second", "`def` and *more*", "An idea that goes on.", "One", 2),
    ]


def test_a_lesson_is_one_line_below_its_part_where_the_map_has_it() -> None:
    for lesson, follows in (
        ("second", "      # The last one so far.\n"),
        ("fourth", "  - About:\n"),
        ("unlisted", "  - About:\n"),
    ):
        entry = f"      - New: lessons/{lesson}/learn.md\n"
        assert added(lesson) == NAV.replace(follows, entry + follows)


def test_a_part_without_lessons_gets_a_section_after_the_part_before_it() -> None:
    section = "  - Two:\n      - New: lessons/fifth/learn.md\n"
    assert added("fifth") == NAV.replace("  - About:\n", section + "  - About:\n")
    later = NAV.replace("One:  #", "Two:  #")
    section = "  - One:\n      - New: lessons/second/learn.md\n"
    assert added("second", text=later) == later.replace("  - Two:  #", section + "  - Two:  #")


def test_a_section_of_lessons_takes_what_has_no_part() -> None:
    text = "nav:\n  - Home: index.md\n  - Lessons:\n\n  - About: about.md\n"
    for part in ("", "One"):
        made = yaml.safe_load(added("first", text=text, part=part))["nav"]
        assert made[1] == {"Lessons": [{"New": "lessons/first/learn.md"}]}


@pytest.mark.parametrize("title", ["Whose buffer?", "A - b", "12", "yes", "[x]", "It's, well, fine", "# one", "@ two"])
def test_any_title_is_a_name_to_yaml(title: str) -> None:
    listed_there = yaml.safe_load(added("second", title).replace("!ENV ", ""))["nav"][1]["One"]
    assert list(listed_there[1]) == [title]


def test_pages_that_are_in_the_navigation_are_not_put_there_twice() -> None:
    once = added("second")
    assert added("second", text=once) == once


def test_a_site_without_a_navigation_needs_no_entry() -> None:
    assert added("second", text="site_name: A site\n") == "site_name: A site\n"


def test_a_navigation_without_a_place_for_lessons_is_an_error() -> None:
    with pytest.raises(PageError, match=r"mkdocs\.yml:3: the navigation has no place for lessons of .*\n.*- Lessons:"):
        added("second", text=NAV.replace("One", "Courses"))


def test_our_own_files_can_be_read() -> None:
    home = (ROOT / "docs" / "index.md").read_text("utf-8")
    titles = listed(home)
    assert titles["streaming-responses"] == "Streaming responses"
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    own = replace(NEW, part="Tokens", number=23)
    made = in_navigation(settings, Path("mkdocs.yml"), own, "lessons/new/learn.md", lessons(home))
    assert [line for line in made.split("\n") if line not in settings.split("\n")] == [
        "      - New: lessons/new/learn.md"
    ]
    assert made.index("- Events:") < made.index("- Tokens:") < made.index("- Out in the world:")


def test_each_lesson_of_ours_is_one_line_below_its_part() -> None:
    """The sidebar is the map, as far as it is written."""
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("!ENV ", "")
    there = {file.parent.name for file in (ROOT / "docs" / "lessons").glob("*/learn.md")}
    listed_there = [
        (part, re.findall(r"lessons/(.*)/learn\.md", str(page))[0])
        for entry in yaml.safe_load(settings)["nav"]
        for part, pages in entry.items()
        if isinstance(pages, list) and part != "About"
        for page in pages
    ]
    home = lessons((ROOT / "docs" / "index.md").read_text("utf-8"))
    assert listed_there == [(one.part, one.slug) for one in home if one.slug in there]
