"""Whose turn it is, because only one lane may move at a time if the order of events is to mean something.

The server's thread stands still after each message that it sent, as at a debugger's breakpoint, while the clients read
what arrived and act. A worker thread's job goes on only while the event loop has nothing to do, one job at a time. And
time itself stands still while anybody can move: it jumps to the next timer when nobody can. So a slow machine cannot
turn the order of two events round, and a sleep takes no time.
"""

from __future__ import annotations

import asyncio
import selectors
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from chunkwise.engine.client import Goal
from chunkwise.engine.jobs import HERE, Job
from chunkwise.engine.origins import Origin
from chunkwise.engine.scheduler import PATIENCE, Connection, Ready, Scheduler, Wait
from chunkwise.engine.sockets import Readable, Socket

DELIVERY = 0.5
"""Seconds within which the kernel hands the server what a client did, if the server reads from that socket at all."""

GLANCE = 0.001
"""Seconds between two looks whether the kernel has delivered what the program and its upstream sent each other."""

ROUNDING = 1e-6
"""Seconds; sums of timeouts may differ from the deadline by less."""


class VirtualClock:
    """Virtual time: it stands still while anybody can move. ``now`` is in seconds since the run began."""

    def __init__(self) -> None:
        self.now = 0.0


class TurnJob(Job):
    """A worker thread's job, which goes on when it is given the turn."""

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], origin: Origin) -> None:
        super().__init__(function, args, origin)
        self._turn = threading.Semaphore(0)

    def give_turn(self) -> None:
        self._turn.release()

    def wait_turn(self) -> None:
        self._turn.acquire()

    def work(self) -> Any:
        self.wait_turn()
        return super().work()


