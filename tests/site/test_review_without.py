"""The cards of a Review page where there is no deck: without scripts, or on a page that has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

REVIEW = "lessons/streaming-responses/review/"
LEARN = "lessons/streaming-responses/learn/"


def test_if_the_deck_never_comes_the_list_does(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/review.js", lambda route: route.abort())
        page.goto(address + REVIEW)
        expect(page.locator("details.cw-card summary").first).to_be_visible(timeout=20_000)


def test_no_other_page_loads_what_only_review_pages_need(page_of_its_own: Page, address: str) -> None:
    page = page_of_its_own
    page.goto(address + LEARN, wait_until="networkidle")
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert any(name.endswith("/progress.js") for name in loaded)
    own = ("/review.js", "/leitner.js", "/review.css")
    assert not [name for name in loaded if name.endswith(own)]


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """The page in a browser without scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + REVIEW)
        yield page


def test_without_scripts_it_is_a_list_whose_answers_open(plain: Page) -> None:
    expect(plain.locator("cw-deck, cw-print").first).to_be_empty()
    expect(plain.locator("article button")).to_have_count(0)
    for level in ("Level 1: recall", "Level 2: explain", "Level 3: apply"):
        expect(plain.get_by_role("heading", name=level)).to_be_visible()
    card = plain.locator("details.cw-card").last
    expect(card.locator("p").first).to_be_hidden()
    card.locator("summary").click()
    expect(card.locator("p").first).to_be_visible()


def test_without_scripts_the_cards_can_be_taken_to_anki(plain: Page) -> None:
    with plain.expect_download() as waiting:
        plain.get_by_role("link", name="Take the cards to Anki").click()
    assert waiting.value.suggested_filename == "streaming-responses.csv"
    href = plain.locator(".cw-export a").get_attribute("href") or ""
    assert Path(waiting.value.path()).read_text("utf-8") == unquote(href.partition(",")[2])
