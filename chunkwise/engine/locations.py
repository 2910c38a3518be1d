"""Which line of the program something is about, because an error without a line sends its reader searching."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Iterable, Iterator
from types import FrameType

from chunkwise.events import CodeEvent, Event


def line_now(file: str, frame: FrameType | None, events: Iterable[Event]) -> int | None:
    """Find where the code of ``file`` is: on this stack, on another thread's, or suspended since its last event."""
    stacks: list[FrameType | None] = [frame or sys._getframe(), *sys._current_frames().values()]
    for top in stacks:
        if (line := line_on(file, top)) is not None:
            return line
    code = [event for event in events if isinstance(event, CodeEvent)]
    last = {event.frame: event for event in code}
    # Of those that wait, the one that began to wait last is what the others wait for.
    waiting = [event for event in code if event.kind == "await" and last[event.frame] is event]
    return (waiting or code)[-1].line if code else None


def line_on(file: str, top: FrameType | None) -> int | None:
    while top is not None:
        if top.f_code.co_filename == file:
            return top.f_lineno
        top = top.f_back
    return None


def line_of_error(file: str, error: BaseException) -> int | None:
    """Find the innermost line of ``file`` that ``error`` came through, also inside an exception group."""
    stack = traceback.extract_tb(error.__traceback__)
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    lines = [line_of_error(file, one) for one in inner]
    lines += [entry.lineno for entry in reversed(stack) if entry.filename == file]
    return next((line for line in lines if line is not None), None)


def tasks_of(file: str, loop: asyncio.AbstractEventLoop) -> Iterator[FrameType]:
    """Find the tasks that the code of ``file`` has started itself and that are not done, each by its frame."""
    for task in asyncio.all_tasks(loop):
        frame = getattr(task.get_coro(), "cr_frame", None)
        if frame is not None and frame.f_code.co_filename == file:
            yield frame
