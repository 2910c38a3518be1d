"""Where the code of a function can be suspended, and on which line each of its statements begins.

Both are read from the code itself, because a tracer is told neither whether a suspension is a yield or an await, nor
that a line is the second of a statement.
"""

from __future__ import annotations

import ast
import dis
import inspect
from collections.abc import Iterable
from functools import lru_cache
from types import CodeType, FrameType
from typing import Literal

ENDS = frozenset({"RETURN_VALUE", "RETURN_CONST", "YIELD_VALUE", "RESUME"})


def pauses(code: CodeType) -> Iterable[tuple[int, Literal["yield", "await"]]]:
    """Find the instructions that suspend a frame.

    The RESUME behind each says why (module dis: 1 is a yield, 2 a yield from, 3 an await).
    """
    before = None
    for instruction in dis.get_instructions(code):
        if instruction.opname == "RESUME" and before is not None and before.opname == "YIELD_VALUE":
            reason = (instruction.arg or 0) & 3
            delegates = reason == 2 and not code.co_flags & inspect.CO_GENERATOR
            for offset in (before.offset, instruction.offset):  # settrace on 3.13 already points behind the yield
                yield offset, "await" if reason == 3 or delegates else "yield"
        before = instruction


def statement_starts(source: str) -> dict[int, int]:
    starts: dict[int, int] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt | ast.ExceptHandler):
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
            # ast.walk goes from the outside in: the innermost statement has the last word.
            starts.update(dict.fromkeys(range(first, (node.end_lineno or node.lineno) + 1), node.lineno))
    return starts


def is_new(frame: FrameType) -> bool:
    """Say whether a frame is at its beginning."""
    return frame.f_lasti in _beginnings(frame.f_code)


@lru_cache(4096)
def _beginnings(code: CodeType) -> frozenset[int]:
    """Find the instructions at which a frame is when it begins: the RESUME of its start (module dis: 0)."""
    found = dis.get_instructions(code)
    return frozenset(one.offset for one in found if one.opname == "RESUME" and (one.arg or 0) & 3 == 0)