class LockStep(Scheduler):
    """One lane at a time, in virtual time."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = VirtualClock()
        self._ended: float | None = None
        self._idle = False
        self._in_flight: Connection | None = None
        """Where a client did something that the server's kernel has not told it of yet."""
        self._waiting: deque[TurnJob] = deque()
        self._moving: TurnJob | None = None
        self._loop_thread = threading.get_ident()

    def adopt(self, loop: asyncio.AbstractEventLoop) -> None:
        super().adopt(loop)
        self._loop = loop
        loop.time = lambda: self.clock.now  # type: ignore[method-assign]

    def begin(self) -> None:
        super().begin()
        self.turn()

    async def tick(self, main_loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Stand in for the server's main loop, whose timer would keep time from ever coming to rest."""
        self._over = self._loop.create_future()
        await self._over

    def end(self) -> None:
        self._ended = self.clock.now
        if not self._over.done():
            self._over.set_result(None)

    @property
    def passed(self) -> float:
        """The seconds that have passed. A server that is told to stop looks now and then whether all is over, which
        takes time, and none that the program has asked for.
        """
        return self.clock.now if self._ended is None else self._ended

    def turn(self) -> bool:
        """Let every client do what it can; say whether one did anything."""
        moved = False
        while any([client.turn() for client in self.clients]):  # noqa: C419 - each has its turn, whoever moved before
            moved = True
        return moved

    async def sent(self, port: int) -> None:
        """The server sent a message: the clients move, and one that reads gets all of it before the server does."""
        self.turn()
        connection = self.connection(port)
        while not connection.flushed and any(c.is_reading and c.port == port for c in self.clients):
            await asyncio.sleep(0)
            self.turn()

    def new_exchange(self, port: int) -> int:
        self._in_flight = self.connection(port)
        return super().new_exchange(port)

    def hung_up(self, port: int) -> None:
        if not self.connection(port).lost:
            self._in_flight = self.connection(port)

    def sent_more(self, port: int) -> None:
        if not self.connection(port).lost:
            self._in_flight = self.connection(port)

    def lost(self, port: int) -> None:
        self.connection(port).lost = True
        self.turn()

    def is_settled(self) -> bool:
        """Say whether the server knows all that the clients did; a client that acts before would start a race."""
        return self._in_flight is None

    def has_noticed(self, port: int) -> bool:
        return self.connection(port).lost

    def readable(self, connection: Socket) -> Readable | None:
        line = self.connections[connection.getsockname()[1]]
        if line.writes:
            size, cause = line.writes[0]
            return Readable(size, whole=True, wait=line.flushed, cause=cause)
        return Readable(0) if line.lost else None

    def has_read(self, connection: Socket) -> None:
        self.connections[connection.getsockname()[1]].writes.popleft()

    def pause_goal(self, seconds: float) -> Goal:
        until = self.clock.now + seconds
        self._loop.call_later(seconds, self.turn)
        return lambda: self.clock.now >= until - ROUNDING

    def is_quiet(self) -> bool:
        return self._idle

    def is_over(self, exchange: int) -> bool:
        return super().is_over(exchange) and self._idle

    def select(self, wait: Wait, timeout: float | None) -> Ready:
        """Stand in for the event loop's wait: before time goes on, everybody else has their turn."""
        ready = self._arrived(wait)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if self._moving is not None and (ready := wait(PATIENCE)):
            return ready
        self._idle = self._next_job() is None
        moved = self.turn()
        self._idle = False
        if moved:
            return self._arrived(wait)
        if job := self._next_job():
            self._waiting.remove(job)
            self._moving = job
            job.give_turn()
            return wait(PATIENCE)
        if self.at_end() and not self.has_tasks() and self.finish():
            return wait(0)
        return wait(None) if timeout is None else self.pass_time(timeout, wait)

    def _next_job(self) -> TurnJob | None:
        """Return the job that may move next: the first one that has a thread."""
        return next((job for job in self._waiting if not job.queued), None)

    def pass_time(self, seconds: float, wait: Wait) -> Ready:
        """Nobody can move before so much time has passed."""
        self.clock.now += seconds
        return wait(0)

    def _arrived(self, wait: Wait) -> Ready:
        """Look what arrived; what a client just did is waited for, however slow the kernel is to deliver it."""
        line = self._in_flight
        if line is None or (line.accepted and line.transport is None):
            return wait(0) or self._from_upstream(wait)
        ready = wait(DELIVERY)
        awaited = line.file if line.accepted else self.listener
        if not ready:
            self._in_flight = None
        elif any(key.fd == awaited and mask & selectors.EVENT_READ for key, mask in ready):
            self._in_flight = None if line.accepted else line
            line.accepted = True
        return ready

    def _from_upstream(self, wait: Wait) -> Ready:
        """Look what arrives between the program and its upstream, as soon as one of them has sent it."""
        ready: Ready = []
        patience = round(DELIVERY / GLANCE) if self.upstream is not None else 0
        while not ready and patience and self.upstream is not None and self.upstream.in_flight():
            ready = wait(GLANCE)
            patience -= 1
        return ready

    def new_job(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Job:
        job = TurnJob(function, args, self.origin_here())
        self.jobs.append(job)
        self._waiting.append(job)
        return job

    def end_job(self, job: Job) -> None:
        super().end_job(job)
        if job is self._moving:
            self._moving = None
        elif job in self._waiting:
            self._waiting.remove(job)  # type: ignore[arg-type]

    def sleep(self, seconds: float, real_sleep: Callable[[float], None]) -> None:
        """``time.sleep`` of the example: on the event loop's thread it holds everybody up, in a job only that job."""
        job = HERE.job
        if isinstance(job, TurnJob):
            self._loop.call_soon_threadsafe(self._put_to_sleep, job, seconds)
            job.wait_turn()
        elif threading.get_ident() == self._loop_thread:
            self.clock.now += seconds
        else:
            real_sleep(seconds)

    def _put_to_sleep(self, job: TurnJob, seconds: float) -> None:
        self._moving = None
        self._loop.call_later(seconds, self._waiting.append, job)
