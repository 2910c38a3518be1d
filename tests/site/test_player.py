"""The step player, driven as a reader drives it: by pointer, keys and links, with its sentences heard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

LESSON = "lessons/streaming-responses/visualize/"


@pytest.fixture
def lesson(address: str, page: Page) -> Page:
    page.goto(address + LESSON)
    expect(page.get_by_role("group", name="Step player")).to_be_visible()
    return page


def bar(page: Page) -> Locator:
    """The player's own controls: the stage above has some of the same names."""
    return page.get_by_role("group", name="Step player")


def at(page: Page) -> str:
    return page.locator("[aria-current=step]").get_attribute("id") or ""


def test_the_buttons_move_and_the_status_says_where_to(lesson: Page) -> None:
    for name, step in [
        ("Next step", 2),
        ("Next step", 3),
        ("Previous step", 2),
        ("Last step", 6),
        ("First step", 1),
    ]:
        lesson.get_by_role("button", name=name).click()
        assert at(lesson) == f"step-{step}"
        expect(lesson.locator("cw-player [role=status]")).to_contain_text(f"Step {step} of 6: ")


def test_every_button_shows_a_picture(lesson: Page) -> None:
    def drawn(name: str) -> str:
        return bar(lesson).get_by_role("button", name=name).locator("path").get_attribute("d") or ""

    pictures = [drawn(name) for name in ("First step", "Previous step", "Play", "Next step", "Last step")]
    bar(lesson).get_by_role("button", name="Play").click()
    pictures.append(drawn("Pause"))
    bar(lesson).get_by_role("button", name="Pause").click()
    assert drawn("Play") == pictures[2]
    assert all(pictures)
    assert len(set(pictures)) == 6


def test_at_an_end_the_buttons_say_that_there_is_no_further(lesson: Page) -> None:
    assert lesson.get_by_role("button", name="Previous step").get_attribute("aria-disabled") == "true"
    lesson.get_by_role("button", name="Last step").click()
    assert lesson.get_by_role("button", name="Next step").get_attribute("aria-disabled") == "true"
    assert lesson.get_by_role("button", name="Previous step").get_attribute("aria-disabled") == "false"


def test_arrow_keys_and_home_and_end_move_from_the_bar(lesson: Page) -> None:
    lesson.get_by_role("button", name="Next step").focus()
    for key, step in [("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", 6), ("Home", 1)]:
        lesson.keyboard.press(key)
        assert at(lesson) == f"step-{step}"


def test_keys_with_a_modifier_and_keys_in_a_field_are_left_alone(lesson: Page) -> None:
    lesson.get_by_role("button", name="Next step").focus()
    lesson.keyboard.press("Control+ArrowRight")
    assert at(lesson) == "step-1"
    lesson.get_by_label("Not started").focus()
    lesson.keyboard.press("ArrowDown")
    assert at(lesson) == "step-1"


def test_the_slider_goes_to_a_step(lesson: Page) -> None:
    lesson.get_by_role("slider", name="Step").fill("5")
    assert at(lesson) == "step-5"


def test_a_row_and_a_lane_can_be_clicked(lesson: Page) -> None:
    lesson.locator("tr#step-4 td").first.click()
    assert at(lesson) == "step-4"
    lesson.locator(".cw-lanes li[data-step='2'] .cw-action").click()
    assert at(lesson) == "step-2"


def test_play_goes_on_by_itself_and_stops_at_the_end(lesson: Page) -> None:
    lesson.get_by_role("combobox", name="Speed").select_option("2")
    lesson.get_by_role("slider", name="Step").fill("4")
    bar(lesson).get_by_role("button", name="Play").click()
    expect(bar(lesson).get_by_role("button", name="Pause")).to_be_visible()
    expect(lesson.locator("[aria-current=step]")).to_have_id("step-6", timeout=5_000)
    expect(bar(lesson).get_by_role("button", name="Play")).to_be_visible()


