"""Quiz keys, computed from recordings, because a key that an author types is wrong from the first change on.

An author writes what decides the question, such as ``step("yield 1").state``. It is a small language of its own: parsed
with :mod:`ast`, never run as Python.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chunkwise.errors import PageError
from chunkwise.events import MAIN, Recording
from chunkwise.views.steps import Step, steps
from chunkwise.views.variables import ABSENT, variables

FIELDS = {
    "number": "number",
    "name": "name",
    "action": "action",
    "state": "state",
    "generator_state": "state",
    "yielded": "yielded",
    "data_yielded": "yielded",
    "received": "received",
    "client_receives": "received",
}
"""What can be asked of a step, under its short name and under the heading of its column."""

HELP = 'Write for example step("yield 1").state, first_step(received="chunk 2"), values("i") or count("yield").'
LONGEST = 500

Rows = Callable[[str], tuple[Step, ...]]


def key(expression: str, answer: str, options: Sequence[str]) -> int:
    """Return the index of the one option whose text is ``answer``, which ``expression`` computes.

    Raises:
        PageError: No option or more than one is the answer.
    """
    found = [index for index, option in enumerate(options) if normal(option) == normal(answer)]
    if len(found) != 1:
        raise PageError(
            f"the answer {expression} is {answer!r}, and {'two options say' if found else 'no option says'} so",
            mend=f"Make exactly one option read {answer!r}.",
        )
    return found[0]


def evaluate(expression: str, recordings: Mapping[str, Recording], rows: Rows | None = None) -> str:
    """Compute what ``expression`` says about the recordings of one example, as a reader would write it.

    ``rows`` gives the steps of a recording by its name, where somebody has worked them out already.

    Raises:
        PageError: It cannot be read, or asks for what is not there.
    """
    if len(expression) > LONGEST:
        raise PageError(f"an answer longer than {LONGEST} characters", mend=HELP)
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        return _shown(_value(tree.body, Run(recordings, MAIN, rows or (lambda name: steps(recordings[name])))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise PageError(f"the answer {expression[:60]!r} cannot be read", mend=HELP) from None


def normal(text: str) -> str:
    """Return ``text`` as it is compared: without backquotes, with single spaces, in lower case."""
    return re.sub(r"\s+", " ", text.replace("`", "")).strip().casefold()


@dataclass(frozen=True)
class Run:
    """What an expression may ask of one recording. ``recordings`` are all those of its example."""

    recordings: Mapping[str, Recording]
    name: str
    rows: Rows

    @property
    def recording(self) -> Recording:
        return self.recordings[self.name]

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.rows(self.name)

    def step(self, which: object) -> Step:
        return find_step(self.steps, which)

    def first_step(self, **fields: object) -> Step:
        return self._holding(fields)[0]

    def last_step(self, **fields: object) -> Step:
        return self._holding(fields)[-1]

    def count(self, kind: object) -> int:
        return sum(step.name.split()[0] == kind for step in self.steps)

    def values(self, name: object) -> list[str]:
        tracker = variables(self.recording, self.steps, [str(name)])
        values = [value for value in tracker.rows[0].values if value != ABSENT]
        if not values:
            raise PageError(f"{name!r} never has a value in this recording", mend="Name one that the scenario watches.")
        return values

    def order(self, *names: object) -> list[str]:
        return [step.name for step in sorted((self.step(name) for name in names), key=lambda step: step.number)]

    def variant(self, name: object) -> Run:
        if name not in self.recordings:
            raise PageError(f"there is no variant {name!r}", mend=f"There are {_listed(self.recordings)}.")
        return Run(self.recordings, str(name), self.rows)

    def _holding(self, fields: dict[str, object]) -> list[Step]:
        for field in fields:
            _known(field)
        found = [
            step
            for step in self.steps
            if all(str(text) in str(getattr(step, FIELDS[field])) for field, text in fields.items())
        ]
        if not fields or not found:
            wanted = ", ".join(f"{field}={text!r}" for field, text in fields.items())
            raise PageError(f"no step has {wanted or 'nothing asked of it'}", mend=HELP)
        return found


CALLS: dict[str, Callable[..., Any]] = {
    "step": Run.step,
    "first_step": Run.first_step,
    "last_step": Run.last_step,
    "count": Run.count,
    "values": Run.values,
    "order": Run.order,
    "variant": Run.variant,
}


def find_step(rows: Sequence[Step], which: object) -> Step:
    """Return the step of that name or number.

    Raises:
        PageError: There is none.
    """
    for step in rows:
        if which == step.name or (which == step.number and isinstance(which, int)):
            return step
    raise PageError(f"there is no step {which!r}", mend=f"The steps are {_listed(step.name for step in rows)}.")


def _value(node: ast.expr, run: Run) -> Any:
    """Compute one node. ``run`` is the recording that a bare call asks."""
    match node:
        case ast.Constant(value=str() | int() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value
        case ast.Call(func=ast.Name(id=name)):
            return _call(node, name, run)
        case ast.Call(func=ast.Attribute(value=target, attr=name)):
            asked = _value(target, run)
            if isinstance(asked, Run):
                return _call(node, name, asked)
        case ast.Attribute(value=target, attr=name):
            step = _value(target, run)
            if isinstance(step, Step):
                return getattr(step, FIELDS[_known(name)])
        case ast.Subscript(value=target, slice=place):
            items, index = _value(target, run), _value(place, run)
            if isinstance(items, list) and isinstance(index, int) and -len(items) <= index < len(items):
                return items[index]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _shown(_value(left, run)) + _shown(_value(right, run))
    raise PageError(f"{ast.unparse(node)[:60]!r} is nothing that an answer can be made of", mend=HELP)


def _call(node: ast.Call, name: str, run: Run) -> Any:
    if name not in CALLS:
        raise PageError(f"there is no {name!r} to ask for", mend=f"There are {_listed(CALLS)}.")
    arguments = [_value(argument, run) for argument in node.args]
    named = {keyword.arg: _value(keyword.value, run) for keyword in node.keywords if keyword.arg}
    try:
        return CALLS[name](run, *arguments, **named)
    except TypeError:
        raise PageError(f"{ast.unparse(node)[:60]!r} does not give {name!r} what it needs", mend=HELP) from None


def _known(field: str) -> str:
    if field not in FIELDS:
        raise PageError(f"a step has no {field!r}", mend=f"It has {_listed(FIELDS)}.")
    return field


def _shown(value: object) -> str:
    match value:
        case Step(number=number):
            return f"Step {number}"
        case list():
            return ", ".join(map(str, value))
        case Run():
            raise PageError("the answer names a variant but asks nothing of it", mend=HELP)
    return str(value)


def _listed(names: Any) -> str:
    return ", ".join(f'"{name}"' for name in names)
