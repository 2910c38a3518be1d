"""The stage, driven as a reader drives it: by keys, pointer and links, on a wide window and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.browser import Trouble
from tests.support.stage import KEEP, LESSON, PAGES, lesson, ready, says, stage

__all__ = ["lesson"]


OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(params=[360, 1440])
def sized(browser: Browser, address: str, request: pytest.FixtureRequest, trouble: Trouble) -> Iterator[Page]:
    viewport = {"width": request.param, "height": 800}
    with browser.new_context(viewport=viewport, reduced_motion="reduce", has_touch=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(KEEP)
        trouble.watch(page)
        yield page
        assert trouble.seen == []


def test_it_is_the_second_stop_of_tab_and_takes_the_focus(lesson: Page) -> None:
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("Tab")
    expect(lesson.get_by_role("link", name="Go to the stage")).to_be_focused()
    lesson.keyboard.press("Enter")
    expect(stage(lesson)).to_be_focused()
    expect(stage(lesson)).to_be_in_viewport(ratio=0.99)


def test_keys_move_it_while_the_focus_is_inside(lesson: Page) -> None:
    stage(lesson).focus()
    for key, step in [("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", 6), ("Home", 1)]:
        lesson.keyboard.press(key)
        expect(says(lesson)).to_contain_text(f"Step {step} of 6")
    lesson.keyboard.press("ArrowDown")
    expect(says(lesson)).to_have_text("Step 1 of 6, line 1 of 3: stream starts")
    lesson.keyboard.press("ArrowUp")
    lesson.keyboard.press("ArrowRight")
    expect(says(lesson)).to_contain_text("Step 2 of 6 Generator yields 'chunk 0\\n'")
    lesson.keyboard.press(" ")
    expect(stage(lesson).get_by_role("button", name="Pause")).to_be_visible()
    lesson.keyboard.press(" ")
    expect(stage(lesson).get_by_role("button", name="Play")).to_be_visible()
    lesson.keyboard.press("?")
    expect(stage(lesson).get_by_text("line by line")).to_be_visible()


def test_arrows_from_the_top_of_the_page_bring_it_into_view(lesson: Page) -> None:
    lesson.keyboard.press("ArrowRight")
    lesson.keyboard.press("ArrowRight")
    expect(says(lesson)).to_contain_text("Step 3 of 6")
    expect(stage(lesson)).to_be_in_viewport(ratio=0.99)


def test_it_and_the_tables_agree_at_every_step(lesson: Page) -> None:
    next_ = stage(lesson).get_by_role("button", name="Next", exact=True)
    for number in range(1, 7):
        row = lesson.locator("tr[aria-current=step]")
        # The tables are out of sight, and follow when the reader rests.
        expect(row).to_have_attribute("id", f"step-{number}")
        _, action, state, _, received = [" ".join(cell.split()) for cell in row.locator("> *").all_text_contents()]
        said = " ".join(says(lesson).inner_text().split())
        gets = "The client receives nothing" if received == "None" else f"Client: {received}"
        assert said == f"Step {number} of 6 {action}. {gets}."
        present = stage(lesson).locator(".cw-track > strong").inner_text()
        assert state in (present, "N/A")
        lanes = lesson.locator(f".cw-lanes[data-variant=main] > ol > li[data-step='{number}'] li")
        shown = stage(lesson).locator(".cw-lanes > ol > li:not([data-ready]) li")
        assert shown.count() == lanes.count()
        kinds = "all => all.map(one => one.className)"
        assert shown.evaluate_all(kinds) == lanes.evaluate_all(kinds)
        ran = (row.get_attribute("data-lines") or "").split()
        marked = stage(lesson).locator(".cw-stage-code [data-lit~=ran]")
        assert sorted(ran) == sorted(marked.evaluate_all("all => all.map(one => one.dataset.line)"))
        had = stage(lesson).locator(".cw-pieces > li:not(.cw-not)").all_inner_texts()
        assert had == [rf"'chunk {n}\n'" for n in range(min(max(number - 1, 0), 3))]
        if number < 6:
            next_.click()
    assert next_.get_attribute("aria-disabled") == "true"


def test_it_and_the_player_have_one_place(lesson: Page) -> None:
    player = lesson.get_by_role("group", name="Step player")
    player.get_by_role("button", name="Last step").click()
    expect(says(lesson)).to_contain_text("Step 6 of 6")
    stage(lesson).get_by_role("button", name="Back").click()
    expect(player.get_by_role("slider")).to_have_value("5")
    expect(lesson).to_have_url(re.compile("#step-5$"))


def test_a_link_with_a_step_opens_there(address: str, page: Page) -> None:
    page.goto(f"{address}{LESSON}#step-3")
    ready(page)
    expect(says(page)).to_contain_text("Step 3 of 6")
    page.goto(f"{address}{LESSON}#keep-alive-step-6")
    expect(says(page)).to_contain_text("Connection stays open")
    expect(stage(page).get_by_role("button", name="Keep alive")).to_have_attribute("aria-pressed", "true")


def test_a_reference_in_the_prose_moves_it_and_the_reader_stays(lesson: Page) -> None:
    link = lesson.locator(".cw-moment a.cw-step[data-variant=main]").first
    link.scroll_into_view_if_needed()
    link.click()
    expect(says(lesson)).to_contain_text("Step 2 of 6")
    small = lesson.get_by_role("complementary", name="The stage in small")
    expect(small).to_contain_text("Step 2 of 6 Generator yields 'chunk 0\\n'")
    expect(small.locator("[data-line='9']")).to_contain_text("suspended here")
    expect(link).to_be_in_viewport()
    small.get_by_role("button", name="Next", exact=True).click()
    expect(small).to_contain_text("Step 3 of 6")
    expect(says(lesson)).to_contain_text("Step 3 of 6")
    assert violations(lesson, ".cw-stage-pin") == []
    small.get_by_role("button", name="Show the stage").click()
    expect(small).to_be_hidden()
    expect(stage(lesson)).to_be_in_viewport(ratio=0.99)


def test_the_way_back_leads_to_the_step_before_a_reference(lesson: Page) -> None:
    before = lesson.url
    lesson.locator(".cw-moment a.cw-step[data-variant=main]").first.click()
    expect(says(lesson)).to_contain_text("Step 2 of 6")
    lesson.go_back()
    assert lesson.url.partition("#")[0] == before.partition("#")[0]
    expect(says(lesson)).to_contain_text("Step 1 of 6")


def test_the_list_of_keys_lies_over_nothing_that_moves(lesson: Page) -> None:
    listed = lesson.get_by_role("dialog", name="Keys")
    stage(lesson).get_by_role("button", name="Keys").click()
    expect(listed).to_be_visible()
    lesson.keyboard.press("ArrowRight")
    expect(says(lesson)).to_contain_text("Step 1 of 6")
    assert violations(lesson, ".cw-stage-keys") == []
    listed.get_by_role("button", name="Close").click()
    expect(listed).to_be_hidden()
    stage(lesson).get_by_role("button", name="Next", exact=True).press("?")
    expect(listed).to_be_visible()
    lesson.keyboard.press("Escape")
    expect(listed).to_be_hidden()


def test_a_variant_keeps_the_step_and_marks_what_differs(lesson: Page) -> None:
    slider = stage(lesson).get_by_role("slider", name="The whole run")
    slider.focus()
    lesson.keyboard.press("End")
    stage(lesson).get_by_role("button", name="Keep alive").click()
    expect(says(lesson)).to_contain_text("Step 6 of 6 Connection stays open")
    expect(slider).to_have_attribute("aria-valuetext", "Step 6: open")
    assert stage(lesson).locator(".cw-stage-strip > .cw-changed").last.get_attribute("title") == "Step 6: open"
    stage(lesson).get_by_role("button", name="Length").click()
    assert stage(lesson).locator(".cw-stage-code .cw-changed").count() == 1
    stage(lesson).get_by_role("button", name="The program", exact=True).click()
    expect(says(lesson)).to_contain_text("Connection closes")


def test_a_cell_of_the_strip_can_be_clicked(lesson: Page) -> None:
    stage(lesson).locator(".cw-stage-strip > i").nth(3).click()
    expect(says(lesson)).to_contain_text("Step 4 of 6")


def test_play_goes_on_and_stops_at_the_end(lesson: Page) -> None:
    stage(lesson).get_by_role("combobox", name="Pace").select_option("2")
    stage(lesson).locator(".cw-stage-strip > i").nth(4).click()
    stage(lesson).get_by_role("button", name="Play").click()
    expect(says(lesson)).to_contain_text("Step 6 of 6", timeout=5_000)
    expect(stage(lesson).get_by_role("button", name="Play")).to_be_visible()


def test_it_works_again_after_another_page(lesson: Page) -> None:
    lesson.get_by_role("navigation", name="Ways to learn").get_by_role("link", name="Learn").click()
    expect(lesson).to_have_url(re.compile("/learn/"))
    expect(lesson.get_by_role("link", name="Go to the stage")).to_have_count(0)
    lesson.go_back()
    ready(lesson)
    expect(lesson.get_by_role("link", name="Go to the stage")).to_have_count(1)
    stage(lesson).get_by_role("button", name="Next", exact=True).click()
    expect(says(lesson)).to_contain_text("Step 2 of 6")


@pytest.mark.parametrize("path", PAGES)
def test_every_stage_fits_its_window_and_steps_to_its_end(sized: Page, address: str, path: str) -> None:
    sized.goto(address + path)
    ready(sized)
    next_ = stage(sized).get_by_role("button", name="Next", exact=True)
    # Also where nothing has run yet, as with a path operation that is the generator.
    assert sized.locator(".cw-stage-code [data-line]:visible").count() > 0
    for _ in range(sized.locator(".cw-stage-strip > i").count() - 1):
        next_.click()
        expect(next_).to_be_in_viewport(ratio=1)
        assert sized.evaluate(OVERFLOW) <= 0
        code = sized.locator(".cw-stage-code")
        assert code.evaluate("one => one.scrollWidth - one.clientWidth") <= 1
    assert next_.get_attribute("aria-disabled") == "true"


LIT = """(stage) => {
  const code = stage.querySelector(".cw-stage-code");
  const line = code.querySelector("[data-lit~=at]");
  const [button, lit] = [code.querySelector(".cw-stage-edit"), line].map((one) => one.getBoundingClientRect());
  const corner = document.elementFromPoint(button.left + button.width / 2, button.bottom - 3);
  return { widths: [lit.width, code.clientWidth], free: corner.className };
}"""


def test_the_present_line_is_lit_to_the_end_and_lies_under_the_button(sized: Page, address: str) -> None:
    sized.goto(address + LESSON)
    ready(sized)
    stage(sized).focus()
    sized.keyboard.press("ArrowRight")
    stage(sized).evaluate("stage => stage.scrollIntoView()")
    seen = stage(sized).evaluate(LIT)
    assert abs(seen["widths"][0] - seen["widths"][1]) < 1
    assert seen["free"] == "cw-stage-edit"
    stage(sized).locator(".cw-stage-code").evaluate("code => { code.style.maxHeight = '4rem'; code.scrollTop = 999; }")
    expect(stage(sized).get_by_role("button", name="Edit")).to_be_in_viewport(ratio=0.9)


def test_on_a_telephone_tabs_share_the_room_and_a_swipe_steps(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True) as context:
        page = context.new_page()
        page.goto(address + LESSON)
        ready(page)
        lanes = stage(page).get_by_role("region", name="Lanes of this step")
        state = stage(page).get_by_role("region", name="State and client")
        expect(lanes).to_be_visible()
        expect(state).to_be_hidden()
        swipe = """(pane, [from, to]) => {
          const touch = (x) => new Touch({ identifier: 1, target: pane, clientX: x, clientY: 10 });
          pane.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(from)], changedTouches: [touch(from)] }));
          pane.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(to)] }));
        }"""
        lanes.evaluate(swipe, [200, 100])
        expect(says(page)).to_contain_text("Step 2 of 6")
        lanes.evaluate(swipe, [100, 110])
        expect(says(page)).to_contain_text("Step 2 of 6")
        lanes.evaluate(swipe, [100, 200])
        expect(says(page)).to_contain_text("Step 1 of 6")
        stage(page).get_by_role("button", name="State and client").click()
        expect(state).to_be_visible()
        expect(lanes).to_be_hidden()


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nobody_meets_a_barrier(browser: Browser, address: str, palette: Literal["light", "dark"], width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=palette) as context:
        page = context.new_page()
        page.goto(address + LESSON)
        ready(page)
        stage(page).get_by_role("button", name="Length").click()
        stage(page).locator(".cw-stage-strip > i").nth(2).click()
        assert violations(page, ".cw-stage-frame") == []


def test_without_scripts_it_is_the_program(browser: Browser, address: str) -> None:
    for width in (360, 1440):
        with browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 700}) as context:
            page = context.new_page()
            page.goto(address + LESSON)
            code = page.locator("cw-stage .cw-stage-code")
            expect(code).to_contain_text("async def generate():")
            assert code.evaluate("one => one.scrollHeight - one.clientHeight") == 0
            box = page.locator("cw-stage").bounding_box()
            assert box
            assert box["height"] < 500
