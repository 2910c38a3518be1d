"""What the example's own frames do, as code events, because the teaching is about those lines and no others.

Two backends see frames, and both report to the same ``Frames``, which decides what an event means, so that a recording
does not depend on which of them made it.
"""

from __future__ import annotations

import ast
import dis
import gc
import inspect
import threading
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Literal

from chunkwise.events import CodeEvent, CodeKind, Role
from chunkwise.values import exception, snapshot

Sink = Callable[[CodeEvent], None]

exchange_now: ContextVar[int] = ContextVar("exchange_now", default=0)
"""The exchange that the running code serves; AnyIO carries it into its worker threads."""

_GENERATOR = inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
_INLINED = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>"})
"""Frames of their own before Python 3.12, part of the function around them since."""


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
    paused: bool = False


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
            self._of(frame).paused = False
            self._report("resume", frame)
        else:
            self._count += 1
            self._known[id(frame)] = _Known(self._count)
            self._report("start", frame, line=frame.f_code.co_firstlineno)

    def line(self, frame: FrameType, line: int) -> None:
        self._has_gone_on(frame)
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
        self._has_gone_on(frame)
        self._of(frame).paused = pause is not None
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
        self._has_gone_on(frame)
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

    def _has_gone_on(self, frame: FrameType) -> None:
        """Report that the frame goes on, if nobody said so: settrace is silent where what it awaits caught a throw."""
        known = self._of(frame)
        if known.paused:
            known.paused = False
            self._report("resume", frame, line=known.line)

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
