"""Expressions that ask about recordings, read in one place for quiz keys and for the checks of tasks.

Their syntax is a part of Python's, parsed with :mod:`ast`; :mod:`chunkwise.exercises.evaluation` works them out. What
no run could make sense of is refused here, before there is a run, and so is what could take long.
"""

from __future__ import annotations

import ast
import difflib
import operator
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from chunkwise.errors import ExpressionError
from chunkwise.exercises.facts import Words
from chunkwise.views.lookup import FIELDS

LENGTH_LIMIT = 500
"""Characters of an expression."""

NESTING_LIMIT = 40
"""How deep one thing may stand inside another. What pages ask today has 10."""

SHOWN = 60
"""Characters of an expression that a message quotes."""

HINT = 'Write for example count("yield") == 3 or step("yield 1").state.'

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
OPERATORS = (*COMPARED, ast.And, ast.Or, ast.Not, ast.USub, ast.Add, ast.Load)
HOLDING = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.List, ast.Tuple, ast.Subscript)
"""What may hold any other expression."""


@dataclass(frozen=True)
class Expression:
    """An expression that can be read. ``kind`` is what it is to its author: a check, or the answer of a quiz."""

    kind: str
    text: str
    tree: ast.expr
    words: Words

    def error(self, verdict: str, reason: str, hint: str = "") -> ExpressionError:
        return _error(self.kind, self.text, verdict, reason, hint or HINT)


def read(kind: str, text: str, words: Words) -> Expression:
    """Read ``text``, which may ask for ``words``.

    Raises:
        ExpressionError: It is no expression, asks for what there is not, is too long or nested too deep.
    """
    reason, hint = f"it is longer than {LENGTH_LIMIT} characters", HINT
    if len(text) <= LENGTH_LIMIT:
        try:
            tree = ast.parse(text.strip(), mode="eval").body
            _Reader(text.strip(), words).check(tree)
            return Expression(kind, text, tree, words)
        except _Refused as refused:
            reason, hint = str(refused), refused.hint
        except SyntaxError as error:
            reason = error.msg
        except (ValueError, RecursionError, MemoryError) as error:
            reason = str(error) or "it is nested too deep"
    raise _error(kind, text, "cannot be read", reason, hint)


class _Refused(Exception):
    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint or HINT


class _Reader:
    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.words = words
        self._called = [*words.calls, *words.choices, "len"]

    def check(self, node: ast.AST, depth: int = 0, in_choice: bool = False) -> None:
        """Refuse what is no part of the language. A choice in a choice would cost a run for each pair of recordings."""
        if depth > NESTING_LIMIT:
            raise _Refused(f"it is nested more than {NESTING_LIMIT} deep")
        match node:
            case ast.Constant(value=str() | int() | None):
                return
            case ast.Name(id=name):
                self._name(name, self.words.names)
                return
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
                is_choice = name in self.words.choices
                if is_choice and in_choice:
                    raise _Refused(f"{name}(...) is inside another choice")
                if not is_choice and name != "len":
                    self._call(name)
                parts: list[ast.AST] = [*arguments, *self._values(keywords)]
                in_choice = in_choice or is_choice
            case ast.Call(func=ast.Attribute(value=target, attr=name), args=arguments, keywords=keywords):
                self._call(name)
                parts = [target, *arguments, *self._values(keywords)]
            case ast.Attribute(value=target, attr=name):
                self._name(name, {**self.words.names, **FIELDS})
                parts = [target]
            case _ if isinstance(node, HOLDING) and all(map(_is_known, ast.iter_child_nodes(node))):
                parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
            case _:
                segment = ast.get_source_segment(self.text, node) or type(node).__name__
                raise _Refused(f"{segment[:SHOWN]} can't be used in a check")
        for part in parts:
            self.check(part, depth + 1, in_choice)

    def _name(self, name: str, known: dict[str, Any]) -> None:
        if name in known:
            return
        if name in self._called:
            raise _Refused(f"{name} needs brackets", f"Write {name}(...).")
        raise _Refused(f"there is no {name!r}", _nearest(name, [*known, *self._called]))

    def _call(self, name: str) -> None:
        if name in self.words.names:
            raise _Refused(f"{name} takes no parentheses", f"Write {name} alone.")
        if name not in self.words.calls:
            raise _Refused(f"there is no {name!r} to call", _nearest(name, self._called))

    def _values(self, keywords: list[ast.keyword]) -> list[ast.expr]:
        if any(keyword.arg is None for keyword in keywords):
            raise _Refused("** can't be used in a check")
        return [keyword.value for keyword in keywords]


def _is_known(child: ast.AST) -> bool:
    return isinstance(child, (ast.expr, *OPERATORS))


def _nearest(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"There are {', '.join(sorted(known))}."


def _error(kind: str, text: str, verdict: str, reason: str, hint: str) -> ExpressionError:
    return ExpressionError(f"the {kind} {text[:SHOWN]!r} {verdict}: {reason}", hint=hint)
