"""The tasks of all lessons but the first, in a browser: what a reader begins with fails, and the solution passes.

What is around a task is tested on the first lesson's page.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chunkwise.exercises.tasks import Task, find_tasks
from tests.support.browser import ADDRESS, Trouble
from tests.support.covering import everything
from tests.support.record import EXAMPLES
from tests.support.task import passed, place, run

LESSONS = EXAMPLES.parent / "docs" / "lessons"
FIRST = LESSONS / "streaming-responses"
PAGES = [file for file in sorted(LESSONS.glob("*/try.md")) if file.parent != FIRST]
ANSWERED = re.compile(r"/live/|responded with a status of \d+")
"""What the programs answer with a status of their own is no trouble of the page, which reads them by fetch."""
TASKS = {task.example.name: task for task in find_tasks(EXAMPLES)}


def tasks_of(page: Path) -> list[Task]:
    return [TASKS[name] for name in re.findall(r"(?m)^/// task \| (\S+)", page.read_text("utf-8"))]


FIRST_ELSEWHERE, *REST = (pytest.param(file, id=file.parent.name) for file in PAGES)
each_page = [FIRST_ELSEWHERE, *(pytest.param(*one.values, id=one.id, marks=everything) for one in REST)]
"""What a task is and what its checks say is tested without a browser too, for every task, in the page's engine."""


@pytest.mark.parametrize("file", each_page)
def test_a_starter_fails_and_the_solution_passes(browser: Browser, port: int, file: Path) -> None:
    trouble = Trouble(ADDRESS)
    found = tasks_of(file)
    assert found
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(f"{ADDRESS}lessons/{file.parent.name}/try/")
        for task in found:
            box = place(page, task)
            run(box)
            assert passed(box) != ["true"] * len(task.checks), f"{task.example.name}: the starter passes"
            run(box, task.example.source)
            assert passed(box) == ["true"] * len(task.checks), task.example.name
    assert [one for one in trouble.seen if not ANSWERED.search(one)] == []