def test_all_views_light_up_together(lesson: Page) -> None:
    lesson.get_by_role("slider", name="Step").fill("3")
    expect(lesson.locator(".cw-variables td.cw-now")).to_have_text(["1", "Yielded 1"])
    assert lesson.locator(".cw-lanes li.cw-now").get_attribute("data-step") == "3"
    assert lesson.locator(".cw-example .cw-ran").count() == 2
    suspended = lesson.locator(".cw-example .cw-suspended")
    expect(suspended).to_contain_text("yield")
    assert [row.get_attribute("id") for row in lesson.locator("tr.cw-ahead").all()] == ["step-4", "step-5", "step-6"]


def test_a_generator_that_has_ended_is_not_drawn_as_suspended(lesson: Page) -> None:
    lesson.get_by_role("slider", name="Step").fill("5")
    assert lesson.locator(".cw-example .cw-suspended").count() == 0


def test_nothing_is_dimmed_before_a_reader_moves(lesson: Page) -> None:
    assert lesson.locator("tr.cw-ahead").count() == 0


def test_a_link_with_a_step_opens_there(address: str, page: Page) -> None:
    page.goto(f"{address}{LESSON}#step-3")
    expect(page.locator("[aria-current=step]")).to_have_id("step-3")


def test_a_reference_in_the_prose_moves_the_player(lesson: Page) -> None:
    lesson.locator(".cw-moment a.cw-step[data-variant=main]").first.click()
    assert at(lesson) == "step-2"
    expect(lesson).to_have_url(re.compile("#step-2$"))


def test_every_line_is_a_finer_zoom_that_keeps_the_place(lesson: Page) -> None:
    lesson.get_by_role("slider", name="Step").fill("3")
    zoom = lesson.get_by_role("button", name="Every line")
    zoom.click()
    assert zoom.get_attribute("aria-pressed") == "true"
    assert at(lesson) == "step-3"
    status = lesson.locator("cw-player [role=status]")
    expect(status).to_contain_text("in step 3: generate goes on in line 9")
    lesson.get_by_role("button", name="Next step").click()
    expect(status).to_contain_text("generate reaches line 8; i is 0")
    zoom.click()
    assert at(lesson) == "step-3"


def test_the_traced_lines_can_be_read_and_clicked(lesson: Page) -> None:
    lesson.get_by_text("Every traced line").click()
    traced = lesson.locator(".cw-trace li")
    assert traced.count() == 18
    traced.filter(has_text="reaches line 8; i is 0").click()
    assert lesson.get_by_role("button", name="Every line").get_attribute("aria-pressed") == "true"
    expect(lesson.locator("cw-player [role=status]")).to_contain_text("in step 3: generate reaches line 8; i is 0")
    current = lesson.locator(".cw-trace li[aria-current=true]")
    assert "i is 0" in current.inner_text()
    lesson.get_by_role("button", name="Last step").click()
    expect(current).to_have_text(traced.last.inner_text())
    box, within = current.bounding_box(), lesson.locator(".cw-trace ol").bounding_box()
    assert box is not None
    assert within is not None
    assert within["y"] <= box["y"]
    assert box["y"] + box["height"] <= within["y"] + within["height"] + 1
    lesson.get_by_role("button", name="Every line").click()
    expect(current).to_have_count(0)


def test_the_bar_stays_in_view_over_the_code_and_the_table(lesson: Page) -> None:
    bar = lesson.get_by_role("group", name="Step player")
    for heading in ("execution-sample", "execution-table", "four-lanes"):
        lesson.evaluate("id => document.getElementById(id).scrollIntoView()", heading)
        expect(bar).to_be_in_viewport(ratio=1)


def test_it_works_again_after_going_to_another_page_and_back(lesson: Page) -> None:
    lesson.get_by_role("button", name="Next step").click()
    lesson.get_by_role("navigation", name="Ways to learn").get_by_role("link", name="Learn").click()
    expect(lesson).to_have_url(re.compile("/learn/"))
    lesson.go_back()
    expect(lesson.get_by_role("group", name="Step player")).to_have_count(1)
    lesson.get_by_role("button", name="Last step").click()
    assert at(lesson) == "step-6"
