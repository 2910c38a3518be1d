"""Tasks: examples that a reader has to write, because what one has to write oneself is what one learns.

A task is an example whose ``app.py`` is the solution. Beside it lie ``starter.py``, where the reader begins, and
``checks.toml``, which says what has to be true of a run::

    [[check]]
    expect = 'count("yield") == 3'
    says = "The generator yields three times."
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from chunkwise.errors import ExpressionError, ScenarioError
from chunkwise.examples.example import Example, find_examples, read
from chunkwise.examples.toml_positions import line_at
from chunkwise.exercises.checks import Check, parsed

KEYS = {"expect", "says"}


@dataclass(frozen=True)
class Task:
    example: Example

    @property
    def checks_file(self) -> Path:
        return self.example.folder / "checks.toml"

    @property
    def starter_file(self) -> Path:
        return self.example.folder / "starter.py"

    @property
    def is_begun(self) -> bool:
        """Whether there is anything that an example does not have."""
        return self.checks_file.exists() or self.starter_file.exists()

    @cached_property
    def starter(self) -> str:
        return read(self.starter_file, hint="Write the code there that the reader begins with.")

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The checks, in their order.

        Raises:
            ScenarioError: ``checks.toml`` is missing, is not TOML, or holds something that is no check.
        """
        text = read(self.checks_file, hint="Write there what must be true of a run.")
        try:
            data = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            what = f"this is not TOML: {error}"
            raise ScenarioError(what, file=self.checks_file, hint="Correct the syntax there.") from None
        found = data.get("check")
        if set(data) != {"check"} or not isinstance(found, list) or not found:
            raise self._error(text, (), "there are no checks, or something other than checks", _SHAPE)
        return tuple(self._check(text, index, one) for index, one in enumerate(found))

    def line_of(self, check: int) -> int:
        """Return the line of a check, counted from 0, in ``checks.toml``."""
        return line_at(read(self.checks_file, hint=""), ("check", check, "expect"))

    def _check(self, text: str, index: int, one: Any) -> Check:
        at = ("check", index)
        if not isinstance(one, dict) or set(one) != KEYS or not all(isinstance(part, str) for part in one.values()):
            raise self._error(text, at, "a check has only expect and says", _SHAPE)
        check = Check(**one)
        try:
            parsed(check)
        except ExpressionError as error:
            raise self._error(text, (*at, "expect"), error.what, error.hint or "") from None
        return check

    def _error(self, text: str, at: tuple[str | int, ...], what: str, hint: str) -> ScenarioError:
        return ScenarioError(what, file=self.checks_file, line=line_at(text, at), hint=hint)


_SHAPE = "Write [[check]], and below it expect = '...' and says = \"...\"."


def find_tasks(root: Path) -> Iterator[Task]:
    """Find the examples below ``root`` that are tasks."""
    for example in find_examples(root):
        task = Task(example)
        if task.is_begun:
            yield task
