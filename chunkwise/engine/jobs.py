"""Jobs of worker threads: what AnyIO and the event loop hand over, seen from the moment when they do.

A job belongs to whoever handed it over: its exchange and its caller are theirs. It is over when its function is, also
if nobody waits for its result any more, because a thread cannot be cancelled.
"""

from __future__ import annotations

import asyncio
import math
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

from chunkwise.engine.origins import Origin

if TYPE_CHECKING:
    from chunkwise.engine.scheduler import Scheduler

TAKEN_UP = 0.5
"""Seconds within which a free worker thread takes up a job."""


class _Here(threading.local):
    job: Job | None = None


HERE = _Here()
"""The job that this thread works at."""


class Job:
    """Something that a worker thread does.

    It lets go of it before the thread is done: a thread that still held a generator would hide it from the collector
    for as long as the thread takes to come to rest.
    """

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], origin: Origin) -> None:
        self._call = [partial(function, *args)]
        self.origin = origin
        self.taken_up = threading.Event()
        self.queued = False
        """Whether it waits for a thread of its pool, all of which have other jobs."""
        self._lock = threading.Lock()
        self._returned = False
        self._left: Callable[[], None] | None = None

    def run(self) -> Any:
        self.taken_up.set()
        HERE.job = self
        try:
            return self.work()
        finally:
            HERE.job = None
            with self._lock:
                self._returned = True
                left = self._left
            if left is not None:
                left()

    def work(self) -> Any:
        """Do it, when it is this job's turn."""
        return self._call.pop()()

    def is_left(self, when_over: Callable[[], None]) -> bool:
        """Nobody waits for the result any more: say whether the function still runs, and tell when it is over."""
        with self._lock:
            if self._returned or not self.taken_up.is_set():
                return False
            self._left = when_over
            return True


class Pool:
    """The jobs of an executor's threads: those at work, and those that wait for one of its ``size`` threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._at_work: list[Job] = []
        self._queue: deque[Job] = deque()

    def take(self, job: Job) -> None:
        if self._size and len(self._at_work) >= self._size:
            job.queued = True
            self._queue.append(job)
        else:
            self._begin(job)

    def give_up(self, job: Job) -> None:
        """A job is over, or was never begun."""
        if job in self._queue:
            self._queue.remove(job)
        elif job in self._at_work:
            self._at_work.remove(job)
            if self._queue:
                self._begin(self._queue.popleft())

    def _begin(self, job: Job) -> None:
        job.queued = False
        self._at_work.append(job)
        if self._size:
            # As with AnyIO: what becomes of it if it is cancelled must not depend on how fast the thread is.
            job.taken_up.wait(TAKEN_UP)


def job_here() -> Origin | None:
    """Return where the job that this thread works at was handed over, if it works at one."""
    return HERE.job.origin if HERE.job is not None else None


def adopt(scheduler: Scheduler, loop: asyncio.AbstractEventLoop) -> None:
    """Take note of each job that AnyIO and ``loop`` give to a worker thread."""
    run_sync, run_in_executor = anyio.to_thread.run_sync, loop.run_in_executor

    def over(job: Job, end: Callable[[Job], None] = scheduler.end_job) -> None:
        """The result is there, or nobody waits for it any more."""
        if not job.is_left(lambda: _soon(loop, end, job)):
            end(job)

    async def run_sync_noted(function: Callable[..., Any], *args: Any, limiter: Any = None, **options: Any) -> Any:
        # The token is taken here, so that a job is known only when a thread is certain to take it up.
        async with limiter or anyio.to_thread.current_default_thread_limiter():
            scheduler.threaded = True
            job = scheduler.new_job(function, args)
            try:
                unlimited = anyio.CapacityLimiter(math.inf)
                return await run_sync(job.run, limiter=unlimited, **options)
            finally:
                over(job)

    pools: dict[int, Pool] = {}

    def run_in_executor_noted(executor: Any, function: Callable[..., Any], *args: Any) -> Any:
        scheduler.threaded = True
        job = scheduler.new_job(function, args)
        future = run_in_executor(executor, job.run)
        executor = executor or getattr(loop, "_default_executor", None)
        pool = pools.setdefault(id(executor), Pool(getattr(executor, "_max_workers", 0)))
        pool.take(job)

        def end(job: Job) -> None:
            scheduler.end_job(job)
            pool.give_up(job)

        future.add_done_callback(lambda future: over(job, end))
        return future

    anyio.to_thread.run_sync = run_sync_noted  # type: ignore[assignment]
    loop.run_in_executor = run_in_executor_noted  # type: ignore[method-assign,assignment]


def _soon(loop: asyncio.AbstractEventLoop, call: Callable[[Job], None], job: Job) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(call, job)
