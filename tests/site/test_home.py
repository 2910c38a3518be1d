"""The home page: a stage to try at once, the map of all lessons, and where to go on."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.kept import (
    DONE,
    KEY,
    LEARN,
    LESSON,
    PROGRESS,
    SUM,
    VISUALIZE,
    home,
    kept_page,
    modes,
    scored,
)
from tests.support.shifts import WATCH
from tests.support.written import to_come, written

__all__ = ["home", "kept_page"]


def stage(page: Page) -> Locator:
    return page.get_by_role("region", name="Stage: ")


def test_the_stage_stands_in_the_first_window_and_steps(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    following = stage(page).get_by_role("button", name="Next", exact=True)
    expect(following).to_be_in_viewport(ratio=1)
    following.click()
    expect(stage(page).get_by_role("status")).to_contain_text("Step 2 of 6 Generator yields 'chunk 0\\n'")
    expect(stage(page).locator(".cw-waits")).to_have_text("suspended here")
    expect(stage(page).locator(".cw-pieces > li").first).to_have_text("'chunk 0\\n'")


def test_it_plays_once_by_itself_and_nothing_is_read_aloud(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 1000}) as context:
        page = context.new_page()
        page.goto(address)
        status = stage(page).get_by_role("status")
        expect(status).to_contain_text("Step 2 of 6")
        assert status.get_attribute("aria-live") == "off"
        stage(page).get_by_role("button", name="Pause").click()
        assert status.get_attribute("aria-live") is None
        page.goto("about:blank")
        page.goto(address)
        expect(stage(page).get_by_role("button", name="Play")).to_be_visible()
        page.wait_for_timeout(1800)
        expect(status).to_contain_text("Step 1 of 6")


def test_it_does_not_play_for_who_wants_nothing_to_move(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    expect(stage(page).get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_timeout(1800)
    expect(stage(page).get_by_role("status")).to_contain_text("Step 1 of 6")


def test_stage_and_symptoms_stand_side_by_side_where_there_is_room(page: Page, address: str) -> None:
    page.goto(address)
    for width, beside in ((1600, True), (360, False)):
        page.set_viewport_size({"width": width, "height": 900})
        shown, list_ = page.locator(".cw-stage-frame"), page.locator(".cw-symptoms")
        left, right = shown.bounding_box(), list_.bounding_box()
        assert left is not None
        assert right is not None
        assert (left["x"] + left["width"] <= right["x"]) == beside
        assert (right["y"] + right["height"] <= left["y"]) != beside


def test_the_first_lesson_is_one_click_away(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Start with the first lesson").click()
    expect(page).to_have_url(address + LEARN)


def test_nothing_is_claimed_of_a_reader_who_has_done_nothing(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(f"{LESSON} em")).to_have_text("start here")
    page.goto(address + PROGRESS)
    expect(page.locator(SUM).first).to_have_text("Nothing is finished yet. Next: Streaming responses, Learn")
    expect(page.locator(".cw-tally")).to_have_count(0)
    expect(page.locator(f"{LESSON} em")).to_have_text("start here")


def test_who_has_finished_everything_is_sent_nowhere(page: Page, address: str) -> None:
    page.goto(address + PROGRESS)
    names = modes(page)
    done = {"version": 1, "modes": {name: {"finished": True, "quizzes": {}} for name in names}}
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, json.dumps(done)])
    page.reload()
    expect(page.locator(SUM).first).to_contain_text(f"{len(names)} of {len(names)} pages finished")
    expect(page.locator("cw-kept a")).to_have_count(0)
    expect(page.locator("[data-lesson] em")).to_have_count(0)


def test_the_map_shows_a_finished_mode(page: Page, address: str) -> None:
    """Without a reload: Material swaps the pages, and the map has to look again."""
    page.goto(address + LEARN)
    page.get_by_label("I have finished this page").check()
    page.get_by_role("link", name="Chunkwise").first.click()
    expect(page.locator(".cw-demo")).to_have_css("display", "grid")
    says = f"1 of {len(modes(page, LESSON))} modes finished, {scored(page, LESSON, 0)}"
    expect(page.locator(f"{LESSON} .cw-tally")).to_have_text(says)
    expect(page.locator(f"{LESSON} [data-mode=learn]")).to_have_text("Learn (finished)")
    expect(page.locator(f"{LESSON} [data-mode=visualize]")).to_have_text("Visualize")


def test_a_score_counts_only_questions_that_are_still_asked(home: Page, address: str) -> None:
    lesson = f"1 of {len(modes(home, LESSON))} modes finished, {scored(home, LESSON, 1)}"
    expect(home.locator(f"{LESSON} .cw-tally")).to_have_text(lesson)
    everything = f"1 of {len(modes(home))} pages finished, {scored(home, '[data-lesson]', 1)}."
    expect(home.locator(f"{LESSON} em")).to_have_text("go on here")
    home.goto(address + PROGRESS)
    expect(home.locator(SUM).first).to_contain_text(everything)
    expect(home.locator(f"{LESSON} .cw-tally")).to_have_text(lesson)
    expect(home.locator(f"{LESSON} em")).to_have_text("go on here")
    following = next(name for name in modes(home) if name != "streaming-responses/learn")
    home.locator("cw-kept a").click()
    expect(home).to_have_url(f"{address}lessons/{following}/")


def test_no_lesson_loads_what_only_the_home_page_needs(page: Page, address: str) -> None:
    page.goto(address + LEARN, wait_until="networkidle")
    expect(page.get_by_label("I have finished this page")).to_be_attached()
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert any(name.endswith("/progress.js") for name in loaded)
    assert not any(name.endswith(("/home.js", "/summary.js", "/home.css")) for name in loaded)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (f"localStorage.setItem('{KEY}', '{{')", "can't be read"),
        (f"localStorage.setItem('{KEY}', '[1]')", "can't be read"),
        (f"localStorage.setItem('{KEY}', JSON.stringify({{version: 9}}))", "newer version"),
        (
            "for (const name of ['getItem', 'setItem', 'removeItem']) { const real = Storage.prototype[name];"
            " Storage.prototype[name] = function (key, ...rest) {"
            " if (key.startsWith('chunkwise.')) throw new DOMException('no', 'SecurityError');"
            " return real.call(this, key, ...rest); } }",
            "until you leave",
        ),
    ],
    ids=["corrupt", "another shape", "newer", "forbidden"],
)
def test_storage_that_fails_is_told_of_and_breaks_nothing(page: Page, address: str, broken: str, told: str) -> None:
    page.add_init_script(f"try {{ {broken} }} catch {{}}")
    page.goto(address)
    stage(page).get_by_role("button", name="Next", exact=True).click()
    expect(stage(page).get_by_role("status")).to_contain_text("Step 2 of 6")
    page.goto(address + PROGRESS)
    expect(page.locator("cw-kept .cw-trouble")).to_contain_text(told)
    expect(page.get_by_role("button", name="Export")).to_be_disabled()
    page.get_by_role("button", name="Erase", exact=True).click()
    page.get_by_role("button", name="Erase it").click()
    expect(page.locator(SUM).first).to_contain_text("Nothing is finished yet.")


def test_what_is_done_is_kept_until_the_reader_leaves_where_storage_is_forbidden(page: Page, address: str) -> None:
    page.add_init_script(
        "const get = Storage.prototype.getItem; Storage.prototype.getItem = function (key) {"
        " if (key.startsWith('chunkwise.')) throw new DOMException('no', 'SecurityError');"
        " return get.call(this, key); }"
    )
    page.goto(address + LEARN)
    page.get_by_label("I have finished this page").check()
    page.get_by_role("link", name="Chunkwise").first.click()
    expect(page.locator(f"{LESSON} .cw-tally")).to_contain_text(f"1 of {len(modes(page, LESSON))} modes finished")


def test_without_scripts_the_map_links_and_there_is_no_dead_button(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PROGRESS)
        expect(page.get_by_text("Scripts are off in this browser, so nothing is stored")).to_be_visible()
        expect(page.locator("article button")).to_have_count(0)
        assert modes(page)
        page.goto(address)
        expect(page.locator("article button")).to_have_count(0)
        expect(page.locator(".cw-curriculum li[value]")).to_have_count(32)
        page.locator(LESSON).get_by_role("link", name="Visualize").click()
        expect(page).to_have_url(address + VISUALIZE)


def test_on_paper_the_map_is_whole_and_nothing_is_to_be_pressed(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.locator(".cw-map > li").last).to_be_visible()
    expect(page.locator("tr[data-step]").last).to_be_visible()
    for button in page.locator("article button, article select").all():
        expect(button).to_be_hidden()


def test_the_map_says_when_cards_of_a_lesson_come_back(home: Page) -> None:
    expect(home.locator(f"{LESSON} .cw-tally")).not_to_contain_text("due")
    home.clock.set_fixed_time("2026-11-26T12:00:00")
    home.reload()
    expect(home.locator(f"{LESSON} .cw-tally")).to_contain_text(", 1 card due")


SYMPTOMS = {
    "It comes all at once": "#it-arrives-all-at-once",
    "It never starts": "#it-never-starts",
    "It never stops": "#it-never-stops",
    "It dies halfway": "#it-dies-on-the-way",
    "It freezes other requests": "#it-freezes-the-others",
}


def test_each_symptom_leads_to_its_causes(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    for name, anchor in SYMPTOMS.items():
        link = page.locator(".cw-symptoms").get_by_role("link", name=name, exact=True)
        expect(link).to_be_in_viewport(ratio=1)
        expect(link).to_have_attribute("href", re.compile(f"my-stream-arrives-all-at-once/{anchor}$"))
    page.get_by_role("link", name="It never stops").click()
    expect(page.locator(SYMPTOMS["It never stops"])).to_be_in_viewport()


def test_a_reader_continues_where_they_were(home: Page, address: str) -> None:
    """Their last page has a question that is answered, and is not finished."""
    link = home.locator("cw-continue a")
    expect(link).to_have_text(re.compile(r"^Continue: Streaming responses, Visualize, \d+ min$"))
    link.click()
    expect(home).to_have_url(address + VISUALIZE)
    home.get_by_label("I have finished this page").check()
    home.goto(address)
    expect(link).to_have_text(re.compile(r"^Continue: Streaming responses, Try, \d+ min$"))


def test_every_lesson_is_on_the_map_and_what_is_to_come_takes_no_place(page: Page, address: str) -> None:
    """All are written; how one without pages is folded is tested on a map of its own (tests/directives)."""
    page.goto(address)
    expect(page.locator("[data-lesson]:visible")).to_have_count(len(written()))
    expect(page.locator(".cw-to-come")).to_have_count(len({one.part for one in to_come()}))


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("path", ["", PROGRESS])
def test_what_a_reader_has_done_moves_nothing(browser: Browser, address: str, path: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(f"location.host && localStorage.setItem('{KEY}', {json.dumps(json.dumps(DONE))})")
        page.add_init_script(WATCH)
        page.goto(address + path, wait_until="networkidle")
        expect(page.locator(f"{LESSON} .cw-tally")).to_be_attached()
        assert page.evaluate("window.settled()") == []
