"""What both paces share: the connections, the exchanges, and the jobs of worker threads.

A pace decides who of server, worker threads and clients moves when. ``LockStep`` lets one of them move at a time,
``FreeRun`` lets them all.
"""

from __future__ import annotations

import asyncio
import math
import selectors
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import anyio
import anyio.to_thread

from chunkwise.engine.client import Goal, ScriptedClient
from chunkwise.examples.scenario import SERVER

PATIENCE = 2.0
"""Seconds that one side waits for the other before the run is given up."""

Ready = list[tuple[selectors.SelectorKey, int]]
Wait = Callable[[float | None], Ready]


@dataclass
class Connection:
    """The server's end of one socket: what was written and not read yet, and whether it is closed."""

    transport: asyncio.Transport | None = None
    exchange: int = 0
    writes: deque[int] = field(default_factory=deque)
    accepted: bool = False
    lost: bool = False

    @property
    def flushed(self) -> bool:
        return self.transport is None or self.lost or self.transport.get_write_buffer_size() == 0

    @property
    def file(self) -> int:
        return int(self.transport.get_extra_info("socket").fileno()) if self.transport is not None else -1


class Job:
    """Something that a worker thread does.

    It lets go of it before the thread is done: a thread that still held a generator would hide it from the collector
    for as long as the thread takes to come to rest.
    """

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self._call = [partial(function, *args)]

    def run(self) -> Any:
        return self._call.pop()()


class Pace:
    """The connections, by the client's port, the exchanges that are not over, and the jobs that are not."""

    patience = PATIENCE

    def __init__(self) -> None:
        self.clients: list[ScriptedClient] = []
        self.connections: dict[int, Connection] = {}
        self.exchanges = 0
        self.listener = -1
        self.running: set[int] = set()
        self.jobs: list[Job] = []
        self.threaded = False
        """Whether a worker thread was given anything to do."""
        self.finish: Callable[[], None] = lambda: None
        self.has_tasks: Callable[[], bool] = lambda: False

    def adopt(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take note of each job that the loop gives to a worker thread."""
        run_sync, run_in_executor = anyio.to_thread.run_sync, loop.run_in_executor

        async def run_sync_noted(function: Callable[..., Any], *args: Any, limiter: Any = None, **options: Any) -> Any:
            # The token is taken here, so that a job is known only when a thread is certain to take it up.
            async with limiter or anyio.to_thread.current_default_thread_limiter():
                self.threaded = True
                job = self.new_job(function, args)
                try:
                    unlimited = anyio.CapacityLimiter(math.inf)
                    return await run_sync(job.run, limiter=unlimited, **options)
                finally:
                    self.end_job(job)

        def run_in_executor_noted(executor: Any, function: Callable[..., Any], *args: Any) -> Any:
            self.threaded = True
            job = self.new_job(function, args)
            future = run_in_executor(executor, job.run)
            future.add_done_callback(lambda _: self.end_job(job))
            return future

        anyio.to_thread.run_sync = run_sync_noted  # type: ignore[assignment]
        loop.run_in_executor = run_in_executor_noted  # type: ignore[method-assign,assignment]

    def new_job(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Job:
        self.jobs.append(Job(function, args))
        return self.jobs[-1]

    def end_job(self, job: Job) -> None:
        self.jobs.remove(job)

    def connection(self, port: int) -> Connection:
        return self.connections.setdefault(port, Connection())

    def connected(self, port: int) -> None:
        self.connections[port] = Connection()

    def new_exchange(self, port: int) -> int:
        self.exchanges += 1
        self.running.add(self.exchanges)
        self.connection(port).exchange = self.exchanges
        return self.exchanges

    def is_over(self, exchange: int) -> bool:
        return exchange not in self.running

    def at_end(self) -> bool:
        return all(client.done for client in self.clients) and not self.running and not self.jobs

    def wait_goal(self, whom: str, pieces: int) -> Goal:
        if whom == SERVER:
            return self.is_quiet
        other = next(client for client in self.clients if client.name == whom)
        return lambda: other.done or other.pieces >= pieces

    def stage(self) -> str:
        """Say what the program has not done yet, for a message."""
        waiting = [client for client in self.clients if not client.done]
        if any(client.status is None for client in waiting):
            return "did not answer"
        return "did not end its response" if waiting else "did not come to rest"

    def is_quiet(self) -> bool:
        raise NotImplementedError

    async def sent(self, port: int) -> None:
        raise NotImplementedError

    def lost(self, port: int) -> None:
        raise NotImplementedError

    def select(self, wait: Wait, timeout: float | None) -> Ready:
        raise NotImplementedError


class TurnSelector(selectors.DefaultSelector):
    """The event loop's selector, which tells the pace when the loop is about to sleep."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    def select(self, timeout: float | None = None) -> Ready:
        return self._pace.select(super().select, timeout)
