"""Projects: tasks that build on one another, because what is worth having is seldom written in one go.

A project is a folder of examples called ``step_1_...``, ``step_2_...`` and so on, each of them a task. What a reader
begins a step with is what the step before ended with, and the few new lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chunkwise.errors import ScenarioError
from chunkwise.examples.example import Example
from chunkwise.exercises.tasks import Task

STEP = re.compile(r"step_(?P<number>[1-9]\d*)_\w+")


@dataclass(frozen=True)
class Project:
    root: Path
    name: str

    @cached_property
    def steps(self) -> tuple[Task, ...]:
        """The steps, in their order.

        Raises:
            ScenarioError: There are none, or their numbers are not 1, 2, 3 and so on, each once.
        """
        folders = (self.root / self.name).glob("step_*") if self.name else ()
        found = sorted((int(match["number"]), file.name) for file in folders if (match := STEP.fullmatch(file.name)))
        if not found:
            hint = f"Make its first step: {self.root / self.name}/step_1_name with app.py, starter.py and checks.toml."
            raise ScenarioError(f"there is no project {self.name!r}", hint=hint)
        for wanted, (number, name) in enumerate(found, 1):
            if number != wanted:
                what = f"the project {self.name!r} has {name!r} where its step {wanted} should be"
                raise ScenarioError(what, hint="Number the steps 1, 2, 3 and so on, each once.")
        return tuple(Task(Example(self.root, f"{self.name}/{name}")) for _, name in found)


def projects(root: Path) -> list[Project]:
    """Find the projects below ``root``."""
    return [Project(root, name) for name in sorted({file.parent.name for file in root.glob("*/step_*")})]
