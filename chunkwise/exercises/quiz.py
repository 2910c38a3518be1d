"""Quiz keys, computed from recordings, because a key that an author types is wrong from the first change on.

An author writes what decides the question, such as ``step("yield 1").state``. It is a small language of its own: parsed
with :mod:`ast`, never run as Python.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from chunkwise.errors import PageError
from chunkwise.events import MAIN, Recording
from chunkwise.exercises.checks import Check, outcomes
from chunkwise.exercises.facts import Facts, Missing
from chunkwise.text import plain
from chunkwise.views import lookup
from chunkwise.views.lookup import listed
from chunkwise.views.steps import Step, steps

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
            hint=f"Make exactly one option read {answer!r}, or stand for it with `means:`.",
        )
    return found[0]


def evaluate(expression: str, recordings: Mapping[str, Recording], rows: Rows | None = None) -> str:
    """Compute what ``expression`` says about the recordings of one example, as a reader would write it.

    ``rows`` gives the steps of a recording by its name, where somebody has worked them out already.

    Raises:
        PageError: It cannot be read, or asks for what is not there.
    """
    if len(expression) > LONGEST:
        raise PageError(f"an answer longer than {LONGEST} characters", hint=HELP)
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        return _shown(_value(tree.body, Run(recordings, MAIN, rows or (lambda name: steps(recordings[name])))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise PageError(f"the answer {expression[:60]!r} cannot be read", hint=HELP) from None


def normal(text: str) -> str:
    """Return ``text`` as it is compared: without backquotes, with single spaces, in lower case.

    A line feed counts as the ``\\n`` that an option writes for it.
    """
    return re.sub(r"\s+", " ", plain(text.replace("`", ""))).strip().casefold()


@dataclass(frozen=True)
class Run:
    """What an expression may ask of one recording: all its facts, and what is below.

    ``recordings`` are all those of its example. Steps and facts are worked out once for each.
    """

    recordings: Mapping[str, Recording]
    name: str
    rows: Rows
    kept: dict[str, Facts] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        if self.name not in self.kept:
            self.kept[self.name] = Facts(self.recordings[self.name], self.rows(self.name))
        return self.kept[self.name]

    def first_step(self, **fields: object) -> Step:
        return self._holding(fields)[0]

    def last_step(self, **fields: object) -> Step:
        return self._holding(fields)[-1]

    def variant(self, name: object) -> Run:
        if name not in self.recordings:
            raise PageError(f"there is no variant {name!r}", hint=f"There are {listed(self.recordings)}.")
        return Run(self.recordings, str(name), self.rows, self.kept)

    def changed(self) -> str:
        """The lines in which this recording's program differs from the scenario's own, such as ``Line 9``."""
        own, other = (self.recordings[name].source.split("\n") for name in (MAIN, self.name))
        changes = SequenceMatcher(None, own, other, autojunk=False).get_opcodes()
        places = [n for kind, _, _, begin, end in changes if kind != "equal" for n in range(begin, end)]
        found = [str(n + 1) for n in places if other[n].strip()]
        if not found:
            what = f"the program of {self.name!r} has no line that is not in the scenario's own"
            raise PageError(what, hint='Ask a variant that replaces a line, as in variant("broken").changed().')
        return f"Line {found[0]}" if len(found) == 1 else f"Lines {', '.join(found)}"

    def _holding(self, fields: dict[str, object]) -> list[Step]:
        attributes = {lookup.field(name): str(text) for name, text in fields.items()}
        found = [
            step
            for step in self.facts.steps
            if all(text in str(getattr(step, name)) for name, text in attributes.items())
        ]
        if not fields or not found:
            wanted = ", ".join(f"{field}={text!r}" for field, text in fields.items())
            raise PageError(f"no step has {wanted or 'nothing asked of it'}", hint=HELP)
        return found


OWN: dict[str, Callable[..., Any]] = {
    "first_step": Run.first_step,
    "last_step": Run.last_step,
    "variant": Run.variant,
    "changed": Run.changed,
}
COMPARING = ("only", "most", "fewest")
"""They hold several recordings of the example against each other, by what comes first in their brackets."""


def _value(node: ast.expr, run: Run) -> Any:
    """Compute one node. ``run`` is the recording that a bare name or call asks."""
    match node:
        case ast.Constant(value=str() | int() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value
        case ast.Name(id=name):
            return _named(name, run)
        case ast.Call(func=ast.Name(id="len"), args=[inner], keywords=[]):
            if isinstance(value := _value(inner, run), list | str | dict):
                return len(value)
        case ast.Call(func=ast.Name(id=name)):
            return _call(node, name, run)
        case ast.Call(func=ast.Attribute(value=target, attr=name)):
            if isinstance(asked := _value(target, run), Run):
                return _call(node, name, asked)
        case ast.Attribute(value=target, attr=name):
            match _value(target, run):
                case Step() as step:
                    return getattr(step, lookup.field(name))
                case Run() as asked:
                    return _named(name, asked)
        case ast.Subscript(value=target, slice=place):
            items, index = _value(target, run), _value(place, run)
            if isinstance(items, list) and isinstance(index, int) and -len(items) <= index < len(items):
                return items[index]
            if isinstance(items, dict) and index in items:
                return items[index]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _shown(_value(left, run)) + _shown(_value(right, run))
    raise PageError(f"{ast.unparse(node)[:60]!r} is nothing that an answer can be made of", hint=HELP)


def _named(name: str, run: Run) -> Any:
    if name not in Facts.NAMES:
        raise PageError(f"{name!r} is nothing that an answer can be made of", hint=f"{HELP} There are {_all_names()}.")
    try:
        return run.facts.named(name).value
    except Missing as missing:
        raise PageError(f"{name!r} cannot be known: {missing}", hint="Ask a recording that has it.") from None


def _call(node: ast.Call, name: str, run: Run) -> Any:
    if name in COMPARING:
        return _compared(node, name, run)
    found = OWN.get(name) or Facts.CALLS.get(name)
    if found is None:
        raise PageError(f"there is no {name!r} to ask for", hint=f"There are {_all_names()}.")
    arguments = [_value(argument, run) for argument in node.args]
    named = {keyword.arg: _value(keyword.value, run) for keyword in node.keywords if keyword.arg}
    try:
        return found(run, *arguments, **named) if name in OWN else found(run.facts, *arguments, **named).value
    except Missing as missing:
        raise PageError(f"{ast.unparse(node)[:60]!r} cannot be known: {missing}", hint=HELP) from None
    except TypeError:
        raise PageError(f"{ast.unparse(node)[:60]!r} does not give {name!r} what it needs", hint=HELP) from None


def _compared(node: ast.Call, how: str, run: Run) -> str:
    """Return the name of the one recording that passes a check, or that has the most or the fewest of something.

    Which ones are compared is said after what is asked of them; without that, all of the example are.
    """
    what = f"{ast.unparse(node)[:60]!r}"
    names = [_value(argument, run) for argument in node.args[1:]] or list(run.recordings)
    if not node.args or node.keywords or len(names) < 2:
        raise PageError(f"{what} compares nothing", hint='Write for example fewest(len(pieces), "main", "broken").')
    runs = [run.variant(name) for name in names]
    if how == "only":
        check = Check(ast.unparse(node.args[0]), "")
        found = [one.name for one in runs if outcomes([check], one.facts.recording)[0].passed]
    else:
        counts = [_value(node.args[0], one) for one in runs]
        if not all(isinstance(count, int) for count in counts):
            raise PageError(f"{what} compares what cannot be counted", hint='Compare len(pieces) or count("yield").')
        best = max(counts) if how == "most" else min(counts)
        found = [one.name for one, count in zip(runs, counts, strict=True) if count == best]
    if len(found) != 1:
        several = f"it is so for {listed(found)}" if found else "it is so for none of them"
        raise PageError(f"{what} does not tell one recording from the others: {several}", hint="Ask for what does.")
    return found[0]


def _shown(value: object) -> str:
    match value:
        case Step(number=number):
            return f"Step {number}"
        case bool():
            return "yes" if value else "no"
        case "" | []:
            return "nothing"
        case list():
            return ", ".join(map(str, value))
        case Run() | dict():
            raise PageError("the answer names a variant but asks nothing of it", hint=HELP)
    return str(value)


def _all_names() -> str:
    return listed(sorted([*Facts.NAMES, *Facts.CALLS, *OWN, *COMPARING, "len"]))
