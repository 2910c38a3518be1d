"""Two runs side by side, in a browser: where the sides stand, which rows are level, and what a player moves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations

LESSON = "lessons/dying-mid-stream/visualize/"
SECOND = "#first-day-step-2"
"""The row of the exception on the right side of the first comparison."""


@pytest.fixture
def lesson(address: str, page: Page) -> Page:
    page.goto(address + LESSON)
    expect(page.get_by_role("group", name="Step player")).to_be_visible()
    return page


def boxes(page: Page, selector: str) -> list[Any]:
    """Where the elements stand, by their places in the window."""
    places = "all => all.map(one => one.getBoundingClientRect().toJSON())"
    found: list[Any] = page.locator(selector).evaluate_all(places)
    return found


def test_the_sides_stand_beside_each_other_and_their_rows_are_level(lesson: Page) -> None:
    lesson.set_viewport_size({"width": 1440, "height": 900})
    one, other = boxes(lesson, ".cw-compare >> nth=0 >> .cw-side")
    assert one["right"] < other["left"]
    assert one["top"] == other["top"]
    left = boxes(lesson, ".cw-compare >> nth=0 >> .cw-side >> nth=0 >> tbody tr")
    right = boxes(lesson, ".cw-compare >> nth=0 >> .cw-side >> nth=1 >> tbody tr")
    assert [row["top"] for row in left] == [row["top"] for row in right]


def test_on_a_small_screen_they_stand_below_each_other_and_nothing_is_wider(lesson: Page) -> None:
    lesson.set_viewport_size({"width": 360, "height": 640})
    one, other = boxes(lesson, ".cw-compare >> nth=0 >> .cw-side")
    assert one["bottom"] <= other["top"]
    assert all(box["right"] <= 360 for box in boxes(lesson, ".cw-side tr, .cw-side td"))


def test_a_row_of_the_run_that_has_a_table_of_its_own_leads_there(lesson: Page) -> None:
    lesson.locator(".cw-compare").first.locator(".cw-side").first.get_by_role("link", name="4").click()
    expect(lesson.locator("#step-4")).to_have_attribute("aria-current", "step")
    assert lesson.locator(".cw-compare [aria-current]").count() == 0


def test_a_reference_leads_to_the_row_of_the_other_side(lesson: Page) -> None:
    lesson.locator(f'p a.cw-step[href$="{SECOND}"]').first.click()
    expect(lesson.locator(SECOND)).to_be_in_viewport()
    expect(lesson.locator(f"{SECOND} td").last).to_have_text("differs")


def test_the_cards_are_rows_and_cells_to_who_listens(lesson: Page) -> None:
    row = lesson.locator(SECOND)
    assert row.evaluate("row => getComputedStyle(row).display") == "grid"
    assert lesson.get_by_role("row").and_(row).count() == 1
    assert row.get_by_role("cell").count() == 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(address: str, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + LESSON)
    expect(page.get_by_role("group", name="Step player")).to_be_visible()
    assert violations(page, ".cw-compare") == []


def test_without_scripts_the_change_and_both_tables_are_there(address: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + LESSON)
    first = page.locator(".cw-compare").first
    expect(first.locator("del")).to_contain_text("Removed: ")
    expect(first.locator("ins")).to_contain_text('"Wed": 0')
    expect(first.locator("table")).to_have_count(2)
    expect(first.get_by_text("Not here: ")).to_have_count(2)


def test_its_style_comes_along_when_a_reader_moves_there_without_a_reload(address: str, page: Page) -> None:
    page.goto(address + LESSON.replace("visualize", "review"))
    page.evaluate("window.same = true")
    page.locator(".cw-modes a[data-mode=visualize]").click()
    expect(page.locator(SECOND)).to_have_css("display", "grid")
    assert page.evaluate("window.same")
