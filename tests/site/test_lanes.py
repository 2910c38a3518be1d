"""The lanes: one picture that a reader can click in, and an ordered list for everybody else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

LESSON = "lessons/streaming-responses/visualize/"
BAND = ".cw-lanes li[data-step='{}']"
ENDS = """event => {
  const words = document.createRange();
  words.selectNodeContents(event);
  const { left, right } = event.getBoundingClientRect();
  return [left, right, words.getBoundingClientRect().right];
}"""
"""The ends of a box and of its words, at one moment: a font that comes late moves both."""


@pytest.fixture
def lesson(address: str, page: Page) -> Page:
    page.goto(address + LESSON)
    expect(page.get_by_role("group", name="Step player")).to_be_visible()
    return page


def test_a_click_on_an_event_goes_to_its_step_and_marks_it(lesson: Page) -> None:
    event = lesson.locator(f"{BAND.format(4)} .cw-lane-wire")
    event.click()
    expect(lesson.locator("tr[aria-current=step]")).to_have_id("step-4")
    expect(lesson.locator(".cw-picked")).to_have_count(1)
    assert "cw-picked" in (event.get_attribute("class") or "")
    lesson.keyboard.press("ArrowRight")
    expect(lesson.locator(".cw-picked")).to_have_count(0)


def test_a_step_is_reached_by_keyboard_and_the_reader_stays_at_the_picture(lesson: Page) -> None:
    number = lesson.locator(BAND.format(5)).get_by_role("link", name="Step 5")
    number.focus()
    lesson.wait_for_timeout(200)  # what comes near the window is laid out now
    before = number.bounding_box()
    lesson.keyboard.press("Enter")
    expect(lesson.locator("tr[aria-current=step]")).to_have_id("step-5")
    expect(number).to_be_focused()
    assert number.bounding_box() == before


def test_the_present_step_is_lit_and_those_to_come_stand_back(lesson: Page) -> None:
    lesson.get_by_role("slider", name="Step").fill("3")
    classes = [band.get_attribute("class") for band in lesson.locator(".cw-lanes li[data-step]").all()]
    assert [(name or "").strip() for name in classes] == ["", "", "cw-now", "cw-ahead", "cw-ahead", "cw-ahead"]
    lesson.get_by_role("slider", name="Step").fill("5")
    assert lesson.locator(".cw-lanes .cw-ahead").count() == 1


def test_each_event_says_its_lane_and_stands_in_the_recordings_order(lesson: Page) -> None:
    events = lesson.locator(BAND.format(3)).get_by_role("listitem").all()
    assert [(event.text_content() or "").split(":")[0] for event in events] == [
        *("Your code", "Your code", "Your code"),
        *("ASGI messages", "Bytes on the wire", "Client"),
    ]


def test_a_later_event_stands_lower_and_in_its_own_column(lesson: Page) -> None:
    lesson.set_viewport_size({"width": 1440, "height": 900})
    boxes = [event.bounding_box() for event in lesson.locator(f"{BAND.format(3)} li").all()]
    places = [(box["x"], box["y"]) for box in boxes if box]
    assert len(places) == 6
    assert [y for _, y in places] == sorted({y for _, y in places})
    assert len({x for x, _ in places}) == 4


@pytest.mark.parametrize("width", [320, 360, 768, 3840])
def test_the_picture_fits_the_window(lesson: Page, width: int) -> None:
    lesson.set_viewport_size({"width": width, "height": 900})
    assert lesson.evaluate("document.documentElement.scrollWidth") <= width
    for event in lesson.locator(".cw-lanes li li").all():
        left, right, words = event.evaluate(ENDS)
        assert 0 <= left < right <= width
        assert words <= right + 0.5


def test_the_framing_is_told_from_the_data_without_colours(lesson: Page) -> None:
    lesson.emulate_media(forced_colors="active")
    style = "element => [getComputedStyle(element).borderTopStyle, getComputedStyle(element).fontWeight]"
    sent = lesson.locator(f"{BAND.format(3)} .cw-wire")
    assert sent.locator(".cw-framing").first.evaluate(style) == ["dotted", "400"]
    assert sent.locator(".cw-data").evaluate(style) == ["none", "700"]


def test_without_scripts_the_picture_is_whole(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + LESSON)
        assert page.locator(".cw-lanes li li").count() == 37
        expect(page.locator(".cw-lanes .cw-wire").last).to_have_text(r"0\r\n\r\n")
        page.locator(BAND.format(2)).get_by_role("link", name="Step 2").click()
        assert page.url.endswith("#step-2")
