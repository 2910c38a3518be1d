"""Links within a page: what a reader has answered or opened stays as it is, on the way there and on the way back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

LESSON = "lessons/streaming-responses/visualize/"


@pytest.fixture
def lesson(address: str, page: Page) -> Page:
    """A lesson with one question answered, and everything that is fetched from then on."""
    page.goto(address + LESSON)
    quiz = page.locator("#quiz-state-after-step-3")
    quiz.get_by_label("Yielded 1").check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.get_by_role("status")).to_contain_text("Right: Yielded 1")
    return page


def fetched(page: Page) -> list[str]:
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if LESSON in request.url else None)
    return found


def answered(page: Page) -> bool:
    return page.locator("#quiz-state-after-step-3").get_by_label("Yielded 1").is_checked()


def test_a_link_leads_to_a_section_and_keeps_the_answers(lesson: Page) -> None:
    asked = fetched(lesson)
    lesson.get_by_role("link", name="The third key moment").click()
    expect(lesson).to_have_url(re.compile("#key-moments$"))
    expect(lesson.locator("#key-moments")).to_be_in_viewport()
    assert answered(lesson)
    assert asked == []


def test_back_leads_to_where_the_reader_was(lesson: Page) -> None:
    asked = fetched(lesson)
    link = lesson.get_by_role("link", name="compared further down")
    link.scroll_into_view_if_needed()
    # As the click finds it: Firefox's driver scrolls once more, to bring the link where it can be clicked.
    lesson.evaluate("addEventListener('click', () => (window.place = scrollY), { once: true, capture: true })")
    link.click()
    expect(lesson.locator("#the-same-stream-declared")).to_be_in_viewport()
    lesson.go_back()
    lesson.wait_for_function("Math.abs(scrollY - place) < 2")
    expect(link).to_be_in_viewport()
    assert answered(lesson)
    assert asked == []


def test_a_step_that_is_linked_to_keeps_the_answers_and_moves_the_player(lesson: Page) -> None:
    asked = fetched(lesson)
    lesson.locator(".cw-moments a[data-step='3']").first.click()
    expect(lesson.locator("#step-3")).to_have_attribute("aria-current", "step")
    assert answered(lesson)
    assert asked == []


def test_the_address_keeps_a_link_that_was_followed_while_the_player_rested(lesson: Page) -> None:
    """The player writes its step into the address a moment later, unless the reader has gone elsewhere."""
    lesson.get_by_role("button", name="Next step").click()
    lesson.get_by_role("link", name="The third key moment").click()
    lesson.wait_for_timeout(400)
    assert lesson.url.endswith("#key-moments")


def test_other_pages_still_open_without_a_reload_and_back(lesson: Page, address: str) -> None:
    lesson.evaluate("window.same = true")
    lesson.get_by_role("link", name="The third key moment").click()
    lesson.locator(".cw-mode-links").get_by_role("link", name="Learn").click()
    expect(lesson.get_by_role("heading", level=1)).to_contain_text("in plain words")
    lesson.go_back()
    expect(lesson.get_by_role("heading", level=1)).to_contain_text("step by step")
    lesson.go_back()
    expect(lesson).to_have_url(f"{address}{LESSON}")
    expect(lesson.get_by_role("heading", level=1)).to_contain_text("step by step")
    assert lesson.evaluate("window.same")


@pytest.mark.parametrize("hash", ["#%E0%A4%A", "#%", "#100%25%", "#step-99"])
@pytest.mark.parametrize(
    "path", ["", LESSON, "lessons/streaming-responses/try/", "lessons/streaming-responses/review/"]
)
def test_nothing_that_stands_behind_an_address_raises(address: str, page: Page, path: str, hash: str) -> None:
    """What a page raises fails its test; see the fixture. A cut-off address is one that somebody pasted."""
    page.goto(address + path + hash)
    page.evaluate("hash => { location.hash = ''; location.hash = hash }", hash)
    expect(page.locator("h1").first).to_be_visible()


def test_no_paragraph_has_two_links_that_look_the_same_and_lead_elsewhere(site: Path) -> None:
    found = []
    for file in sorted(site.rglob("*.html")):
        for paragraph in BeautifulSoup(file.read_text("utf-8"), "html.parser").select("article :is(p, li, td, dd)"):
            targets: dict[str, set[str]] = {}
            for link in paragraph.select("a[href]"):
                # One in a list within is in a paragraph of its own.
                if link.find_parent(["p", "li", "td", "dd"]) is paragraph and (text := link.get_text(" ", strip=True)):
                    targets.setdefault(text, set()).add(str(link["href"]))
            found += [(file.parent.name, text, paragraph.text[:80]) for text, to in targets.items() if len(to) > 1]
    assert found == [], "Say of which run a step is: [[step | of the second run]]."
