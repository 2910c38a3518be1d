"""The checks of a task: what has to be true of a run, written as Python expressions over its recording.

They are parsed with :mod:`ast` and worked out by hand, never run. A check that fails can therefore say what was
expected, what happened instead, and at which step.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chunkwise.errors import PageError
from chunkwise.events import Recording
from chunkwise.exercises import client_facts  # noqa: F401 - it adds to what can be asked
from chunkwise.exercises.facts import Fact, Facts, Missing
from chunkwise.values import snapshot

LONGEST = 500
HELP = f'Write for example count("yield") == 3. There are {", ".join(sorted([*Facts.NAMES, *Facts.CALLS]))} and len.'

COMPARED: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = {
    ast.Eq: ("to be", operator.eq),
    ast.NotEq: ("to be anything but", operator.ne),
    ast.Lt: ("to be less than", operator.lt),
    ast.LtE: ("to be at most", operator.le),
    ast.Gt: ("to be more than", operator.gt),
    ast.GtE: ("to be at least", operator.ge),
    ast.In: ("to contain", lambda item, whole: item in whole),
    ast.NotIn: ("not to contain", lambda item, whole: item not in whole),
}


@dataclass(frozen=True)
class Check:
    """``expect`` is the expression, ``says`` the sentence that a reader sees for it."""

    expect: str
    says: str


@dataclass(frozen=True)
class Outcome:
    """What became of a check. ``step`` is the number of the step to look at; the texts are empty when it passed."""

    says: str
    passed: bool
    expected: str = ""
    happened: str = ""
    step: int | None = None


def outcomes(checks: Sequence[Check], recording: Recording, error: str | None = None) -> tuple[Outcome, ...]:
    """Hold a run to the checks, in their order.

    Args:
        checks: What has to be true.
        recording: What happened.
        error: Why the run was given up, if it was; then nothing that was not seen can be true.

    Raises:
        PageError: A check cannot be read.
    """
    facts = Facts(recording)
    return tuple(_outcome(check, facts, error) for check in checks)


def parsed(check: Check) -> ast.expr:
    """Read a check without a recording.

    Raises:
        PageError: It cannot be read, or names what no recording has.
    """
    try:
        if len(check.expect) > LONGEST:
            raise ValueError
        tree = ast.parse(check.expect.strip(), mode="eval").body
        allowed = all(_is_known(node) for node in ast.walk(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        allowed = False
    if not allowed:
        raise PageError(f"the check {check.expect[:60]!r} cannot be read", hint=HELP)
    return tree


def _is_known(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name):
            return name in Facts.NAMES or name in Facts.CALLS or name == "len"
        case ast.Call(func=ast.Name(id=name)):
            return name in Facts.CALLS or name == "len"
        case ast.Constant(value=value):
            return isinstance(value, str | int | None)
    kinds = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.List, ast.Tuple, ast.Attribute, ast.Subscript, ast.keyword)
    parts = (ast.cmpop, ast.boolop, ast.Not, ast.USub, ast.Load)
    return isinstance(node, kinds + parts)


def _outcome(check: Check, facts: Facts, error: str | None) -> Outcome:
    tree = parsed(check)
    if error is not None:
        return Outcome(check.says, False, "the run to come to its end", error, facts.last_step)
    try:
        failed = _failed(tree, facts)
    except Missing as missing:
        failed = missing.expected or f"`{ast.unparse(tree)}`", missing.happened, missing.at
    except (TypeError, IndexError, KeyError, AttributeError) as wrong:
        raise PageError(f"the check {check.expect[:60]!r} makes no sense: {wrong}", hint=HELP) from None
    if failed is None:
        return Outcome(check.says, True)
    expected, happened, at = failed
    return Outcome(check.says, False, expected, happened, facts.step_of(at))


Failed = tuple[str, str, int | None]
"""What was expected, what happened, and the event that shows it."""


def _failed(node: ast.expr, facts: Facts) -> Failed | None:
    """Say how an expression is not true, or nothing if it is."""
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return next((failed for part in parts if (failed := _failed(part, facts))), None)
        case ast.BoolOp(op=ast.Or(), values=parts):
            all_failed = [_failed(part, facts) for part in parts]
            return None if None in all_failed else all_failed[0]
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            fact = _fact(inner, facts)
            return (f"not `{ast.unparse(inner)}`", fact.told or "it is so", fact.event()) if fact.value else None
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(left, op, right, facts)
    fact = _fact(node, facts)
    expected = fact.wanted or f"`{ast.unparse(node)}`"
    return None if fact.value else (expected, fact.told or _shown(fact.value), fact.event())


def _compared(left: ast.expr, op: ast.cmpop, right: ast.expr, facts: Facts) -> Failed | None:
    words, holds = COMPARED[type(op)]
    first, second = _fact(left, facts), _fact(right, facts)
    if holds(first.value, second.value):
        return None
    if isinstance(op, ast.In | ast.NotIn):
        left, right, first, second = right, left, second, first
    expected = f"`{ast.unparse(left)}` {words} `{_shown(second.value)}`"
    return expected, f"it is `{_shown(first.value)}`", first.event(second.value)


def _fact(node: ast.expr, facts: Facts) -> Fact:
    match node:
        case ast.Constant(value=value):
            return Fact(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return Fact(-_fact(inner, facts).value)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return Fact([_fact(item, facts).value for item in items])
        case ast.Name(id=name):
            return facts.named(name)
        case ast.Call(func=ast.Name(id="len"), args=[inner]):
            fact = _fact(inner, facts)
            return Fact(len(fact.value), fact.at[-1:])
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
            given = [_fact(argument, facts).value for argument in arguments]
            return facts.called(name, *given, **{str(k.arg): _fact(k.value, facts).value for k in keywords})
        case ast.Attribute(value=inner, attr=name):
            return facts.attribute(_fact(inner, facts), name)
        case ast.Subscript(value=inner, slice=place):
            return facts.item(_fact(inner, facts), _fact(place, facts).value)
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp():
            return Fact(_failed(node, facts) is None)
    raise TypeError(ast.unparse(node))


def _shown(value: object) -> str:
    return snapshot(value)
