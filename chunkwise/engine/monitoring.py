"""The tracer's backend for Python 3.12 and later (PEP 669), which costs next to nothing outside of the example."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FrameType, FunctionType

from chunkwise.engine.frames import Frames

assert sys.version_info >= (3, 12)  # For mypy too, which looks at all of this package with the eyes of 3.11.


class Monitoring:
    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.tool = 0
        self._watched: list[CodeType] = []
        self._left_out = False

    def start(self) -> None:
        monitoring = sys.monitoring
        self.tool = next(tool for tool in range(6) if monitoring.get_tool(tool) is None)
        monitoring.use_tool_id(self.tool, "chunkwise")
        events = monitoring.events
        own = self.own_events()
        # These cannot be asked for from single functions; unlike the others they change no code to be seen.
        everywhere = {
            events.PY_THROW: self._enter_raising,
            events.RAISE: self._raised,
            events.PY_UNWIND: self._unwound,
        }
        for event, callback in (own | everywhere).items():
            monitoring.register_callback(self.tool, event, callback)
        self._watch(self._codes())
        monitoring.set_events(self.tool, sum(everywhere))

    def stop(self) -> None:
        for code in self._watched:
            sys.monitoring.set_local_events(self.tool, code, 0)
        sys.monitoring.set_events(self.tool, 0)
        sys.monitoring.free_tool_id(self.tool)

    def own_events(self) -> dict[int, Callable[..., None]]:
        """Say what is asked for from the example's functions, and who takes it."""
        events = sys.monitoring.events
        return {
            events.PY_START: self._enter,
            events.PY_RESUME: self._enter,
            events.LINE: self._line,
            events.PY_YIELD: self._yielded,
            events.PY_RETURN: self._returned,
        }

    def take_in(self, code: CodeType, source: str) -> None:
        self._watch(self._inside([code]))

    def leave_out(self) -> bool:
        """Follow no lines and no new frames from now on; say whether that can be."""
        if not self._left_out and self.frames.leave_out():
            self._left_out = True
            events = sys.monitoring.events
            self._ask(self._watched, events.PY_YIELD | events.PY_RETURN)
        return self._left_out

    def follow_again(self) -> None:
        if self._left_out:
            self._left_out = False
            self._ask(self._watched, sum(self.own_events()))

    def _watch(self, codes: Iterator[CodeType]) -> None:
        new = list(codes)
        self._watched += new
        self._ask(new, sum(self.own_events()))

    def _ask(self, codes: Iterable[CodeType], events: int) -> None:
        for code in codes:
            sys.monitoring.set_local_events(self.tool, code, events)

    def _codes(self) -> Iterator[CodeType]:
        """Find the code of every function of the example, and of those that they will make."""
        functions = (thing for thing in gc.get_objects() if type(thing) is FunctionType)
        codes = (function.__code__ for function in functions)
        found = {id(code): code for code in codes if code.co_filename in self.frames.files}
        return self._inside(list(found.values()))

    def _inside(self, left: list[CodeType]) -> Iterator[CodeType]:
        while left:
            code = left.pop()
            left += [inner for inner in code.co_consts if isinstance(inner, CodeType)]
            if self.frames.covers(code):
                yield code

    def _enter(self, code: CodeType, offset: int) -> None:
        self.frames.enter(sys._getframe(1))

    def _enter_raising(self, code: CodeType, offset: int, error: BaseException) -> None:
        frame = sys._getframe(1)
        if self._follows(code, frame):
            self.follow_again()
            self.frames.enter(frame)

    def _line(self, code: CodeType, line: int) -> None:
        self.frames.line(sys._getframe(1), line)

    def _yielded(self, code: CodeType, offset: int, value: object) -> None:
        if self._left_out:
            self.frames.counted(sys._getframe(1), offset)
        else:
            self.frames.leave(sys._getframe(1), offset, value)

    def _returned(self, code: CodeType, offset: int, value: object) -> None:
        frame = sys._getframe(1)
        if self._left_out:
            known = self.frames.known(frame)
            if known is None:
                return
            if known.role == "body":
                self.follow_again()
        self.frames.leave(frame, offset, value)

    def _raised(self, code: CodeType, offset: int, error: BaseException) -> None:
        frame = sys._getframe(1)
        if self._follows(code, frame):
            self.frames.raised(frame, error)

    def _unwound(self, code: CodeType, offset: int, error: BaseException) -> None:
        frame = sys._getframe(1)
        if self._follows(code, frame):
            self.follow_again()
            self.frames.unwound(frame)

    def _follows(self, code: CodeType, frame: FrameType) -> bool:
        return self.frames.covers(code) and not (self._left_out and self.frames.known(frame) is None)
