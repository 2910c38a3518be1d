"""Lock-step where nothing can be waited for: no thread, no kernel, and in a live run no time that could be skipped.

Time is the same virtual time as in a recording. A live run goes through it as slowly as a clock does, so that a reader
sees the pauses; the order of events is the same in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from types import CodeType
from typing import Any

from chunkwise.engine.jobs import Job
from chunkwise.engine.lockstep import LockStep
from chunkwise.engine.scheduler import Ready, Wait

NO_THREADS = "runs in a worker thread, and Python in a browser has none"


class PageScheduler(LockStep):
    """
    Args:
        live: Whether time takes its time.
        stop: Stops the loop, so that whoever runs it can wait for what is ``due``.
        no_thread: Ends the run; called with the code that might have been meant to run in a worker thread.
    """

    def __init__(self, *, live: bool, stop: Callable[[], None], no_thread: Callable[[list[CodeType]], None]) -> None:
        super().__init__()
        self.live = live
        self.due = 0.0
        """Seconds to wait before the loop runs again."""
        self._stop = stop
        self._no_thread = no_thread

    def pass_time(self, seconds: float, wait: Wait) -> Ready:
        if not self.live:
            return super().pass_time(seconds, wait)
        self.due = seconds
        self._stop()
        return []

    def waited(self, seconds: float) -> None:
        """So much of what was due has passed."""
        self.clock.now += min(seconds, self.due)
        self.due = 0.0

    def sleep(self, seconds: float, real_sleep: Callable[[float], None]) -> None:
        super().sleep(seconds, real_sleep)
        if self.live:
            real_sleep(seconds)

    def new_job(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Job:
        self._no_thread(list(_codes(function, args)))
        return super().new_job(function, args)


def _codes(function: Any, args: tuple[Any, ...]) -> Iterator[CodeType]:
    """Find the code of what somebody wanted to run, which arrives wrapped in functions of libraries."""
    things = [*args, function]
    while isinstance(function, partial):
        things += [*function.args, *function.keywords.values(), function.func]
        function = function.func
    for thing in things:
        code = getattr(thing, "gi_code", None) or getattr(thing, "__code__", None)
        if isinstance(code, CodeType):
            yield code
