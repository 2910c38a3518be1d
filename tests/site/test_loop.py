"""A learner's loop: what was written survives a reload, a task can be done again, and a page can ask and not tell."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import violations
from tests.support.trying import opened, press, write

TRY = "lessons/streaming-responses/try/"
VISUALIZE = "lessons/streaming-responses/visualize/"
KEY = "chunkwise.progress.v1"
TASK = "[data-quiz='streaming_responses/all_at_once']"


def text(page: Page) -> str:
    return page.get_by_role("textbox", name="Program").inner_text()


@pytest.fixture
def edited(page_of_its_own: Page, address: str) -> Page:
    """The Try page, left at once after its first program was changed, and opened again."""
    page = page_of_its_own
    page.goto(address + TRY)
    write(opened(page), "# mine\n")
    page.reload()
    return opened(page)


def test_what_was_written_survives_a_reload(edited: Page) -> None:
    assert "# mine" in text(edited)
    expect(edited.locator(".cw-bench .cw-state")).to_contain_text("This is the program as you left it.")


def test_reset_forgets_it(edited: Page) -> None:
    press(edited, "Reset")
    assert "# mine" not in text(edited)
    edited.reload()
    opened(edited)
    assert "# mine" not in text(edited)
    expect(edited.locator(".cw-bench .cw-state")).to_be_empty()


def test_closing_keeps_it_and_erasing_the_progress_erases_it(edited: Page, address: str) -> None:
    write(edited, "# other\n")
    press(edited, "Close")
    opened(edited)
    assert "# other" in text(edited)
    edited.goto(address + "progress/")
    edited.get_by_role("button", name="Erase", exact=True).click()
    edited.get_by_role("button", name="Erase it").click()
    edited.goto(address + TRY)
    opened(edited)
    assert "#" not in text(edited)


def test_a_program_that_came_with_a_link_is_not_taken_for_the_readers(page_of_its_own: Page, address: str) -> None:
    page = page_of_its_own
    page.goto(address + TRY)
    name = page.locator("cw-try").first.evaluate("one => JSON.parse(one.dataset.program)")
    script = "import(new URL('assets/chunkwise/try/link.js', document.baseURI.split('lessons')[0]))"
    link = page.evaluate(f"{script}.then(link => link.packed({{source: '# linked\\n', request: null}}))")
    page.goto(f"{address}{TRY}#try={name['example']}={name['variant']}={link}")
    page.reload()
    expect(page.locator(".cw-bench .cw-state")).to_contain_text("came with the link")
    press(page, "Close")
    assert page.evaluate("key => localStorage.getItem(key)", KEY) is None


def test_a_task_is_done_again_without_its_solution(page: Page, address: str) -> None:
    page.goto(address + TRY)
    task = page.locator(TASK)
    task.get_by_role("button", name="Try it").click()
    expect(task.get_by_role("button", name="Reset")).to_be_visible(timeout=15_000)
    for folded in task.locator("details > summary").all():
        folded.click()
    expect(task.locator("details[open]").first).to_be_visible()
    task.get_by_role("button", name="Reset").click()
    expect(task.locator("details[open]")).to_have_count(0)
    expect(task.locator(".cw-verdicts")).to_have_count(0)


@pytest.mark.parametrize("mode", ["visualize", "challenge", "review"])
def test_a_page_can_ask_and_tell_nothing(page: Page, address: str, mode: str) -> None:
    page.goto(f"{address}lessons/streaming-responses/{mode}/")
    questions = page.locator("section.cw-quiz").count()
    assert questions
    press(page, "Questions only")
    button = page.get_by_role("button", name="Show the whole page")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator("section.cw-quiz:visible")).to_have_count(questions)
    for told in ("article > p", "article > h2", ".cw-steps", ".cw-sheet", ".cw-snapshot", ".cw-stage-frame"):
        expect(page.locator(f"{told}:visible")).to_have_count(0)
    expect(page.locator(".cw-end:visible")).to_have_count(1)
    assert violations(page) == []
    button.click()
    expect(page.locator("article > p:visible").first).to_be_visible()


def test_a_page_without_questions_has_no_button_for_them(page: Page, address: str) -> None:
    page.goto(address + TRY)
    expect(page.locator("cw-progress input")).to_be_attached()
    expect(page.get_by_role("button", name="Questions only")).to_have_count(0)


def test_a_kept_program_counts_as_no_page(edited: Page, address: str) -> None:
    assert list(json.loads(edited.evaluate("key => localStorage.getItem(key)", KEY))["modes"]) == ["drafts"]
    edited.goto(address)
    expect(edited.locator("cw-continue a")).to_have_text("Start with the first lesson")
    edited.goto(address + TRY)
    expect(edited.locator("cw-progress .cw-tally")).to_be_empty()
