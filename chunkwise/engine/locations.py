"""Which line of the program something is about, because an error without a line sends its reader searching.

A program's files are given as a mapping: each one's whole path, and what events call it, which is nothing for
``app.py``.
"""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextvars import Context
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from chunkwise.events import CodeEvent, Event


class Place(NamedTuple):
    """A line of one of the program's files, if the line is known."""

    file: str
    line: int | None


def files_of(file: str, modules: Iterable[str] = ()) -> dict[str, str]:
    """Return the files of the program whose ``app.py`` is ``file``; ``modules`` are the paths beside it."""
    folder = Path(file).parent
    return {file: ""} | {str(folder / module): module for module in modules}


def place_now(files: Mapping[str, str], frame: FrameType | None, events: Iterable[Event]) -> Place | None:
    """Find where the program is: on this stack, on another thread's, or suspended since its last event."""
    stacks: list[FrameType | None] = [frame or sys._getframe(), *sys._current_frames().values()]
    for top in stacks:
        if (place := place_on(files, top)) is not None:
            return place
    code = [event for event in events if isinstance(event, CodeEvent)]
    last = {event.frame: event for event in code}
    entered = {event.frame: event for event in code if event.kind in ("start", "resume")}
    # Of those that wait, the one that began to wait last is what the others wait for, or one that it called itself.
    waiting = [event for event in code if event.kind == "await" and last[event.frame] is event]
    callers = {(entered[event.frame].by, event.task) for event in waiting}
    innermost = [event for event in waiting if (event.frame, event.task) not in callers]
    return place_of(files, (innermost or waiting or code)[-1]) if code else None


def place_of(files: Mapping[str, str], event: CodeEvent) -> Place:
    return Place(next(file for file, name in files.items() if name == event.file), event.line)


def place_on(files: Mapping[str, str], top: FrameType | None) -> Place | None:
    while top is not None:
        if top.f_code.co_filename in files:
            return Place(top.f_code.co_filename, top.f_lineno)
        top = top.f_back
    return None


def place_of_error(files: Mapping[str, str], error: BaseException) -> Place | None:
    """Find the innermost line of the program that ``error`` came through, also inside an exception group."""
    if isinstance(error, SyntaxError) and error.filename is not None and error.filename in files:
        return Place(error.filename, error.lineno)
    stack = traceback.extract_tb(error.__traceback__)
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    places = [place_of_error(files, one) for one in inner]
    places += [Place(entry.filename, entry.lineno) for entry in reversed(stack) if entry.filename in files]
    return next((place for place in places if place is not None), None)


def tasks_of(
    files: Mapping[str, str], loop: asyncio.AbstractEventLoop, standing: Container[asyncio.Task[Any]] = ()
) -> Iterator[FrameType]:
    """Find the tasks that the program has started itself and that are not done, each by its frame.

    Those that are ``standing`` stay as long as the server does, so that nobody waits for their end.
    """
    for task in asyncio.all_tasks(loop):
        if task in standing:
            continue
        frame = getattr(task.get_coro(), "cr_frame", None)
        if frame is not None and frame.f_code.co_filename in files:
            yield frame


def has_timers(files: Mapping[str, str], loop: asyncio.AbstractEventLoop, standing: Callable[[Context], bool]) -> bool:
    """Say whether a function of the program will be called later, but for what is ``standing``, by its context."""
    for timer in getattr(loop, "_scheduled", ()):
        function = timer._callback
        while isinstance(function, partial):
            function = function.func
        code = getattr(function, "__code__", None)
        if code is not None and code.co_filename in files and not timer.cancelled() and not standing(timer._context):
            return True
    return False
