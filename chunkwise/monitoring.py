"""The tracer's backend for Python 3.12 and later (PEP 669), which costs next to nothing outside of the example."""

from __future__ import annotations

import sys
from types import CodeType
from typing import Any

from chunkwise.tracer import Frames

assert sys.version_info >= (3, 12)  # For mypy too, which looks at all of this package with the eyes of 3.11.


class Monitoring:
    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.tool = 0

    def start(self) -> None:
        monitoring = sys.monitoring
        self.tool = next(tool for tool in range(6) if monitoring.get_tool(tool) is None)
        monitoring.use_tool_id(self.tool, "chunkwise")
        events = monitoring.events
        callbacks = {
            events.PY_START: self._enter,
            events.PY_RESUME: self._enter,
            events.PY_THROW: self._enter_raising,
            events.LINE: self._line,
            events.PY_YIELD: self._leave,
            events.PY_RETURN: self._leave,
            events.RAISE: self._raised,
            events.PY_UNWIND: self._unwound,
        }
        for event, callback in callbacks.items():
            monitoring.register_callback(self.tool, event, callback)
        monitoring.set_events(self.tool, sum(callbacks))

    def stop(self) -> None:
        sys.monitoring.set_events(self.tool, 0)
        sys.monitoring.free_tool_id(self.tool)

    def _enter(self, code: CodeType, offset: int) -> Any:
        if not self.frames.covers(code):
            return sys.monitoring.DISABLE
        self.frames.enter(sys._getframe(1))
        return None

    def _enter_raising(self, code: CodeType, offset: int, error: BaseException) -> None:
        if self.frames.covers(code):
            self.frames.enter(sys._getframe(1))

    def _line(self, code: CodeType, line: int) -> Any:
        if not self.frames.covers(code):
            return sys.monitoring.DISABLE
        self.frames.line(sys._getframe(1), line)
        return None

    def _leave(self, code: CodeType, offset: int, value: object) -> Any:
        if not self.frames.covers(code):
            return sys.monitoring.DISABLE
        self.frames.leave(sys._getframe(1), offset, value)
        return None

    def _raised(self, code: CodeType, offset: int, error: BaseException) -> None:
        if self.frames.covers(code):
            self.frames.raised(sys._getframe(1), error)

    def _unwound(self, code: CodeType, offset: int, error: BaseException) -> None:
        if self.frames.covers(code):
            self.frames.unwound(sys._getframe(1))
