"""The task: what a reader has to write, the program that they begin with, and what will be checked of their run.

It is complete without scripts: what to do, the beginning, the checks in words, the hints, the solution and the command
that checks a reader's own file. A script only puts an editor in the place of the beginning.

A task whose program asks another server is for a reader's own machine alone: ``run: locally`` says so, and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Literal
from xml.etree.ElementTree import Element

from markupsafe import Markup
from pydantic import Field

from chunkwise.directives.directive import add
from chunkwise.directives.options import Names, Options, Text
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block, nearest
from chunkwise.directives.recording import View, highlighted, with_ids, without_ids
from chunkwise.directives.try_it import offer
from chunkwise.errors import ChunkwiseError, PageError, ScenarioError
from chunkwise.events import MAIN
from chunkwise.examples.example import Example, is_name
from chunkwise.exercises.checks import outcomes
from chunkwise.exercises.tasks import Task, find_tasks
from chunkwise.views.elements import BREAK, lines, prose
from chunkwise.views.elements import element as html
from chunkwise.views.runnable import why_not_in_browser


class TaskOptions(Options):
    title: Text
    hints: Names
    run: Literal["here", "locally"] = Field(default="here", description="Write run: locally, or leave it out.")
    """Where a reader's program runs: in the page, or only on their own machine."""

    @property
    def is_local(self) -> bool:
        return self.run == "locally"


class TaskBlock(View):
    """One task. Its instruction is the Markdown in it; all else comes from the task's folder."""

    NAME = "task"
    ARGUMENT = "lesson/task"
    OPTIONS = TaskOptions
    HOLDS = True

    def complete(self, meta: Mapping[str, str], block: Block) -> None:
        """A task has a name of its own."""

    def check(self, page: Page, block: Block) -> None:
        for other in page.source.blocks[: block.number]:
            if other.name == self.NAME and other.argument == block.argument:
                what = f"the task {block.argument!r} is already on this page, in line {page.line(other.line)}"
                raise page.error(what, block.line, "Remove one of them.")
        if not any(line.strip() for _, line in block.text):
            what = f"the task {block.argument!r} does not say what to do"
            raise page.error(what, block.line, "Write it below the options, after an empty line.")
        try:
            task = self._task(page, block)
            self._hold(page, block, task)
        except PageError:
            raise
        except ChunkwiseError as error:
            raise page.located(error, block.line) from None

    def _task(self, page: Page, block: Block) -> Task:
        """Return the task that a block is about.

        Raises:
            PageError: There is no such task, or one that has no solution.
            ChunkwiseError: A file of it cannot be used.
        """
        name = block.argument
        if is_name(name):
            begun = Task(Example(page.examples, name))
            if begun.is_begun and not begun.example.app.is_file():
                hint = f"Write it as {page.named(begun.example.app)}"
                raise page.error(f"the task {name!r} has no solution", block.line, hint)
        task = Task(page.recorded(block, name).example)
        if not task.is_begun:
            known = [one.example.name for one in find_tasks(page.examples)]
            what = f"the example {name!r} is no task: it has neither starter.py nor checks.toml"
            raise page.error(what, block.line, nearest(name, known))
        return task

    def _hold(self, page: Page, block: Block, task: Task) -> None:
        """Hold a task to what can be known without a run: that all of it is there, and that its solution is one."""
        found = page.recorded(block, block.argument)
        why = why_not_in_browser(found.example.scenario, found.recordings[MAIN])
        is_local = TaskOptions.of(block).is_local
        if why is not None and not is_local:
            hint = "Change its program, or let readers run it on their own machines with run: locally"
            raise page.error(f"a page can't run this task. {why}", block.line, hint)
        if why is None and is_local:
            raise page.error("a page can run this task", block.line_of("run"), "Remove run: locally.")
        if task.starter == found.example.source:
            raise ScenarioError(
                "the starter is already the solution", file=task.starter_file, line=1, hint="Remove something from it."
            )
        for index, outcome in enumerate(outcomes(task.checks, found.recordings[MAIN])):
            if not outcome.passed:
                raise ScenarioError(
                    f"the solution fails this check: expected {outcome.expected}, but {outcome.happened}",
                    file=task.checks_file,
                    line=task.line_of(index),
                    hint="Correct the check, or the solution in app.py.",
                )

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        # A question looks like this, and what styles one styles the other: a lesson loads no rule more for tasks.
        options = TaskOptions.of(block)
        box = add(parent, "div", class_="cw-quiz cw-task", id=f"task-{slug(block)}")
        if not options.is_local:  # what a page can't run counts for no page's score
            box.set("data-quiz", block.argument)
        add(box, "h3", options.title)
        return box

    def end(self, page: Page, block: Block, element: Element) -> None:
        task = Task(page.recorded(block, block.argument).example)
        add(element, "p", "The task is done when all of this is true for your run:")
        checks = add(element, "ul", class_="cw-checks")
        for check in task.checks:
            add(checks, "li", check.says)
        self._raw(page, element, self._beginning(page, block, task))
        hints = TaskOptions.of(block).hints
        for number, hint in enumerate(hints, 1):
            self._folded(element, "cw-hint", "Hint" if len(hints) == 1 else f"Hint {number}", hint)
        solution = self._folded(element, "cw-answer", "Solution")
        code = highlighted(task.example.source, "python", page.named(task.example.app))
        self._raw(page, solution, without_ids(code))
        if not TaskOptions.of(block).is_local:
            here = self._folded(element, "cw-local", "On your own machine", self._locally(page, task))
            self._raw(page, here, self._command(task))

    def _locally(self, page: Page, task: Task) -> str:
        return f"Write it into `{page.named(task.starter_file)}` in a copy of this project, and check it:"

    def _command(self, task: Task) -> Markup:
        return highlighted(f"chunkwise task {task.example.name}\n", "bash", "Check it")

    def _beginning(self, page: Page, block: Block, task: Task) -> Markup:
        run = replace(task.example.runs[MAIN], source=task.starter)
        code = with_ids(highlighted(task.starter, "python", page.named(task.starter_file)), f"task-{slug(block)}")
        if TaskOptions.of(block).is_local:
            found = page.recorded(block, block.argument)
            why = why_not_in_browser(found.example.scenario, found.recordings[MAIN])
            what = html("p", html("strong", "On your own machine only."), f" {why} ", class_="cw-recorded")
            how = html("p", prose(self._locally(page, task)))
            return html("div", BREAK, lines((code, what, how, self._command(task))), class_="cw-example")
        button = offer(run, checks=[asdict(check) for check in task.checks])
        return html("div", BREAK, lines((code, button)), class_="cw-example")

    def _folded(self, parent: Element, kind: str, name: str, text: str = "") -> Element:
        details = add(parent, "details", class_=kind)
        add(details, "summary", name)
        if text:
            add(details, "p", text)
        return details

    def _raw(self, page: Page, parent: Element, fragment: Markup) -> None:
        add(parent, "p", page.stash(fragment))


def slug(block: Block) -> str:
    return block.argument.rpartition("/")[2].replace("_", "-")
