"""The directives ``cards``, ``card`` and ``sheet``: complete without scripts, and every mistake named in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from chunkwise.errors import PageError
from tests.support.converting import convert, project
from tests.support.made import THREE_CHUNKS

__all__ = ["project"]

HEAD = """/// modes
///

Whoever leaves this page knows the cards.

"""
FIRST = "/// card | One?\n    id: one\n    level: 2\n\nThe **first**.\n///\n"
SECOND = "/// card | Two?\n    id: two\n    level: 1\n\nThe second.\n///\n"
CARDS = f"/// cards\n{FIRST}{SECOND}///\n"
SHEET = "/// sheet | On one page\nOne `yield`, one chunk.\n///\n"


def made(text: str) -> BeautifulSoup:
    return BeautifulSoup(convert(_page(text)), "html.parser")


def _page(text: str) -> str:
    """Write the page, because a page of a lesson has to be one of its files."""
    Path("docs/lessons/streaming-responses/performance.md").write_text(f"---\ndescription: x\n---\n{text}", "utf-8")
    return text


def test_without_scripts_it_is_a_list_of_questions_by_level_with_answers_behind_them(project: Path) -> None:
    page = made(HEAD + CARDS)
    assert [part.get_text() for part in page.select(".cw-all-cards > *")] == [
        "Level 1: recall",
        "\nTwo?\nThe second.\n",
        "Level 2: explain",
        "\nOne?\nThe first.\n",
    ]
    assert [card.name for card in page.select(".cw-card")] == ["details", "details"]
    assert not page.select("details[open]")
    assert not page.select("button")


def test_a_card_is_known_by_its_lesson_and_its_id(project: Path) -> None:
    cards = made(HEAD + CARDS).select(".cw-card")
    assert [card["data-card"] for card in cards] == ["streaming-responses/two", "streaming-responses/one"]
    assert [card["id"] for card in cards] == ["card-two", "card-one"]


def test_an_answer_may_refer_to_a_step_and_hold_what_was_recorded(project: Path) -> None:
    answer = f"In [[end]].\n\n/// steps | {THREE_CHUNKS}\n    only: [end]\n///"
    page = made(HEAD + CARDS.replace("The second.", answer))
    assert [link.get_text() for link in page.select(".cw-card .cw-step")] == ["step 5"]
    assert page.select("#card-two table")


def test_the_style_is_linked_once_and_found_from_the_page(project: Path) -> None:
    links = made(HEAD + SHEET + "\n" + CARDS).select("link")
    assert [link["href"] for link in links] == ["../../../assets/chunkwise/review/review.css"]


def test_a_page_without_cards_asks_for_no_style_and_no_script(project: Path) -> None:
    assert not made(HEAD).select("link, cw-review")


def test_a_sheet_has_its_title_and_what_the_author_puts_into_it(project: Path) -> None:
    (sheet,) = made(HEAD + SHEET).select("section.cw-sheet")
    assert sheet["aria-label"] == "On one page"
    assert [part.get_text() for part in sheet.select("p")] == ["On one page", "One yield, one chunk."]


MISTAKES = {
    "no answer": (CARDS.replace("The second.\n", ""), 16, "the card 'two' has no answer", "Write it below"),
    "no level": (CARDS.replace("    level: 1\n", ""), 16, "/// card lacks the option 'level'", "level: ..."),
    "not a valid id": (CARDS.replace("    id: two\n", ""), 16, "/// card lacks the option 'id'", "id: ..."),
    "no question": (CARDS.replace(" | Two?", ""), 16, "/// card lacks its argument", "The question?"),
    "an unknown level": (CARDS.replace("level: 1", "level: 4"), 18, "there is no level '4'", "1 (recall), 2 (explain)"),
    "an id that is none": (
        CARDS.replace("id: two", "id: Two?"),
        17,
        "'Two?' is not a valid id for a card",
        "small letters",
    ),
    "the same id": (CARDS.replace("id: two", "id: one"), 17, "the card id 'one' is used in line 10 too", "of its own"),
    "the same question": (CARDS.replace("Two?", "one?"), 16, "the question 'one?' is asked in line 10 too", "once"),
    "a link to press": (
        CARDS.replace("Two?", "Is [[end]] it?"),
        16,
        "a button and can't contain a link",
        "in the answer",
    ),
    "a card outside": (FIRST, 9, "/// card is outside /// cards", "Move it"),
    "text between cards": (CARDS.replace(SECOND, f"Hm.\n{SECOND}"), 16, "something other than cards", "/// card |"),
    "something other": (
        CARDS.replace(SECOND, "/// snapshot\n- x\n///\n"),
        16,
        "something other than cards",
        "/// card |",
    ),
    "no card": ("/// cards\n///\n", 9, "/// cards holds no card", "/// card |"),
    "cards twice": (f"{CARDS}\n/// cards\n///\n", 24, "this page already has /// cards, in line 9", "one of them"),
    "an empty sheet": ("/// sheet | x\n\n///\n", 9, "an empty /// sheet", "rules of the lesson"),
    "a sheet without a title": ("/// sheet\nx\n///\n", 9, "/// sheet lacks its argument", "its title"),
    "two sheets": (f"{SHEET}\n{SHEET}", 13, "this page already has a /// sheet, in line 9", "Combine them into one"),
}


@pytest.mark.parametrize(("text", "line", "what", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named(project: Path, text: str, line: int, what: str, hint: str) -> None:
    with pytest.raises(PageError) as caught:
        convert(_page(HEAD + text))
    error = caught.value
    assert what in error.what
    assert hint in str(error.hint)
    assert (error.file, error.line) == (Path("docs/lessons/streaming-responses/performance.md"), line)


def test_cards_of_no_lesson(project: Path) -> None:
    with pytest.raises(PageError, match="a page that belongs to no lesson"):
        convert(CARDS)
