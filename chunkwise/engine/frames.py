"""What the example's own frames do, as code events, because the teaching is about those lines and no others.

Two backends see frames, and both report to the same ``Frames``, which decides what an event means, so that a recording
does not depend on which of them made it.
"""

from __future__ import annotations

import dis
import gc
import inspect
import threading
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from types import CodeType, FrameType
from typing import Literal

from chunkwise.engine.body_numbers import BodyNumbers
from chunkwise.engine.event_log import Log
from chunkwise.engine.known_frame import KnownFrame, called
from chunkwise.engine.locations import files_of
from chunkwise.engine.origins import COMPREHENSIONS, Origin, Origins, Puller, is_held
from chunkwise.engine.suspension import ENDS, is_new, pauses, statement_starts
from chunkwise.events import CodeEvent, CodeKind
from chunkwise.values import exception, snapshot

exchange_now: ContextVar[int] = ContextVar("exchange_now", default=0)
"""The exchange that the running code serves; AnyIO carries it into its worker threads."""

caller_now: ContextVar[int] = ContextVar("caller_now", default=0)
"""The frame of the program that runs. A task takes it over from whoever starts it, with all of its context."""

ITERATOR_STEPS = frozenset({"__anext__", "__next__"})
"""Functions of which each call makes one piece of a body, where the body is an object of the program's."""

_GENERATOR = inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR


