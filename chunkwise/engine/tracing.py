"""The two ways in which Python lets one see frames run, behind one interface.

``sys.monitoring`` where there is one (Python 3.12 and later), and ``sys.settrace`` before it. The second works on later
ones too, where a test holds both against each other.
"""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, Protocol

from chunkwise.engine.frames import Frames


class Backend(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def take_in(self, code: CodeType, source: str) -> None:
        """Follow the functions of a module that is about to be imported, by its code and its text."""


class Settrace:
    """The backend for Python 3.11."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self._files = frames.files
        texts = {file: frames.modules.get(name, frames.source) for file, name in frames.files.items()}
        self._left = {file: _left_loops(text) for file, text in texts.items()} if sys.version_info < (3, 12) else {}

    def start(self) -> None:
        # Worker threads take the function over when they start, so none may have started yet.
        threading.settrace(self._called)
        sys.settrace(self._called)

    def stop(self) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def take_in(self, code: CodeType, source: str) -> None:
        if sys.version_info < (3, 12):
            self._left[code.co_filename] = _left_loops(source)

    def _called(self, frame: FrameType, event: str, arg: Any) -> Any:
        # Called for every call of everything: one comparison is all that the others may cost.
        code = frame.f_code
        if code.co_filename not in self._files or not self.frames.covers(code):
            return None
        self.frames.enter(frame)
        return self._local

    def _local(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            if not self._lingers(frame):
                self.frames.line(frame, frame.f_lineno)
        elif event == "exception":
            self.frames.raised(frame, arg[1])
        elif event == "return":
            if arg is None and self.frames.is_unwinding(frame, frame.f_lasti):
                self.frames.unwound(frame)
            else:
                self.frames.leave(frame, frame.f_lasti, arg)
        return self._local

    def _lingers(self, frame: FrameType) -> bool:
        """Whether Python 3.11 tells of a loop's first line although a ``break`` has just left it, out of a ``with``."""
        known = self.frames.known(frame)
        loops = self._left.get(frame.f_code.co_filename)
        return bool(loops and known and loops.get(known.line) == frame.f_lineno)


def _left_loops(source: str) -> dict[int, int]:
    """Return the first line of the loop that each line with a ``break`` leaves."""
    found: dict[int, int] = {}
    for loop in ast.walk(ast.parse(source)):
        if isinstance(loop, ast.For | ast.AsyncFor | ast.While):
            # Loops are walked from the outside in, so an inner one has the last word on its own breaks.
            found |= {one.lineno: loop.lineno for one in ast.walk(loop) if isinstance(one, ast.Break)}
    return found


def backends() -> dict[str, Callable[[Frames], Backend]]:
    """Return the backends that this Python has, the preferred one first."""
    found: dict[str, Callable[[Frames], Backend]] = {}
    if sys.version_info >= (3, 12):
        from chunkwise.engine.monitoring import Monitoring

        found["monitoring"] = Monitoring
    found["settrace"] = Settrace
    return found
