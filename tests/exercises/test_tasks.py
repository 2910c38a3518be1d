"""A task's solution passes its checks, where it was recorded and in a page, and what a reader begins with does not."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from chunkwise.browser import entry
from chunkwise.errors import ScenarioError
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.exercises.checks import outcomes
from chunkwise.exercises.tasks import Task, find_tasks
from chunkwise.views.runnable import why_not_in_browser
from tests.support.in_page import elsewhere
from tests.support.record import EXAMPLES

TASKS = list(find_tasks(EXAMPLES))
each = pytest.mark.parametrize("task", TASKS, ids=[task.example.name for task in TASKS])


def in_page(task: Task, source: str) -> list[dict[str, Any]]:
    asked = task.example.scenario.model_dump_json(exclude={"variants"})
    checks = json.dumps([{"expect": check.expect, "says": check.says} for check in task.checks])
    with elsewhere():
        checked: list[dict[str, Any]] = json.loads(asyncio.run(entry.run(source, asked, checks=checks)))["checks"]
    return checked


def test_the_first_lesson_has_five() -> None:
    assert sum(task.example.name.startswith("streaming_responses/") for task in TASKS) == 5


@each
def test_every_solution_passes(task: Task) -> None:
    recorded = outcomes(task.checks, store.load(task.example)["main"])
    assert [outcome for outcome in recorded if not outcome.passed] == []
    assert [outcome for outcome in in_page(task, task.example.source) if not outcome["passed"]] == []


@each
def test_every_starter_fails_and_says_why(task: Task) -> None:
    failed = [outcome for outcome in in_page(task, task.starter) if not outcome["passed"]]
    assert failed
    assert all(outcome["expected"] and outcome["happened"] for outcome in failed)


@each
def test_a_task_can_be_done_in_a_page(task: Task) -> None:
    assert why_not_in_browser(task.example.scenario, store.load(task.example)["main"]) is None


def test_a_failed_check_names_the_step() -> None:
    task = next(task for task in TASKS if task.example.name.endswith("all_at_once"))
    whole, apart = in_page(task, task.starter)
    assert whole["passed"]
    assert apart == {
        "says": "Each word is a piece of its own.",
        "passed": False,
        "expected": r"`pieces` to be `['one\n', 'two\n', 'three\n']`",
        "happened": r"it is `['one\ntwo\nthree\n']`",
        "step": 2,
    }


GOOD = 'expect = "status == 200"\nsays = "It answers."\n'


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("", "there are no checks", 1),
        ("[[check]", "this is not TOML", None),
        ("check = []", "there are no checks", 1),
        ('hint = "x"\n[[check]]\n' + GOOD, "something other than checks", 1),
        ("[[check]]\n" + GOOD + '\n[[check]]\nexpect = "status"\n', "a check has only expect and says", 5),
        ("[[check]]\nexpect = 1\nsays = 'x'", "a check has only expect and says", 1),
        ('[[check]]\nsays = "x"\nexpect = "staus == 200"\n', "the check 'staus == 200' cannot be read", 3),
    ],
)
def test_a_mistake_in_the_checks_is_named(text: str, said: str, line: int | None, tmp_path: Path) -> None:
    folder = tmp_path / "lesson" / "task"
    folder.mkdir(parents=True)
    (folder / "checks.toml").write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match=said) as caught:
        _ = Task(Example(tmp_path, "lesson/task")).checks
    assert caught.value.file == folder / "checks.toml"
    assert caught.value.line == line


@pytest.mark.parametrize("present", ["checks.toml", "starter.py"])
def test_half_a_task_is_a_task_that_is_missing_something(present: str, tmp_path: Path) -> None:
    folder = tmp_path / "lesson" / "task"
    folder.mkdir(parents=True)
    (folder / "app.py").write_text("", "utf-8")
    (folder / present).write_text("[[check]]\n" + GOOD if present == "checks.toml" else "", "utf-8")
    (task,) = find_tasks(tmp_path)
    with pytest.raises(ScenarioError, match="this file is missing"):
        _ = (task.checks, task.starter)
