"""The project in the page: its steps are done in their order, and the list above them says how far a reader is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chunkwise.exercises.projects import projects
from tests.support.accessibility import violations
from tests.support.browser import ADDRESS, page_at
from tests.support.record import EXAMPLES
from tests.support.task import passed, place, run

PROJECT = "lessons/streaming-responses/project/"
STEPS = next(project for project in projects(EXAMPLES) if project.name == "csv_export").steps


@pytest.fixture(scope="module")
def shared(browser: Browser, port: int) -> Iterator[Page]:
    with page_at(browser, PROJECT) as page:
        yield page


def test_the_list_leads_to_each_step(shared: Page) -> None:
    expect(shared.locator(".cw-project .cw-tally")).to_have_text("0 of 4 steps finished.")
    links = shared.locator(".cw-project li a")
    expect(links).to_have_count(len(STEPS))
    for number, task in enumerate(STEPS):
        links.nth(number).click()
        expect(shared.locator(f"[data-quiz='{task.example.name}'] h3")).to_be_in_viewport()


def test_the_starter_of_each_step_fails(shared: Page) -> None:
    for task in STEPS:
        box = place(shared, task)
        assert f" of {len(task.checks)} checks pass." in run(box, task.starter)
        assert "false" in passed(box)
    expect(shared.locator(".cw-project .cw-tally")).to_have_text("0 of 4 steps finished.")


def test_each_solution_passes_and_the_list_says_how_far_that_is_and_keeps_it(shared: Page) -> None:
    says = shared.locator(".cw-project .cw-tally")
    for number, task in enumerate(STEPS, 1):
        box = place(shared, task)
        said = run(box, task.example.source)
        assert said.startswith(f"All {len(task.checks)} checks pass: this task is done.")
        if number < len(STEPS):
            expect(says).to_contain_text(f"{number} of {len(STEPS)} steps finished. Next: ")
    expect(says).to_have_text("All steps finished.")
    expect(shared.locator(".cw-project li .cw-done")).to_have_count(len(STEPS))
    expect(shared.locator(".cw-modes a[data-mode=project]")).to_have_text(re.compile(r"^Project \d+ min \(finished\)$"))
    # It is kept, and anybody can read it.
    shared.reload()
    expect(shared.locator(".cw-project .cw-tally")).to_have_text("All steps finished.")
    assert violations(shared) == []
    # Also on another page and back, without a reload.
    shared.get_by_role("link", name="the Try page").click()
    expect(shared.locator(".cw-modes [aria-current=page]")).to_contain_text("Try")
    shared.go_back()
    expect(shared.locator(".cw-project .cw-tally")).to_have_count(1)
    expect(shared.locator(".cw-project .cw-tally")).to_have_text("All steps finished.")


def test_without_scripts_the_steps_are_a_list(browser: Browser, port: int) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(ADDRESS + PROJECT)
        expect(page.locator(".cw-project li")).to_have_count(len(STEPS))
        expect(page.locator(".cw-task .cw-answer")).to_have_count(len(STEPS))
