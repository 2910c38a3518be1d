"""Cleanup around a line: what a generator has still to do when it is closed there, as its source says."""

from __future__ import annotations

import ast
from collections.abc import Iterator

LEAVING = frozenset({"GeneratorExit", "CancelledError", "BaseException"})
"""Exceptions with which a suspended generator ends."""

Block = list[ast.stmt]


def cleanup_around(source: str, line: int) -> str | None:
    """Return the innermost cleanup around a line of a function, in words, or None if there is none."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    found = [said for said, body in _cleanups(_function(tree, line)) if _holds(body, line)]
    return found[-1] if found else None


def _function(tree: ast.AST, line: int) -> ast.AST:
    """Return the innermost function that a line is in."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    around = [one for one in ast.walk(tree) if isinstance(one, kinds) and one.lineno <= line <= (one.end_lineno or 0)]
    return max(around, key=lambda one: one.lineno, default=tree)


def _cleanups(node: ast.AST) -> Iterator[tuple[str, Block]]:
    """Yield each cleanup in a function, from the outside in, with the statements behind which it comes."""
    for one in ast.walk(node):
        if isinstance(one, ast.With | ast.AsyncWith):
            yield f"the end of its `with` in line {one.lineno}", one.body
        elif isinstance(one, ast.Try):
            guarded = [*one.body, *one.orelse, *(inner for handler in one.handlers for inner in handler.body)]
            if one.finalbody:
                yield f"its `finally` in line {one.finalbody[0].lineno}", guarded
                yield "the rest of its `finally`", one.finalbody[:-1]
            for handler in one.handlers:
                if handler.type is None or LEAVING & set(_names(handler.type)):
                    yield f"its `except` in line {handler.lineno}", one.body


def _names(kind: ast.expr) -> Iterator[str]:
    for one in ast.walk(kind):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute):
            yield one.attr


def _holds(body: Block, line: int) -> bool:
    return bool(body) and body[0].lineno <= line <= (body[-1].end_lineno or 0)
