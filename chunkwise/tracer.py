"""What the example's own frames do, as code events, because the teaching is about those lines and no others.

There are two backends behind one interface: ``sys.monitoring`` where there is one (Python 3.12 and later) and
``sys.settrace`` before it. Both report to the same ``Frames``, which decides what an event means, so that a recording
does not depend on which of them made it.
"""

from __future__ import annotations

import ast
import dis
import gc
import inspect
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any, Literal, Protocol

from chunkwise.events import CodeEvent, CodeKind, Role
from chunkwise.values import exception, snapshot

Sink = Callable[[CodeEvent], None]

exchange_now: ContextVar[int] = ContextVar("exchange_now", default=0)
"""The exchange that the running code serves; AnyIO carries it into its worker threads."""

_GENERATOR = inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
_INLINED = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>"})
"""Frames of their own before Python 3.12, part of the function around them since."""


class Backend(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass
class _Known:
    """What is remembered of one frame while it lives."""

    number: int
    line: int = 0
    """Where the statement that was reported last begins."""
    raw_line: int = 0
    """The line that the backend named last."""
    error: str | None = None
    raising: bool = False


@dataclass
class Frames:
    """Turns what a backend saw into code events.

    Args:
        file: The example's file name; frames of any other file are not seen.
        source: Its text, to bring every line of a statement back to the line on which the statement begins.
        watch: The names whose values are kept.
        sink: Takes each event, at once and in order.
        roles: What part the example's functions play, by their code.
    """

    file: str
    source: str
    watch: tuple[str, ...]
    sink: Sink
    roles: Mapping[CodeType, Role] = field(default_factory=dict)
    loop_thread: int = field(default_factory=threading.get_ident)

    def __post_init__(self) -> None:
        self._known: dict[int, _Known] = {}
        self._count = 0
        self._starts = _statement_starts(self.source)
        self._pauses: dict[CodeType, dict[int, Literal["yield", "await"]]] = {}

    def covers(self, code: CodeType) -> bool:
        return code.co_filename == self.file and code.co_name not in _INLINED and code.co_name != "<module>"

    def enter(self, frame: FrameType) -> None:
        """The frame begins, or goes on after a suspension."""
        if id(frame) in self._known:
            self._report("resume", frame)
        else:
            self._count += 1
            self._known[id(frame)] = _Known(self._count)
            self._report("start", frame, line=frame.f_code.co_firstlineno)

    def line(self, frame: FrameType, line: int) -> None:
        known = self._of(frame)
        known.raising = False
        known.raw_line = line
        start = self._starts.get(line, line)
        if start != known.line:
            known.line = start
            self._report("line", frame, line=start)

    def leave(self, frame: FrameType, offset: int, value: object) -> None:
        """The frame is suspended or returns; which of them, its instruction at ``offset`` says."""
        pause = self._pause(frame.f_code).get(offset)
        if pause is None:
            self._report("return", frame, value=snapshot(value))
            del self._known[id(frame)]
        elif pause == "await":
            self._report("await", frame)
        else:
            if frame.f_code.co_flags & inspect.CO_ASYNC_GENERATOR:
                # The item arrives in a wrapper without attributes; the collector can see what it holds.
                (value,) = gc.get_referents(value)
            self._report("yield", frame, value=snapshot(value))

    def raised(self, frame: FrameType, error: BaseException) -> None:
        if isinstance(error, StopIteration | StopAsyncIteration):
            return
        known = self._of(frame)
        known.raising = True
        known.error = exception(error)
        self._report("raise", frame, error=known.error)

    def unwound(self, frame: FrameType) -> None:
        """An exception leaves the frame for good."""
        self._report("unwind", frame, error=self._of(frame).error)
        del self._known[id(frame)]

    def is_unwinding(self, frame: FrameType, offset: int) -> bool:
        """Tell an exception that leaves the frame from a return or a yield of None, which settrace reports alike."""
        known = self._of(frame)
        if known.raising or dis.opname[frame.f_code.co_code[offset]] not in _ENDS:
            return True
        # A re-raise behind a finally or a with puts the instruction pointer back to the yield it began at, but the
        # last line that ran was the handler's.
        return offset in self._pause(frame.f_code) and frame.f_lineno != known.raw_line

    def _of(self, frame: FrameType) -> _Known:
        return self._known[id(frame)]

    def _pause(self, code: CodeType) -> dict[int, Literal["yield", "await"]]:
        if code not in self._pauses:
            self._pauses[code] = dict(_pauses(code))
        return self._pauses[code]

    def _report(
        self,
        kind: CodeKind,
        frame: FrameType,
        *,
        line: int | None = None,
        value: str | None = None,
        error: str | None = None,
    ) -> None:
        code = frame.f_code
        at = frame.f_lineno if line is None else line
        generator = bool(code.co_flags & _GENERATOR)
        watched = [name for name in self.watch if name in code.co_varnames or name in code.co_cellvars]
        names = frame.f_locals if watched else {}
        self.sink(
            CodeEvent(
                lane="code",
                kind=kind,
                exchange=exchange_now.get(),
                function=code.co_name,
                frame=self._of(frame).number,
                generator=generator,
                role=self.roles.get(code, "generator" if generator else "function"),
                line=self._starts.get(at, at),
                thread="event loop" if threading.get_ident() == self.loop_thread else "worker thread",
                names={name: snapshot(names[name]) for name in watched if name in names},
                value=value,
                error=error,
            )
        )


_ENDS = frozenset({"RETURN_VALUE", "RETURN_CONST", "YIELD_VALUE", "RESUME"})


def _pauses(code: CodeType) -> Iterable[tuple[int, Literal["yield", "await"]]]:
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


def _statement_starts(source: str) -> dict[int, int]:
    starts: dict[int, int] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt | ast.ExceptHandler):
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
            # ast.walk goes from the outside in: the innermost statement has the last word.
            starts.update(dict.fromkeys(range(first, (node.end_lineno or node.lineno) + 1), node.lineno))
    return starts


class Settrace:
    """The backend for Python 3.11; it works on later ones too, where a test holds both against each other."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self._file = frames.file

    def start(self) -> None:
        # Worker threads take the function over when they start, so none may have started yet.
        threading.settrace(self._called)
        sys.settrace(self._called)

    def stop(self) -> None:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]

    def _called(self, frame: FrameType, event: str, arg: Any) -> Any:
        # Called for every call of everything: one comparison is all that the others may cost.
        code = frame.f_code
        if code.co_filename != self._file or not self.frames.covers(code):
            return None
        self.frames.enter(frame)
        return self._local

    def _local(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            self.frames.line(frame, frame.f_lineno)
        elif event == "exception":
            self.frames.raised(frame, arg[1])
        elif event == "return":
            if arg is None and self.frames.is_unwinding(frame, frame.f_lasti):
                self.frames.unwound(frame)
            else:
                self.frames.leave(frame, frame.f_lasti, arg)
        return self._local


class Monitoring:
    """The backend for Python 3.12 and later (PEP 669)."""

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


def backends() -> dict[str, Callable[[Frames], Backend]]:
    """Return the backends that this Python has, the preferred one first."""
    found: dict[str, Callable[[Frames], Backend]] = {}
    if hasattr(sys, "monitoring"):
        found["monitoring"] = Monitoring
    found["settrace"] = Settrace
    return found
