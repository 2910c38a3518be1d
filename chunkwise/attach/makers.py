"""Maker of a message: the function that called ``send`` with it, below all middlewares that only pass it on.

Frames are not followed here, because that would cost a running server too much. What is read is the stack at the
moment of the call, and where the generator stands that the maker iterates over: at the ``yield`` of this piece.
"""

from __future__ import annotations

import sys
import weakref
from pathlib import Path
from types import AsyncGeneratorType, CodeType, FrameType, GeneratorType
from typing import Any, NamedTuple

DEEPEST = 60
"""Frames of a stack that are looked at."""

SLOTS = ("iterator",)
"""Where a response without a ``__dict__`` has what it iterates over, as Litestar's."""

Generator = AsyncGeneratorType[Any, Any] | GeneratorType[Any, Any, Any]


class Maker(NamedTuple):
    """The function that sent a message, and the generator that it iterates over, with its file."""

    name: str
    source: str = ""


UNKNOWN = Maker("")


class Makers:
    """Finds the makers of one response's messages; the last one is remembered, because most have the same."""

    def __init__(self) -> None:
        self._depth = 0
        self._code: CodeType | None = None
        self._maker = UNKNOWN
        self._generator: weakref.ref[Generator] | None = None
        """Weak, because a generator that nobody holds any more has to be collected as it would without us."""

    def of(self, message: object, end: CodeType) -> tuple[Maker, int]:
        """Return who made a message, and the line at which the generator stands that it is made of; 0 for none.

        To be called by the function that stands in for the server's ``send``. Above ``end`` there is the server.
        """
        try:
            known = self._code is not None and sys._getframe(self._depth).f_code is self._code
        except ValueError:
            known = False
        if not known:
            self._find(message, end)
        generator = self._generator() if self._generator is not None else None
        frame = _frame(generator) if generator is not None else None
        return self._maker, frame.f_lineno if frame is not None else 0

    def _find(self, message: object, end: CodeType) -> None:
        self._code, self._maker, self._generator = None, UNKNOWN, None
        # Two frames up is who sends, as `of` counts; from here it is one more.
        frame: FrameType | None = sys._getframe(3)
        for depth in range(2, DEEPEST):
            if frame is None or frame.f_code is end:
                return
            if not _passes_on(frame, message):
                generator = _iterated(frame)
                self._depth, self._code = depth, frame.f_code
                self._generator = weakref.ref(generator) if generator is not None else None
                self._maker = Maker(
                    f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}", _called(generator)
                )
                return
            frame = frame.f_back


def _passes_on(frame: FrameType, message: object) -> bool:
    """Say whether a function was called with the message, which then is another one's."""
    code, found = frame.f_code, frame.f_locals
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return any(found.get(name) is message for name in names)


def _iterated(frame: FrameType) -> Generator | None:
    """Return the generator that a function has, as a variable or in its object; of generators in it, the innermost.

    Where there are several side by side, it is not known which of them made the piece.
    """
    values = dict(frame.f_locals)
    if frame.f_code.co_argcount:
        owner = values.get(frame.f_code.co_varnames[0])
        values |= getattr(owner, "__dict__", {})
        values |= {name: getattr(owner, name, None) for name in SLOTS if hasattr(type(owner), name)}
    found = inner = _only(values)
    while inner is not None:
        found, within = inner, _frame(inner)
        inner = _only(dict(within.f_locals)) if within is not None else None
    return found


def _only(values: dict[str, Any]) -> Generator | None:
    found = {id(one): one for one in values.values() if type(one) in (AsyncGeneratorType, GeneratorType)}
    return next(iter(found.values())) if len(found) == 1 else None


def _frame(generator: Generator) -> FrameType | None:
    return generator.ag_frame if isinstance(generator, AsyncGeneratorType) else generator.gi_frame


def _called(generator: Generator | None) -> str:
    if generator is None:
        return ""
    code = generator.ag_code if isinstance(generator, AsyncGeneratorType) else generator.gi_code
    return f"{code.co_qualname}, {_shown(code.co_filename)}"


def _shown(file: str) -> str:
    """Return a file's path below the current folder or below where packages are installed, or else its name."""
    path = Path(file)
    for folder in (*map(Path, reversed(sys.path)), Path.cwd()):
        if folder.is_absolute() and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name
