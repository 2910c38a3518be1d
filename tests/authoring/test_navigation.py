"""A lesson's lines on the map and in the navigation. Everything else in these files stays as its author wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from chunkwise.authoring.navigation import in_navigation, on_the_map
from chunkwise.directives.lesson_map import listed
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
  - Lessons:  # all of them
      - The first:
          - Learn: lessons/first/learn.md

      # The last one so far.
      - The third:
          - Learn: lessons/third/learn.md
  - About: about.md
theme: material
"""
ORDER = ("first", "second", "third", "fourth")


def added(lesson: str, title: str = "New", text: str = NAV) -> str:
    pages = [("Learn", f"lessons/{lesson}/learn.md"), ("Try", f"lessons/{lesson}/try.md")]
    return in_navigation(text, Path("mkdocs.yml"), title, pages, ORDER)


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


def test_the_pages_stand_in_the_navigation_where_the_map_has_their_lesson() -> None:
    entry = "      - New:\n          - Learn: lessons/{0}/learn.md\n          - Try: lessons/{0}/try.md\n"
    for lesson, follows in (
        ("second", "      # The last one so far.\n"),
        ("fourth", "  - About: about.md\n"),
        ("unlisted", "  - About: about.md\n"),
    ):
        order = ORDER if lesson in ORDER else (*ORDER, lesson)
        pages = [("Learn", f"lessons/{lesson}/learn.md"), ("Try", f"lessons/{lesson}/try.md")]
        made = in_navigation(NAV, Path("mkdocs.yml"), "New", pages, order)
        assert made == NAV.replace(follows, entry.format(lesson) + follows)


def test_the_first_lesson_needs_no_other_to_stand_beside() -> None:
    text = "nav:\n  - Home: index.md\n  - Lessons:\n\n  - About: about.md\n"
    assert yaml.safe_load(added("first", text=text))["nav"][1] == {
        "Lessons": [{"New": [{"Learn": "lessons/first/learn.md"}, {"Try": "lessons/first/try.md"}]}]
    }


@pytest.mark.parametrize("title", ["Whose buffer?", "A - b", "12", "yes", "[x]", "It's, well, fine", "# one", "@ two"])
def test_any_title_is_a_name_to_yaml(title: str) -> None:
    lessons = yaml.safe_load(added("second", title).replace("!ENV ", ""))["nav"][1]["Lessons"]
    assert list(lessons[1]) == [title]


def test_pages_that_are_in_the_navigation_are_not_put_there_twice() -> None:
    once = added("second")
    assert added("second", text=once) == once


def test_a_site_without_a_navigation_needs_no_entry() -> None:
    assert added("second", text="site_name: A site\n") == "site_name: A site\n"


def test_a_navigation_without_a_place_for_lessons_is_an_error() -> None:
    with pytest.raises(PageError, match=r"mkdocs\.yml:3: the navigation has no place for lessons\n.*- Lessons:"):
        added("second", text=NAV.replace("Lessons", "Courses"))


def test_our_own_files_can_be_read() -> None:
    titles = listed((ROOT / "docs" / "index.md").read_text("utf-8"))
    assert titles["streaming-responses"] == "Streaming responses"
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    made = in_navigation(settings, Path("mkdocs.yml"), "New", [("Learn", "lessons/new/learn.md")], [*titles, "new"])
    assert [line for line in made.split("\n") if line not in settings.split("\n")] == [
        "      - New:",
        "          - Learn: lessons/new/learn.md",
    ]