@dataclass
class Frames:
    """Turns what a backend saw into code events.

    Args:
        file: The example's file name; frames of files that are no part of it are not seen.
        source: Its text, to bring every line of a statement back to the line on which the statement begins.
        watch: The names whose values are kept.
        log: Takes each event, at once and in order.
        ends: Where a stack ends, see :class:`Origins`.
        modules: The texts of the program's other files, by their paths beside the first.
        job_here: Returns where the job that this thread works at was handed over, if it works at one.
    """

    file: str
    source: str
    watch: tuple[str, ...]
    log: Log
    ends: frozenset[CodeType] = frozenset()
    job_here: Callable[[], Origin | None] = lambda: None
    loop_thread: int = field(default_factory=threading.get_ident)
    modules: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known: dict[int, KnownFrame] = {}
        self._count = 0
        self.files = files_of(self.file, self.modules)
        """The files of the program, with what events call each."""
        texts = {file: self.modules.get(name, self.source) for file, name in self.files.items()}
        self._starts = {file: statement_starts(text) for file, text in texts.items()}
        self._pauses: dict[CodeType, dict[int, Literal["yield", "await"]]] = {}
        self._numbered: dict[int, KnownFrame] = {}
        self._origins = Origins(self.known, self.ends)
        self._bodies = BodyNumbers()
        self._pulled: dict[tuple[int, Puller], KnownFrame] = {}
        """The frame that a response pulled last from its body, by the exchange and the frame that pulls."""

    def take_in(self, file: str, name: str, source: str) -> None:
        """Take a file for a part of the program, from now on; ``name`` is what events call it."""
        self.files[file], self._starts[file] = name, statement_starts(source)

    def known(self, frame: FrameType) -> KnownFrame | None:
        return self._known.get(id(frame)) if frame.f_code.co_filename in self.files else None

    def covers(self, code: CodeType) -> bool:
        return code.co_filename in self.files and code.co_name not in COMPREHENSIONS and code.co_name != "<module>"

    def enter(self, frame: FrameType) -> None:
        """The frame begins, or goes on after a suspension."""
        known = self._known.get(id(frame))
        if known is not None and is_new(frame):
            # One that was forgotten while it was suspended is gone without a word, and its address is given away.
            known = None
        if known is None:
            self._count += 1
            known = self._known[id(frame)] = KnownFrame(self._count)
            origin = self.origin(frame.f_back)
            self._place(frame, known, origin)
            if is_new(frame):
                self._begin("start", frame, known, origin, frame.f_code.co_firstlineno)
            else:  # It began before anything was traced, as the program was imported.
                self._begin("resume", frame, known, origin)
        else:
            self._begin("resume", frame, known, self._again(frame, known))

    def _again(self, frame: FrameType, known: KnownFrame) -> Origin:
        """Return how a frame goes on: what awaited it does still. While one throws into it, no stack shows that."""
        if not known.awaiting:
            return self.origin(frame.f_back)
        caller = self._numbered.get(known.origin.by)
        return replace(known.origin, cause=caller.last if caller is not None and known.origin.by else None)

    def _begin(
        self, kind: CodeKind, frame: FrameType, known: KnownFrame, origin: Origin, line: int | None = None
    ) -> None:
        known.paused = known.resting = known.awaiting = False
        known.origin = origin
        self._numbered[known.number] = known
        if origin.puller:
            self._pulled[known.exchange, origin.puller] = known
        known.task = self.log.task()
        known.saved = caller_now.get()
        caller_now.set(known.number)
        cause = self.log.called(known.task) if origin.cause is None and kind == "start" else origin.cause
        self._report(kind, frame, line=line, by=origin.by or known.saved, via=origin.via, cause=cause)

    def origin(self, caller: FrameType | None) -> Origin:
        """Return how a frame is entered that ``caller`` calls now."""
        return self._origins.of(caller, self.job_here())

    def handed_over(self, caller: FrameType | None) -> Origin:
        """Return where ``caller`` hands over a job: as :meth:`origin`, with the exchange that it belongs to."""
        origin = self.origin(caller)
        return replace(origin, by=origin.by or caller_now.get(), exchange=exchange_now.get() or origin.exchange)

    def behind(self, caller: FrameType | None) -> int | None:
        """Return the place in the log of what made the application send a message, if ``caller`` is who sends it.

        That is a frame of the program that sends it itself, or what the response that sends it pulled from its body
        just now, or else what left the program last in this task, if nothing else has happened there since.
        """
        for known, puller in self._origins.puller_on(caller):
            if known is not None:
                return known.last
            pulled = self._pulled.get((exchange_now.get(), puller)) if puller else None
            if pulled is not None:
                return pulled.last if pulled.resting else None
        return self.log.left(self.log.task())

    def _place(self, frame: FrameType, known: KnownFrame, origin: Origin) -> None:
        """Find out what a frame that begins is to the framework, and which exchange it belongs to."""
        code = frame.f_code
        steps = bool(code.co_flags & _GENERATOR)
        known.exchange = exchange_now.get() or origin.exchange
        makes_pieces = steps or code.co_name in ITERATOR_STEPS
        if makes_pieces and (origin.puller or is_held(frame.f_back, frame)):
            known.role = "body"
            known.body = self._bodies.new(known.exchange) if steps else self._bodies.of_object(frame, known.exchange)
        else:
            known.role = origin.role or ("generator" if steps else "function")

    def line(self, frame: FrameType, line: int) -> None:
        self._has_gone_on(frame)
        known = self._of(frame)
        known.raising = False
        known.raw_line = line
        start = self._starts[frame.f_code.co_filename].get(line, line)
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
            self._gone(frame)
        elif pause == "await":
            self._report("await", frame)
            self._rest(frame)
            self._of(frame).awaiting = True
        else:
            if frame.f_code.co_flags & inspect.CO_ASYNC_GENERATOR:
                # The item arrives in a wrapper without attributes; the collector can see what it holds.
                (value,) = gc.get_referents(value)
            self._report("yield", frame, value=snapshot(value))
            self._rest(frame)

    def leave_out(self) -> bool:
        """Take note that the frames that live now are not followed any more, but for their ends and their yields.

        Say whether that can be: an iterator object's pieces each have a frame, of which the next ones would be unseen.
        """
        if self._bodies.has_objects:
            return False
        for known in self._known.values():
            known.left_out = known.left_out or 0
        return True

    def counted(self, frame: FrameType, offset: int) -> None:
        """The frame is suspended and not followed: only that is remembered."""
        known = self.known(frame)
        if known is not None:
            known.suspend(self._pause(frame.f_code).get(offset))

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
        self._gone(frame)

    def _rest(self, frame: FrameType) -> None:
        known = self._of(frame)
        known.resting = True
        caller_now.set(known.saved)

    def _gone(self, frame: FrameType) -> None:
        self._rest(frame)
        self._numbered.pop(self._known.pop(id(frame)).number, None)

    def is_unwinding(self, frame: FrameType, offset: int) -> bool:
        """Tell an exception that leaves the frame from a return or a yield of None, which settrace reports alike."""
        known = self._of(frame)
        if known.raising or dis.opname[frame.f_code.co_code[offset]] not in ENDS:
            return True
        # A re-raise behind a finally or a with puts the instruction pointer back to the yield it began at, but the
        # last line that ran was the handler's.
        return offset in self._pause(frame.f_code) and frame.f_lineno != known.raw_line

    def _has_gone_on(self, frame: FrameType) -> None:
        """Report that the frame goes on, if nobody said so.

        settrace is silent where what it awaits caught a throw. And what began as the program was imported runs too.
        """
        known = self._known.get(id(frame))
        if known is None:
            self.enter(frame)
        elif known.paused:
            self._begin("resume", frame, known, self._again(frame, known), known.line)

    def _of(self, frame: FrameType) -> KnownFrame:
        return self._known[id(frame)]

    def _pause(self, code: CodeType) -> dict[int, Literal["yield", "await"]]:
        if code not in self._pauses:
            self._pauses[code] = dict(pauses(code))
        return self._pauses[code]

    def _report(
        self,
        kind: CodeKind,
        frame: FrameType,
        *,
        line: int | None = None,
        value: str | None = None,
        error: str | None = None,
        by: int = 0,
        via: str = "",
        cause: int | None = None,
    ) -> None:
        code = frame.f_code
        known = self._of(frame)
        at = frame.f_lineno if line is None else line
        watched = [name for name in self.watch if name in code.co_varnames or name in code.co_cellvars]
        names = frame.f_locals if watched else {}
        known.last = self.log.add(
            CodeEvent(
                lane="code",
                kind=kind,
                exchange=known.exchange,
                cause=cause,
                function=called(code),
                frame=known.number,
                generator=bool(code.co_flags & _GENERATOR),
                role=known.role,
                line=self._starts[code.co_filename].get(at, at),
                file=self.files[code.co_filename],
                thread="event loop" if threading.get_ident() == self.loop_thread else "worker thread",
                task=known.task,
                by=by,
                via=via,
                body=known.body,
                names={name: snapshot(names[name]) for name in watched if name in names},
                value=value,
                error=error,
                left_out=known.take_left_out(),
            )
        )
        self.log.recent[known.task] = known.last
