"""The one evaluator: the value of an expression over the facts of a recording, or how it is not true of them."""

from __future__ import annotations

import ast
import inspect
import typing
from dataclasses import dataclass
from typing import Any

from chunkwise.exercises.client_facts import OF_CLIENT
from chunkwise.exercises.expressions import COMPARED, Expression
from chunkwise.exercises.facts import Called, Fact, Facts, Missing, Words
from chunkwise.values import snapshot
from chunkwise.views.lookup import FIELDS, NotFound, listed
from chunkwise.views.steps import Step

JOINED_LIMIT = 100_000
"""Characters of a text that ``+`` makes."""


class Senseless(Missing):
    """Something is asked of a value that no such value has: the length of a number, an item called by a list."""


@dataclass(frozen=True)
class Failure:
    """How an expression is not true: what was expected, what happened, and the event that shows it."""

    expected: str
    happened: str
    at: int | None


def value_of(expression: Expression, facts: Facts) -> Any:
    """Return what an expression asks for.

    Raises:
        NotFound: The recording has nothing of it.
        Senseless: No recording could have.
    """
    return _Evaluator(expression.words, facts).value(expression.tree)


def failure_of(expression: Expression, facts: Facts) -> Failure | None:
    """Say how an expression is not true, or nothing if it is. What is not there is not true either."""
    try:
        return _Evaluator(expression.words, facts).failure(expression.tree)
    except Senseless as senseless:
        return Failure(_quoted(expression.tree), str(senseless), senseless.at)


def spelled(value: object) -> str:
    """Return a value as an option of a quiz spells it.

    Raises:
        Senseless: It is a recording, or headers, of which nothing is asked.
    """
    match value:
        case Step(number=number):
            return f"Step {number}"
        case bool():
            return "yes" if value else "no"
        case "" | []:
            return "nothing"
        case list():
            return ", ".join(map(str, value))
        case Facts() | dict():
            raise Senseless("it names several things but checks nothing about them")
    return str(value)


