"""Editing on the stage: a reader changes the program where it is shown, and the same stage shows what comes of it.

The tests follow one another on one page, because its Python takes seconds to start.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.accessibility import violations
from tests.support.browser import page_at
from tests.support.stage import KEEP, LESSON, stage
from tests.support.trying import LOADED, PASTE

SOURCE = "JSON.parse(document.querySelector('cw-stage template').dataset.program).source"

MANIFEST = "async () => (await fetch('../../../assets/runtime/manifest.json')).json()"


@pytest.fixture(scope="module")
def edited(browser: Browser) -> Iterator[Page]:
    with page_at(browser, LESSON) as page:
        page.evaluate(KEEP)
        page.reload()
        yield page


def button(page: Page, name: str) -> Locator:
    return stage(page).get_by_role("button", name=name, exact=True)


def says(page: Page) -> Locator:
    """The sentence of the stage itself; the editor has one of its own."""
    return stage(page).locator(".cw-stage-says")


def run(page: Page, source: str) -> None:
    """Write a program into the editor, as a reader does who pastes one, and run it."""
    field = stage(page).get_by_role("textbox", name="The program")
    field.press("Control+a")
    field.evaluate(PASTE, source)
    button(page, "Run").click()


def test_before_the_first_run_it_says_what_will_be_loaded_and_loads_nothing(edited: Page) -> None:
    asked: list[str] = []
    edited.on("request", lambda request: asked.append(request.url))
    button(edited, "Next").click()
    button(edited, "Edit and run the program").click()
    expect(stage(edited).get_by_text("The first run loads Python, about")).to_be_visible()
    manifest = edited.evaluate(MANIFEST)
    size = sum(file["gzip"] for name, file in manifest["files"].items() if name != "full-library")
    expect(stage(edited).get_by_text(f"about {size / 1e6:.0f} MB, once.")).to_be_visible()
    assert [url for url in asked if "runtime/" in url and not url.endswith("manifest.json")] == []
    assert violations(edited, ".cw-stage") == []


def test_keys_in_the_editor_are_the_editors(edited: Page) -> None:
    stage(edited).get_by_role("textbox", name="The program").focus()
    for key in ("ArrowRight", "Space", "Home", "?"):
        edited.keyboard.press(key)
    expect(says(edited)).to_contain_text("Step 2 of 6")
    expect(button(edited, "Play")).to_be_visible()
    expect(stage(edited).locator(".cw-stage-keys")).to_be_hidden()


def test_the_run_stands_beside_the_recording_and_what_differs_is_marked(edited: Page) -> None:
    run(edited, edited.evaluate(SOURCE).replace("range(3)", "range(4)"))
    yours = button(edited, "Your run")
    expect(yours).to_have_attribute("aria-pressed", "true", timeout=LOADED)
    said = says(edited)
    expect(said).to_contain_text("Your run has 7 steps, status 200.")
    expect(said).to_contain_text("Step 2 of 7")
    expect(button(edited, "Next")).to_be_focused()
    strip = stage(edited).get_by_role("slider", name="The whole run")
    assert [cell.split()[0] for cell in strip.locator(".cw-changed").all_inner_texts()] == ["5", "6", "7"]
    expect(said).to_contain_text("3 of them differ from the recording.")
    (changed,) = stage(edited).locator(".cw-stage-code .cw-changed").all_inner_texts()
    assert "range(4)" in changed
    edited.keyboard.press("End")
    edited.keyboard.press("ArrowLeft")
    assert stage(edited).locator(".cw-stage-code [data-lit~=at]").count() <= 1  # none of what was lit in the recording
    expect(stage(edited).locator(".cw-stage-state")).to_contain_text("'chunk 3\\n'")
    assert violations(edited, ".cw-stage") == []


def test_the_recording_is_one_press_away_and_unchanged(edited: Page) -> None:
    stage(edited).locator('[data-run="0"]').click()
    expect(says(edited)).to_contain_text("of 6")
    assert stage(edited).locator(".cw-stage-code .cw-changed").count() == 0
    expect(stage(edited).locator(".cw-stage-state")).not_to_contain_text("chunk 3")


def test_what_is_wrong_is_said_at_its_line_and_the_run_before_stays(edited: Page) -> None:
    button(edited, "Edit and run the program").click()
    run(edited, "from fastapi import FastAPI\n\napp = FastAPI(\n")
    wrong = stage(edited).get_by_role("button", name="Line 3")
    expect(wrong).to_be_visible(timeout=LOADED)
    expect(stage(edited).get_by_text("The run didn't finish")).to_be_visible()
    wrong.click()
    expect(stage(edited).get_by_role("textbox", name="The program")).to_be_focused()
    button(edited, "Close").click()
    button(edited, "Your run").click()
    expect(says(edited)).to_contain_text("of 7")


def test_a_text_that_is_no_program_stays_out(edited: Page) -> None:
    button(edited, "Edit and run the program").click()
    field = stage(edited).get_by_role("textbox", name="The program")
    before = field.inner_text()
    field.evaluate(PASTE, "x" * 200_000)
    expect(stage(edited).get_by_text("A program in a page has at most 100,000 characters")).to_be_visible()
    assert field.inner_text() == before
    button(edited, "Close").click()


def test_the_program_is_kept_and_reset_brings_back_the_recorded_one(edited: Page) -> None:
    edited.reload()
    button(edited, "Edit and run the program").click()
    expect(stage(edited).get_by_text("This is the program as you left it.")).to_be_visible()
    button(edited, "Reset").click()
    editor = stage(edited).get_by_role("textbox", name="The program")
    expect(editor).to_contain_text("range(3)")
    button(edited, "Close").click()
    expect(button(edited, "Edit and run the program")).to_be_focused()
    expect(editor).to_be_hidden()
