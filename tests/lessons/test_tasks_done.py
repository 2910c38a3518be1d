"""Every task under the real recorder: what a reader begins with fails its checks, and the solution passes them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pytest

from chunkwise.exercises.checks import outcomes
from chunkwise.exercises.grading import grade
from chunkwise.exercises.projects import Project, projects
from chunkwise.exercises.tasks import Task, find_tasks
from chunkwise.recording.recorder import Recorder
from scripts.mutants import programs
from tests.support.record import EXAMPLES, Record

TASKS = list(find_tasks(EXAMPLES))
each = pytest.mark.parametrize("task", TASKS, ids=[task.example.name for task in TASKS])
PAGES = EXAMPLES.parent / "docs"
BLANK = "____"
STEPS = [task for project in projects(EXAMPLES) for task in ("", *project.steps)]
BEFORE = {
    step.example.name: before.example.source if isinstance(before, Task) else ""
    for before, step in pairwise(STEPS)
    if isinstance(step, Task)
}
"""For each step of a project, the program that the reader has written before it."""


@each
def test_a_solution_passes(task: Task, record: Record) -> None:
    found = outcomes(task.checks, record(task.example.name))
    assert [outcome for outcome in found if not outcome.passed] == []


@each
def test_a_starter_fails_and_each_failure_says_what_was_expected(task: Task, recorder: Recorder) -> None:
    found = grade(task, task.starter_file, recorder)
    failed = [outcome for outcome in found.outcomes if not outcome.passed]
    assert failed
    assert all(outcome.expected and outcome.happened for outcome in failed)
    # A program that is no program yet has blanks in it. Every other starter runs, and its failures have their steps.
    assert found.error is None or BLANK in task.starter
    assert found.error is not None or any(outcome.step for outcome in failed)


@each
def test_each_blank_counts(task: Task, recorder: Recorder, tmp_path: Path) -> None:
    """A solution with any one of its blanks open again must fail, or nothing asks what the reader puts there."""
    lines = zip(task.starter.splitlines(), task.example.source.splitlines(), strict=False)
    blanks = [number for number, (open_line, _) in enumerate(lines) if BLANK in open_line]
    assert blanks or BLANK not in task.starter
    for number in blanks:
        again = task.example.source.splitlines(keepends=True)
        again[number] = task.starter.splitlines(keepends=True)[number]
        file = tmp_path / "again.py"
        file.write_text("".join(again), "utf-8")
        assert not grade(task, file, recorder).passed, f"the blank of line {number + 1}"


@each
def test_each_check_can_fail_in_a_run_that_comes_to_its_end(task: Task, recorder: Recorder, tmp_path: Path) -> None:
    """What no small mistake makes fail asks for nothing."""
    file = tmp_path / "wrong.py"
    failed: set[str] = set()
    all_of_them = {check.says for check in task.checks}
    for source in (task.starter, *(text for _, text in programs.changed(task.example.source))):
        if failed == all_of_them:
            break
        file.write_text(source, "utf-8")
        found = grade(task, file, recorder)
        failed |= {outcome.says for outcome in found.outcomes if not outcome.passed and found.error is None}
    assert failed == all_of_them


@each
def test_a_starter_can_be_read_at_a_glance(task: Task) -> None:
    known = BEFORE.get(task.example.name, "").splitlines()
    new = [line for line in task.starter.splitlines() if line not in known]
    assert len(new) < (40 if task.example.name in BEFORE else 25)


@pytest.mark.parametrize("project", projects(EXAMPLES), ids=lambda project: project.name)
def test_a_step_of_a_project_begins_with_the_program_of_the_step_before(project: Project) -> None:
    assert len(project.steps) > 1
    for before, step in pairwise(project.steps):
        ended, begun = before.example.source.splitlines(), step.starter.splitlines()
        kept = sum(block.size for block in SequenceMatcher(None, ended, begun, autojunk=False).get_matching_blocks())
        assert kept >= 0.8 * len(ended), f"{step.example.name} keeps {kept} of {len(ended)} lines"


@each
def test_a_page_sets_the_task(task: Task) -> None:
    used = re.compile(rf"(?m)^ */{{3,}} *task *\| *{re.escape(task.example.name)} *$")
    assert any(used.search(page.read_text("utf-8")) for page in PAGES.rglob("*.md"))
