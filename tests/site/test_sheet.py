"""The sheet of a Review page: alone on paper, all of it on one page of A4, and then the page as it was."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import sources

REVIEW = "lessons/streaming-responses/review/"
REVIEWS = [page for page in sources() if page.endswith("/review/")]


@pytest.mark.parametrize("review_page", REVIEWS)
def test_the_sheet_is_one_page_of_a4_and_nothing_of_it_is_cut_off(page: Page, address: str, review_page: str) -> None:
    page.add_init_script("window.print = () => {}")
    page.goto(address + review_page)
    page.get_by_role("button", name="Print the sheet").click()
    expect(page.locator("html")).to_have_class(re.compile(r"\bcw-sheet-alone\b"))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1032})  # 210 x 297 mm less margins of 12 mm, at 96 px an inch
    expect(page.locator(".cw-sheet")).to_be_visible()
    for away in ("h1", ".cw-cards", ".cw-modes", "section.cw-quiz", ".cw-appendix"):
        for one in page.locator(away).all():
            expect(one).to_be_hidden()
    wider: list[str] = page.locator(".cw-sheet *").evaluate_all(
        "all => all.filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML)"
    )
    assert wider == []
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)[\d.]*\]", printed)
    assert boxes == [(b"594", b"841")], "the sheet needs more than its page: shorten it"


def test_after_printing_the_page_is_whole_again(page: Page, address: str) -> None:
    page.add_init_script("window.print = () => window.dispatchEvent(new Event('afterprint'))")
    page.goto(address + REVIEW)
    page.get_by_role("button", name="Print the sheet").click()
    expect(page.locator("html")).not_to_have_class(re.compile(r"\bcw-sheet-alone\b"))
