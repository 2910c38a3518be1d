"""A way through: the sidebar, the head of a page and its end, each whole without scripts, and what a script adds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.written import after, title, written

KEY = "chunkwise.progress.v1"
LEARN = "lessons/streaming-responses/learn/"
VISUALIZE = "lessons/streaming-responses/visualize/"
LEAVES = "lessons/client-leaves/"
MODES = ("learn", "visualize", "try", "challenge", "review")


def keep(page: Page, *finished: str, quizzes: dict[str, dict[str, bool]] | None = None, **cards: str) -> None:
    """Let the browser have kept that pages are finished, questions answered, and when cards are due."""
    modes: dict[str, Any] = {name: {"finished": True, "quizzes": {}} for name in finished}
    modes |= {name: {"finished": False, "quizzes": found} for name, found in (quizzes or {}).items()}
    places = {f"client-leaves/{card}": {"box": 1, "due": due} for card, due in cards.items()}
    kept = json.dumps({"version": 2, "modes": modes, "cards": places})
    page.add_init_script(
        f"location.host && (localStorage.getItem('{KEY}') ?? localStorage.setItem('{KEY}', {json.dumps(kept)}))"
    )


def lessons(page: Page) -> Any:
    return page.locator(".md-nav--primary .md-nav__item--section a[href*='learn/'], .md-nav--primary a[href='./']")


@pytest.mark.parametrize("path", [LEAVES + "learn/", LEAVES + "review/"])
def test_the_sidebar_lists_lessons_one_line_each_and_marks_the_present_one(
    browser: Browser, address: str, path: str
) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(address + path)
        links = page.locator(".md-nav--primary .md-nav__link:visible")
        assert {round(box["height"]) for one in links.all() if (box := one.bounding_box())} <= {24, 25, 26, 27}
        assert lessons(page).count() == len(written())
        present = page.locator(".md-nav--primary a:visible", has_text="The client leaves")
        other = page.locator(".md-nav--primary a:visible", has_text="Backpressure")
        colours = [one.evaluate("link => getComputedStyle(link).color") for one in (present, other)]
        assert colours[0] != colours[1]
        assert page.locator(".md-nav--primary a", has_text="Visualize").count() == 0


def test_with_scripts_the_present_lesson_stays_marked_from_page_to_page(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address + LEAVES + "review/")
    present = page.locator(".md-nav--primary a[aria-current]:visible")
    expect(present).to_have_text("The client leaves")
    page.locator(".cw-next").click()
    expect(present).to_have_text(title(after("client-leaves")))
    page.get_by_role("link", name="How these pages stay true").first.click()
    expect(present).to_have_count(0)


def test_a_dot_tells_how_far_a_lesson_is(page_of_its_own: Page, address: str) -> None:
    page = page_of_its_own
    page.set_viewport_size({"width": 1440, "height": 900})
    keep(page, *(f"client-leaves/{mode}" for mode in MODES), "backpressure/learn")
    page.goto(address + LEARN)
    said = {"The client leaves": "finished", "Backpressure": "begun", "Dying mid-stream": ""}
    for lesson, state in said.items():
        link = page.locator(".md-nav--primary a:visible", has_text=lesson)
        expect(link).to_have_attribute("data-cw-done", state)
        expect(link).to_have_text(f"{lesson} ({state})" if state else lesson)
    page.locator("cw-progress").get_by_label("I have finished this page").check()
    expect(page.locator(".md-nav--primary a:visible", has_text="Streaming responses")).to_have_attribute(
        "data-cw-done", "begun"
    )
    assert violations(page) == []


def test_who_has_done_nothing_loads_nothing_for_it(page: Page, address: str) -> None:
    page.goto(address + LEARN, wait_until="networkidle")
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not any(name.endswith(("/sidebar.js", "/end.js", "/summary.js")) for name in loaded)


@pytest.mark.parametrize("lesson", ["streaming-responses", "def-generators", "client-leaves", "backpressure"])
def test_on_a_phone_the_stage_begins_in_the_upper_half(page: Page, address: str, lesson: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}lessons/{lesson}/visualize/")
    box = page.locator(".cw-stage-frame").bounding_box()
    assert box is not None
    assert box["y"] < 300


def test_the_switch_is_one_row_with_the_present_mode_in_sight(page: Page, address: str) -> None:
    page.goto(address + "lessons/streaming-responses/review/")
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 740})
        page.reload()
        expect(page.locator("cw-progress input")).to_be_attached()
        row = page.locator(".cw-modes ul").bounding_box()
        here = page.locator(".cw-modes [aria-current]").bounding_box()
        assert row is not None
        assert here is not None
        assert row["height"] < 60
        assert row["x"] <= here["x"]
        assert here["x"] + here["width"] <= row["x"] + row["width"]
    expect(page.locator(".cw-choose")).to_contain_text("Choose how to learn: 9 modes")


def test_the_end_is_whole_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + VISUALIZE)
        expect(page.locator(".cw-next")).to_have_text("Next Try 24 min")
        expect(page.locator(".cw-other strong")).to_have_text(title(after("streaming-responses")))
        page.locator(".cw-next").click()
        expect(page).to_have_url(address + "lessons/streaming-responses/try/")
        page.goto(address + "lessons/streaming-responses/performance/")
        page.locator(".cw-next").click()
        expect(page).to_have_url(f"{address}lessons/{after('streaming-responses').slug}/learn/")


def test_the_end_says_what_is_finished_and_scored_and_which_cards_are_due(page_of_its_own: Page, address: str) -> None:
    page = page_of_its_own
    page.clock.set_fixed_time("2026-11-23T12:00:00")
    keep(page, "client-leaves/learn", first="2026-11-20", second="2026-11-23", later="2026-11-29")
    page.goto(address + LEAVES + "visualize/")
    tally = page.locator("cw-progress .cw-tally")
    expect(tally).to_have_text("1 of 5 pages of this lesson finished. 2 cards due in Review.")
    page.get_by_label("I have finished this page").check()
    expect(tally).to_contain_text("2 of 5 pages of this lesson finished")
    tally.get_by_role("link", name="2 cards due in Review").click()
    expect(page).to_have_url(address + LEAVES + "review/")
    expect(tally).to_have_text("2 of 5 pages of this lesson finished. 2 cards due.")


def test_a_score_is_of_the_page(page_of_its_own: Page, address: str) -> None:
    page = page_of_its_own
    page.goto(address + VISUALIZE)
    question = page.locator("section#quiz-last-chunk-received")
    question.get_by_label("Step 4", exact=True).check()
    question.get_by_role("button", name="Check").click()
    total = page.locator("section.cw-quiz").count()
    says = f"0 of 9 pages of this lesson finished, 1 of {total} questions here answered right."
    expect(page.locator("cw-progress .cw-tally")).to_have_text(says)
