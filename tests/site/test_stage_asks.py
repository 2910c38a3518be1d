"""What the stage does beside showing steps: it prepares the next one, asks, keeps time, and tells of other places."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.stage import LESSON, lesson, ready, says, stage

__all__ = ["lesson"]


def test_the_step_that_comes_next_is_laid_out_and_neither_seen_nor_read(lesson: Page) -> None:
    ready = stage(lesson).locator("[data-ready]")
    expect(ready).to_have_count(1)
    assert ready.evaluate("one => [getComputedStyle(one).visibility, one.offsetHeight]") == ["hidden", 0]
    assert ready.evaluate("one => one.firstElementChild.offsetHeight") > 0
    ready.evaluate("one => { one.dataset.was = 'ready'; }")
    stage(lesson).get_by_role("button", name="Next", exact=True).click()
    expect(stage(lesson).locator(".cw-lanes > ol > li:not([data-ready])")).to_have_attribute("data-was", "ready")


def test_of_a_long_run_the_strip_shows_the_ends_and_what_is_near(page: Page, address: str) -> None:
    """It would have all its cells laid out anew at each step."""
    page.goto(f"{address}lessons/backpressure/visualize/")
    cells = stage(page).locator(".cw-stage-strip > i")
    expect(cells.first).to_be_visible()
    made = page.evaluate(
        """async (draw) => {
      const { drawStrip } = await import(draw);
      const strip = document.createElement("div");
      const steps = Array.from({ length: 700 }, (_, at) => ({ number: at + 1, name: "x", lanes: "0" }));
      drawStrip(strip, { steps, other: [] }, 350);
      return [...strip.children].map((cell) => cell.textContent);
    }""",
        f"{address}assets/chunkwise/stage/draw.js",
    )
    assert len(made) == 64
    assert [made[0], made[1], made[-2], made[-1]] == ["1", "…", "…", "700"]
    assert "350" in made


def test_it_asks_once_before_a_step_and_says_whether_the_guess_was_right(address: str, page: Page) -> None:
    page.goto(address + LESSON)
    ready(page)
    next_ = stage(page).get_by_role("button", name="Next", exact=True)
    asks = stage(page).get_by_role("group", name="What comes next?")
    next_.click()
    expect(says(page)).to_contain_text("Step 1 of 6")
    expect(asks).to_contain_text("What does the client have right after it?")
    assert page.locator(".cw-predict").count() == 1
    expect(page.locator(".cw-predict")).to_be_hidden()
    asks.get_by_role("button", name="all three pieces").click()
    expect(says(page)).to_contain_text("You guessed all three pieces; it is chunk 0. Step 2 of 6")
    expect(asks).to_be_empty()
    next_.click()
    expect(says(page)).to_have_text(re.compile("^Step 3 of 6"))
    page.goto("about:blank")  # the address may name a step by now
    page.goto(address + LESSON)
    ready(page)
    next_.click()
    expect(says(page)).to_contain_text("Step 2 of 6")
    # A guess is no question of the quiz.
    expect(page.get_by_role("checkbox", name="I have finished this page")).not_to_be_checked()


@pytest.mark.parametrize("way", ["Skip", "Next", "key"])
def test_a_question_before_a_step_can_be_skipped(address: str, page: Page, way: str) -> None:
    page.goto(address + LESSON)
    ready(page)
    next_ = stage(page).get_by_role("button", name="Next", exact=True)
    next_.click()
    if way == "key":
        page.keyboard.press("ArrowRight")
    else:
        stage(page).get_by_role("button", name=way).click()
    expect(says(page)).to_have_text(re.compile("^Step 2 of 6"))


def test_in_real_time_a_pause_is_felt(address: str, page: Page) -> None:
    """In the run "Idle" the client looks again after six seconds; all else takes no time."""
    page.clock.install(time=0)
    page.goto(address + LESSON)
    ready(page)
    page.clock.pause_at(600)  # seconds, later than the page can have taken to load
    stage(page).get_by_role("button", name="Idle").click()
    expect(says(page)).to_contain_text("Step 1 of 6 ")  # and no time: nothing has happened yet
    stage(page).get_by_label("Pace").select_option("Real time")
    stage(page).get_by_role("button", name="Play").click()
    page.clock.run_for(4 * 300)
    expect(says(page)).to_contain_text("Step 5 of 6")
    page.clock.run_for(5900)
    expect(says(page)).to_contain_text("Step 5 of 6")
    page.clock.run_for(200)
    expect(says(page)).to_contain_text("Step 6 of 6, at 6 s")


def test_it_says_what_the_run_came_to_elsewhere_and_the_step_stays(lesson: Page) -> None:
    place = stage(lesson).get_by_label("Run on")
    assert place.locator("option").first.inner_text() == "Uvicorn, asyncio, as recorded"
    stage(lesson).get_by_role("button", name="Next", exact=True).click()
    place.select_option(label="Hypercorn, asyncio")
    said = stage(lesson).locator(".cw-stage-place")
    expect(said).to_have_text(
        "Hypercorn, asyncio: the same. Status: 200. Response: complete. The program: runs to its end."
        " How the pieces arrive wasn't measured here."
    )
    expect(says(lesson)).to_contain_text("Step 2 of 6")
    stage(lesson).get_by_role("button", name="Keep alive").click()
    expect(place).to_be_hidden()
    expect(said).to_be_hidden()


def test_arrows_leave_a_reader_where_they_are_who_has_read_on(lesson: Page) -> None:
    lesson.evaluate("scrollTo(0, document.querySelector('cw-stage').getBoundingClientRect().bottom + scrollY + 500)")
    before = lesson.evaluate("scrollY")
    lesson.keyboard.press("ArrowRight")
    lesson.wait_for_timeout(300)
    assert lesson.evaluate("scrollY") == before
    expect(says(lesson)).to_contain_text("Step 1 of 6")
