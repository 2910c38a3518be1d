"""Changes of a program: a small set of operators on its syntax tree, applied to its text."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from scripts.mutants.mutant import numbered, spliced

OTHER_MEDIA_TYPE = "application/octet-stream"


def changed(source: str) -> Iterator[tuple[str, str]]:
    """Yield every change of ``source`` that the operators allow: what it is, and the changed text."""
    yield from numbered((what, text) for what, text in _changes(source) if text != source and _is_python(text))


def _changes(source: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield from _constant(source, node)
        elif isinstance(node, ast.Await):
            yield _told(source, node, "await removed", ast.unparse(node.value))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
            yield _told(source, node, "yield dropped", "pass")
            indent = " " * node.col_offset
            yield _told(source, node, "yield doubled", f"{_text(source, node)}\n{indent}{_text(source, node)}")
        if isinstance(node, ast.keyword) and node.arg == "media_type":
            yield _told(source, node.value, "another media type", repr(OTHER_MEDIA_TYPE))
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield from _swapped(source, block)


def _constant(source: str, node: ast.Constant) -> Iterator[tuple[str, str]]:
    value = node.value
    if isinstance(value, bool):
        yield _told(source, node, "constant", repr(not value))
    elif isinstance(value, int | float):
        yield _told(source, node, "constant", repr(value + 1))
    elif isinstance(value, str) and _text(source, node)[:1] in "'\"":
        yield _told(source, node, "constant", repr(value + "~"))
    elif isinstance(value, str) and _text(source, node) == value.encode("unicode_escape").decode():
        # A literal part of an f-string, whose own position Python knows from 3.12 on.
        yield _told(source, node, "constant", f"{_text(source, node)}~")


def _swapped(source: str, block: Sequence[ast.stmt]) -> Iterator[tuple[str, str]]:
    simple = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Raise, ast.Return)
    for first, second in itertools.pairwise(block):
        if isinstance(first, simple) and isinstance(second, simple):
            start, end = _span(source, first)[0], _span(source, second)[1]
            between = source[_span(source, first)[1] : _span(source, second)[0]]
            swapped = _text(source, second) + between + _text(source, first)
            yield f"swapped: {_line(source, first)}", spliced(source, start, end, swapped)


def _told(source: str, node: ast.AST, what: str, new: str) -> tuple[str, str]:
    start, end = _span(source, node)
    return f"{what}: {_line(source, node)}", spliced(source, start, end, new)


def _line(source: str, node: ast.AST) -> str:
    return source.splitlines()[getattr(node, "lineno", 1) - 1].strip()


def _text(source: str, node: ast.AST) -> str:
    start, end = _span(source, node)
    return source[start:end]


def _span(source: str, node: ast.AST) -> tuple[int, int]:
    """Return where a node begins and ends, in characters; ``ast`` counts columns in UTF-8 bytes."""
    lines = source.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())

    place = (getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"))
    line, column, end_line, end_column = place
    return offset(line, column), offset(end_line, end_column)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
