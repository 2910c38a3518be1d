"""The project: the list of its steps on the page, which a script makes say how many of them a reader has done."""

from __future__ import annotations

import re

from markupsafe import Markup

from chunkwise.directives.directive import Directive
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block, nearest
from chunkwise.directives.task import TaskBlock, TaskOptions, slug
from chunkwise.errors import ScenarioError
from chunkwise.exercises.projects import Project, projects
from chunkwise.views.elements import BREAK, element, lines

NUMBER = re.compile(r"^\d+[.:] +")
"""Of a task's title; the list has numbers of its own."""


class ProjectBlock(Directive):
    """The steps of one project, with links to their tasks further down. All of them are on the page, in their order."""

    NAME = "project"
    ARGUMENT = "folder of the steps"

    def check(self, page: Page, block: Block) -> None:
        known = [project.name for project in projects(page.examples)]
        if known and block.argument not in known:
            raise page.error(f"there is no project {block.argument!r}", block.line, nearest(block.argument, known))
        try:
            steps = [task.example.name for task in Project(page.examples, block.argument).steps]
        except ScenarioError as error:
            raise page.located(error, block.line) from None
        tasks = self._tasks(page, block)
        for task, step in zip(tasks, steps, strict=False):
            if task.argument != step:
                what = f"the task {task.argument!r} is where the step {step!r} of the project belongs"
                raise page.error(what, task.line, "Put each step once, in the order of the numbers.")
        if len(tasks) < len(steps):
            what = f"the project {block.argument!r} has a step {steps[len(tasks)]!r}, and this page doesn't have it"
            raise page.error(what, block.line, f"Add it below, with /// task | {steps[len(tasks)]}")

    def html(self, page: Page, block: Block) -> Markup:
        items, tasks = [], self._tasks(page, block)
        for task in tasks:
            title = NUMBER.sub("", TaskOptions.of(task).title)
            items.append(element("li", element("a", title, href=f"#task-{slug(task)}"), data_step=task.argument))
        steps = element("ol", BREAK, lines(items))
        # Of a step that is done on a reader's own machine, a page doesn't know that it is done.
        counted = not any(TaskOptions.of(task).is_local for task in tasks)
        parts = lines((steps, element("cw-project", element("cw-project-done"))) if counted else (steps,))
        return element("div", BREAK, parts, class_="cw-project")

    def _tasks(self, page: Page, block: Block) -> list[Block]:
        found = (other for other in page.source.blocks if other.name == TaskBlock.NAME)
        return [task for task in found if task.argument.startswith(f"{block.argument}/")]
