"""The tasks of all later lessons in a reader's browser: what they begin with fails there, and the solution passes.

What a page does with tasks is asked on the first lesson's page, in ``test_task``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import EXAMPLES
from playwright.sync_api import Browser, expect

from browser.conftest import ADDRESS
from browser.test_task import passed, place, run
from chunkwise.examples import Example
from chunkwise.tasks import Task

LESSONS = EXAMPLES.parent / "docs" / "lessons"
SET = re.compile(r"(?m)^/// task \| *(\S+)")
PAGES = [page for page in sorted(LESSONS.glob("*/try.md")) if page.parent.name != "streaming-responses"]


def test_there_are_later_lessons_with_tasks() -> None:
    assert PAGES
    assert all(SET.search(page.read_text("utf-8")) for page in PAGES)


@pytest.mark.parametrize("page_file", PAGES, ids=lambda page: page.parent.name)
def test_each_starter_fails_and_each_solution_passes(browser: Browser, port: int, page_file: Path) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{ADDRESS}{page_file.relative_to(LESSONS.parent).with_suffix('').as_posix()}/")
        for name in SET.findall(page_file.read_text("utf-8")):
            task = Task(Example(EXAMPLES, name))
            box = place(page, task)
            run(box)
            assert "false" in passed(box)
            assert run(box, task.example.source).startswith(f"All {len(task.checks)} checks pass: this task is done.")
            assert passed(box) == ["true"] * len(task.checks)
        expect(page.locator(".cw-modes a[data-mode=try]")).to_have_text("Try (finished)")
