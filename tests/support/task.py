"""A task as a reader does it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from chunkwise.exercises.tasks import Task
from tests.support.trying import LOADED, PASTE


def place(page: Page, task: Task) -> Locator:
    """Return the task on the page, with its editor open."""
    box = page.locator(f"[data-quiz='{task.example.name}']")
    if box.locator(".cw-bench").count() == 0:
        box.get_by_role("button", name="Try it").click()
    expect(box.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=15_000)
    return box


def write_into(box: Locator, source: str) -> None:
    field = box.get_by_role("textbox", name="Program")
    field.press("Control+a")
    field.evaluate(PASTE, source)


def run(box: Locator, source: str | None = None) -> str:
    """Run what is in the editor, or ``source``, and return what is said of it."""
    if source is not None:
        write_into(box, source)
    state = box.locator(".cw-state")
    box.get_by_role("button", name="Run", exact=True).click()
    expect(state).to_contain_text(re.compile("checks pass|was checked"), timeout=LOADED)
    return state.inner_text()


def passed(box: Locator) -> list[str]:
    found: list[str] = box.locator(".cw-verdicts > li").evaluate_all("all => all.map(one => one.dataset.right)")
    return found
