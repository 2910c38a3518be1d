"""The lesson on paper: the whole page, nothing to press, and the answers at its end."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

LESSON = "lessons/streaming-responses/visualize/"


@pytest.fixture
def paper(address: str, page: Page) -> Page:
    page.goto(address + LESSON)
    expect(page.get_by_role("group", name="Step player")).to_be_visible()
    page.emulate_media(media="print")
    return page


def test_the_answers_stand_in_an_appendix_and_not_beside_their_questions(paper: Page) -> None:
    appendix = paper.locator(".cw-appendix")
    expect(appendix).to_be_visible()
    assert appendix.locator("> ol > li").count() == paper.locator("section.cw-quiz").count() == 3
    for answer in paper.locator(".cw-quiz .cw-answer").all():
        expect(answer).to_be_hidden()
    texts = [text.strip() for text in paper.locator("article :is(section, h2)").all_inner_texts()]
    assert texts[-1].startswith("Answers")


def test_nothing_is_printed_that_only_a_screen_can_use(paper: Page) -> None:
    for gone in (".cw-controls", "cw-quiz", "cw-progress", "cw-try", ".md-header", ".md-sidebar", ".md-clipboard"):
        for one in paper.locator(gone).all():
            expect(one).to_be_hidden()


def test_what_is_closed_on_the_screen_is_open_on_paper(paper: Page) -> None:
    for hint in paper.locator(".cw-hint > p").all():
        expect(hint).to_be_visible()


def test_no_table_is_cut_at_the_edge_of_an_a4_sheet(paper: Page) -> None:
    paper.set_viewport_size({"width": 718, "height": 1000})  # 210 mm less margins of 10 mm, at 96 px an inch
    for region in paper.locator(".cw-scroll").all():
        assert region.evaluate("region => region.scrollWidth - region.clientWidth") <= 0


def test_a_page_does_not_end_between_what_belongs_together(paper: Page) -> None:
    after = "all => all.map((one) => getComputedStyle(one).breakAfter)"
    for head in (".filename", ".cw-heads", ".cw-action", ".cw-direction"):
        found = paper.locator(f"article {head}").evaluate_all(after)
        assert set(found) == {"avoid"}, head
    inside = "one => getComputedStyle(one).breakInside"
    assert paper.locator(".cw-example .highlight").first.evaluate(inside) == "avoid"
    # A step may be taller than half a page, and would leave that half empty; its events are small.
    assert paper.locator(".cw-lanes > ol > li").first.evaluate(inside) == "auto"
    assert paper.locator(".cw-lanes li li").first.evaluate(inside) == "avoid"


def test_on_paper_no_two_rows_of_a_comparison_share_a_height(paper: Page) -> None:
    """Chromium prints such rows over what follows, where a page ends."""
    paper.set_viewport_size({"width": 718, "height": 1000})
    assert paper.locator(".cw-cards").first.evaluate("one => getComputedStyle(one).gridTemplateRows") != "subgrid"
    sides = paper.locator(".cw-sides").first.locator(".cw-side").all()
    assert sides[0].bounding_box() != sides[1].bounding_box()


def test_on_a_screen_the_appendix_is_not_there_with_scripts_or_without(browser: Browser, address: str) -> None:
    for scripts in (True, False):
        with browser.new_context(java_script_enabled=scripts) as context:
            page = context.new_page()
            page.goto(address + LESSON)
            expect(page.locator(".cw-appendix")).to_be_hidden()