@dataclass(frozen=True)
class _Evaluator:
    words: Words
    facts: Facts

    def value(self, tree: ast.expr) -> Any:
        try:
            return self._fact(tree).value
        except RecursionError:
            raise Senseless("the recording's data are nested too deep") from None

    def failure(self, tree: ast.expr) -> Failure | None:
        try:
            return self._tried(tree)
        except RecursionError:
            raise Senseless("the recording's data are nested too deep") from None

    def _tried(self, node: ast.expr) -> Failure | None:
        try:
            return self._failure(node)
        except Senseless:
            raise
        except Missing as missing:
            return Failure(missing.expected or _quoted(node), str(missing), missing.at)
        except NotFound as missing:
            return Failure(_quoted(node), str(missing), self.facts.last)

    def _failure(self, node: ast.expr) -> Failure | None:
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return next((failed for part in parts if (failed := self._failure(part))), None)
            case ast.BoolOp(op=ast.Or(), values=parts):
                return self._either(parts)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                fact = self._fact(inner)
                return Failure(f"not {_quoted(inner)}", fact.told or "it is so", fact.event()) if fact.value else None
            case ast.Compare(left=left, ops=ops, comparators=others):
                # A chain such as 200 <= status < 300 is each of its comparisons.
                chain = zip([left, *others], ops, others, strict=False)
                return next((failed for one in chain if (failed := self._compared(*one))), None)
        fact = self._fact(node)
        expected = fact.wanted or _quoted(node)
        return None if fact.value else Failure(expected, fact.told or snapshot(fact.value), fact.event())

    def _either(self, parts: list[ast.expr]) -> Failure | None:
        first: Failure | None = None
        for part in parts:
            failed = self._tried(part)
            if failed is None:
                return None
            first = first or failed
        return first

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Failure | None:
        words, holds = COMPARED[type(op)]
        first, second = self._fact(left), self._fact(right)
        try:
            if holds(first.value, second.value):
                return None
        except TypeError:
            what = f"{_quoted(left)} and {_quoted(right)} cannot be compared like this"
            raise Senseless(what, first.event()) from None
        if isinstance(op, ast.In | ast.NotIn):
            left, right, first, second = right, left, second, first
        expected = f"{_quoted(left)} {words} `{snapshot(second.value)}`"
        return Failure(expected, f"it is `{snapshot(first.value)}`", first.event(second.value))

    def _fact(self, node: ast.expr) -> Fact:
        match node:
            case ast.Constant(value=value):
                return Fact(value)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return Fact(-self._number(inner))
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return Fact([self._fact(item).value for item in items])
            case ast.Name(id=name):
                return self.words.names[name](self.facts)
            case ast.Call(func=ast.Name(id="len"), args=arguments, keywords=keywords):
                return self._length(node, arguments, keywords)
            case ast.Call(func=ast.Name(id=name)) if name in self.words.choices:
                return self._chosen(node, name)
            case ast.Call(func=ast.Name(id=name)):
                return self._called(node, name)
            case ast.Call(func=ast.Attribute(value=target, attr=name)):
                asked = self._fact(target).value
                if not isinstance(asked, Facts) or asked.client is not None:
                    raise Senseless(f"{_quoted(target)} has no {name!r} to call")
                # What stands in the brackets is asked of the same recording.
                return _Evaluator(self.words, asked)._called(node, name)
            case ast.Attribute(value=target, attr=name):
                return self._attribute(target, name)
            case ast.Subscript(value=target, slice=place):
                return self._item(target, self._fact(place).value)
            case ast.BinOp(left=left, right=right):
                return self._sum(self._fact(left), self._fact(right))
        return Fact(self._failure(node) is None)

    def _number(self, node: ast.expr) -> int:
        value = self._fact(node).value
        if not isinstance(value, int):
            raise Senseless(f"{_quoted(node)} is no number")
        return value

    def _sum(self, left: Fact, right: Fact) -> Fact:
        """Add numbers; of everything else join what an option would spell."""
        if isinstance(left.value, int) and isinstance(right.value, int):
            return Fact(left.value + right.value, left.at + right.at)
        joined = spelled(left.value) + spelled(right.value)
        if len(joined) > JOINED_LIMIT:
            raise Senseless(f"a text of more than {JOINED_LIMIT:,} characters")
        return Fact(joined, left.at + right.at)

    def _length(self, node: ast.expr, arguments: list[ast.expr], keywords: list[ast.keyword]) -> Fact:
        if len(arguments) != 1 or keywords:
            raise Senseless(f"{_quoted(node)} doesn't pass 'len' what it needs")
        fact = self._fact(arguments[0])
        if not isinstance(fact.value, list | str | dict):
            raise Senseless(f"{_quoted(arguments[0])} has no length", fact.event())
        return Fact(len(fact.value), fact.at[-1:])

    def _attribute(self, target: ast.expr, name: str) -> Fact:
        fact = self._fact(target)
        match fact.value:
            case Step() as step if name in FIELDS:
                return Fact(getattr(step, FIELDS[name]), fact.at)
            case Facts(client=client) as asked if name in (self.words.names if client is None else OF_CLIENT):
                return self.words.names[name](asked)
        raise Senseless(f"{_quoted(target)} has no {name!r}", fact.event())

    def _item(self, target: ast.expr, place: object) -> Fact:
        fact = self._fact(target)
        match fact.value, place:
            case dict() as items, str():
                if place not in items:
                    raise Missing(f"there is no {place!r}", fact.event(), f"a {place!r}")
                return Fact(items[place], fact.at)
            case list() | str() as items, int():
                if not -len(items) <= place < len(items):
                    raise Missing(f"there are only {len(items)}", fact.at[-1] if fact.at else self.facts.last)
                index = range(len(items))[place]
                return Fact(items[index], fact.at[index : index + 1])
        raise Senseless(f"{_quoted(target)} has no item {snapshot(place)}", fact.event())

    def _called(self, node: ast.Call, name: str) -> Fact:
        found = self.words.calls[name]
        arguments = [self._fact(argument).value for argument in node.args]
        named = {str(keyword.arg): self._fact(keyword.value).value for keyword in node.keywords}
        if not _takes(found, self.facts, arguments, named):
            what = f"{_quoted(node)} doesn't pass {name!r} what it needs"
            raise Senseless(what, hint=f"Write {name}{_needs(found)}.")
        return found(self.facts, *arguments, **named)

    def _chosen(self, node: ast.Call, name: str) -> Fact:
        """Return the name of the one recording that is chosen: of those named behind what is asked, or of all."""
        variants = self.facts.variants
        names = [self._fact(argument).value for argument in node.args[1:]] or list(variants)
        if not node.args or node.keywords or len(names) < 2:
            hint = 'Write for example fewest(len(pieces), "main", "broken").'
            raise Senseless(f"{_quoted(node)} compares nothing", hint=hint)
        for one in names:
            if not isinstance(one, str) or one not in variants:
                raise Missing(f"there is no variant {snapshot(one)}", hint=f"There are {listed(variants)}.")
        asked = node.args[0]
        found = [
            run.name
            for run in self.words.choices[name](
                [variants[one] for one in names],
                lambda run: _Evaluator(self.words, run).value(asked),
                lambda run: _Evaluator(self.words, run).failure(asked) is None,
            )
        ]
        if len(found) != 1:
            several = f"it holds for {listed(found)}" if found else "it holds for none of them"
            what = f"{_quoted(node)} doesn't single out one recording: {several}"
            raise Missing(what, hint="Check something that only one of them has.")
        return Fact(found[0])


def _quoted(node: ast.expr) -> str:
    return f"`{ast.unparse(node)}`"


def _takes(found: Called, facts: Facts, arguments: list[object], named: dict[str, object]) -> bool:
    """Whether a call can be made, by the names and the types in the signature of what is called."""
    signature = inspect.signature(found)
    try:
        given = signature.bind(facts, *arguments, **named).arguments
    except TypeError:
        return False
    types = typing.get_type_hints(found)
    for name, value in given.items():
        kind = signature.parameters[name].kind
        ones = value if kind is kind.VAR_POSITIONAL else value.values() if kind is kind.VAR_KEYWORD else [value]
        if not all(isinstance(one, types[name]) for one in ones):
            return False
    return True


def _needs(found: Called) -> str:
    parameters = list(inspect.signature(found).parameters.values())[1:]
    return str(inspect.Signature([parameter.replace(annotation=parameter.empty) for parameter in parameters]))
