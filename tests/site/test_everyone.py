"""The lesson for readers who see, move and hear differently: keyboard, zoom, own colours, small and huge windows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations

LESSON = "lessons/streaming-responses/visualize/"


@pytest.fixture
def lesson(address: str, page: Page) -> Page:
    page.goto(address + LESSON)
    expect(page.get_by_role("group", name="Step player")).to_be_visible()
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent.trim()"))


def at(page: Page) -> str:
    return page.locator("[aria-current=step]").get_attribute("id") or ""


def test_a_lesson_can_be_stepped_and_answered_by_keyboard_alone(lesson: Page) -> None:
    lesson.locator("cw-player button").first.focus()
    for name in ("Previous step", "Play", "Next step"):
        lesson.keyboard.press("Tab")
        assert focused(lesson) == name
    lesson.keyboard.press("Enter")
    assert at(lesson) == "step-2"
    lesson.keyboard.press("Space")
    assert at(lesson) == "step-3"
    lesson.locator("#quiz-state-after-step-3 input").first.focus()
    lesson.keyboard.press("ArrowDown")
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("Tab")
    assert focused(lesson) == "Check"
    lesson.keyboard.press("Enter")
    expect(lesson.locator("#quiz-state-after-step-3 .cw-feedback")).to_contain_text("Right:")


def test_what_has_the_focus_is_never_hidden_behind_the_bar(lesson: Page) -> None:
    """WCAG 2.2, 2.4.11. Tab goes through the page from its top to the player."""
    lesson.set_viewport_size({"width": 360, "height": 640})
    lesson.evaluate("new Promise((then) => requestIdleCallback(then))")  # what a page prepares while nothing happens
    hidden = """() => {
        const own = document.activeElement, bar = document.querySelector(".cw-controls");
        if (bar.contains(own)) return "bar";
        const box = own.getBoundingClientRect();
        return box.bottom > 0 && box.top >= bar.getBoundingClientRect().top ? own.outerHTML.slice(0, 200) : "";
    }"""
    lesson.locator("h1").first.evaluate("heading => { heading.tabIndex = -1; heading.focus() }")
    for _ in range(160):
        lesson.keyboard.press("Tab")
        found = lesson.evaluate(hidden)
        if found not in ("", "bar"):
            # A figure that comes into sight is laid out a frame later, and moves what is in it.
            lesson.wait_for_timeout(300)
            found = lesson.evaluate(hidden)
        if found == "bar":
            return
        assert found == ""
    pytest.fail("Tab never came to the player")


def test_the_arrow_keys_move_without_a_focus_too(lesson: Page) -> None:
    """A reader who has pressed nothing yet can begin with the keys; the window is scrolled by others."""
    lesson.evaluate("document.activeElement.blur()")
    lesson.keyboard.press("ArrowRight")
    # The stage takes them, and tables out of sight follow at rest.
    expect(lesson.locator("tr[aria-current=step]")).to_have_attribute("id", "step-2")
    lesson.keyboard.press("End")
    assert at(lesson) == "step-2"


def test_the_keys_work_from_the_figures_of_the_recording(lesson: Page) -> None:
    lesson.locator(".cw-steps .cw-scroll").first.focus()
    lesson.keyboard.press("End")
    assert at(lesson) == "step-6"


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_with_the_readers_own_colours_the_present_step_is_still_marked(
    browser: Browser, address: str, palette: str
) -> None:
    with browser.new_context(
        forced_colors="active",
        color_scheme=palette,  # type: ignore[arg-type]
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.goto(address + LESSON)
        page.get_by_role("slider", name="Step").fill("3")
        for one in ("tr[aria-current=step]", ".cw-variables td.cw-now", ".cw-example [data-line].cw-at"):
            outline = page.locator(one).first.evaluate("one => getComputedStyle(one).outlineStyle")
            assert outline == "solid", one
        assert page.locator(".cw-controls svg path").first.evaluate("path => getComputedStyle(path).fill") == (
            page.locator(".cw-controls button").first.evaluate("button => getComputedStyle(button).color")
        )


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(320, 568, 2), (720, 450, 2), (640, 360, 3), (3840, 2160, 1)],
    ids=["small phone", "1440 px at 200 %", "phone on its side", "4K"],
)
def test_the_page_fits_and_the_bar_leaves_room_to_read(
    browser: Browser, address: str, width: int, height: int, scale: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale) as context:
        page = context.new_page()
        page.goto(address + LESSON)
        page.get_by_role("slider", name="Step").fill("3")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        bar = page.get_by_role("group", name="Step player").bounding_box()
        assert bar is not None
        assert bar["height"] <= height / 3
        em = "one => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize)"
        longest = page.locator("article > p").evaluate_all(f"all => Math.max(...all.map({em}))")
        assert longest <= 60, f"a line is {longest} em long"
        if width > 1440:  # the others are widths at which a page of each mode is looked at
            assert violations(page) == []


def test_the_bar_keeps_its_height_from_step_to_step(lesson: Page) -> None:
    for width in (360, 768, 1440):
        lesson.set_viewport_size({"width": width, "height": 800})
        heights = set()
        for step in range(1, 7):
            lesson.get_by_role("slider", name="Step").fill(str(step))
            box = lesson.locator("cw-player").bounding_box()
            assert box is not None
            heights.add(box["height"])
        assert len(heights) == 1, f"at {width} px: {heights}"


def test_back_and_forward_go_from_step_to_step_that_a_link_opened(lesson: Page) -> None:
    links = lesson.locator(".cw-moment a.cw-step[data-variant=main]")
    links.nth(0).click()
    first = at(lesson)
    lesson.locator(".cw-moment a.cw-step[data-variant=main][data-step='5']").click()
    second = at(lesson)
    assert [first, second] == ["step-2", "step-5"]
    lesson.go_back()
    expect(lesson.locator("[aria-current=step]")).to_have_id(first)
    lesson.go_forward()
    expect(lesson.locator("[aria-current=step]")).to_have_id(second)


def test_playing_ends_when_the_reader_goes_to_another_page(lesson: Page) -> None:
    lesson.locator(".cw-controls").get_by_role("button", name="Play").click()
    lesson.get_by_role("navigation", name="Ways to learn").get_by_role("link", name="Learn").click()
    expect(lesson).to_have_url(re.compile("/learn/$"))
    lesson.wait_for_timeout(1_600)  # longer than one step of the player
    assert lesson.url.endswith("/learn/")


LUMINANCE = """(one) => {
  const shade = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => Number(part) / 255)
    const [r, g, b] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = one.closest(".highlight").querySelector("code")
  const both = [shade(getComputedStyle(one).color), shade(getComputedStyle(ground).backgroundColor)]
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)
}"""


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_a_copy_button_can_be_seen_before_anyone_points_at_it(browser: Browser, address: str, palette: str) -> None:
    """WCAG 2.2, 1.4.11: what is needed to find a control has a contrast of 3 or more."""
    with browser.new_context(
        color_scheme=palette,  # type: ignore[arg-type]
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.goto(address + LESSON)
        button = page.locator(".cw-example .md-code__button").first
        expect(button).to_be_visible()
        assert button.evaluate(LUMINANCE) >= 3


def test_all_that_opens_has_one_look(lesson: Page) -> None:
    look = """(one) => {
      const [style, sign] = [getComputedStyle(one), getComputedStyle(one, "::before")]
      return [style.paddingLeft, style.fontWeight, style.backgroundColor, sign.width, sign.clipPath].join()
    }"""
    summaries = lesson.locator("article details:not(.cw-stage *) > summary")
    assert summaries.count() > 3
    assert len(set(summaries.evaluate_all(f"all => all.map({look})"))) == 1
