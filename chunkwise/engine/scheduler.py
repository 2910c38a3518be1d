"""The scheduler of a run: which of server, worker threads and clients moves when, and what time it is.

``LockStep`` lets one of them move at a time, in virtual time; ``FreeRun`` lets them all, in real time. Both keep the
connections and the exchanges, and hand jobs to worker threads.
"""

from __future__ import annotations

import asyncio
import selectors
import sys
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from chunkwise.engine.jobs import Job, adopt
from chunkwise.engine.origins import NOWHERE, Origin
from chunkwise.examples.scripts import SERVER

if TYPE_CHECKING:
    from chunkwise.engine.client import Goal, ScriptedClient
    from chunkwise.engine.sockets import Readable, Socket
    from chunkwise.engine.upstream import Upstream

PATIENCE = 2.0
"""Seconds that one side waits for the other before the run is given up."""

Ready = list[tuple[selectors.SelectorKey, int]]
Wait = Callable[[float | None], Ready]


@dataclass
class Connection:
    """The server's end of one socket: what was written and not read yet, and whether it is closed."""

    transport: asyncio.Transport | None = None
    exchange: int = 0
    writes: deque[tuple[int, int | None]] = field(default_factory=deque)
    """The bytes of each write that was not read yet, and the place in the log of the message that it came from."""
    sending: int | None = None
    """The message that is being sent now."""
    accepted: bool = False
    lost: bool = False

    @property
    def flushed(self) -> bool:
        return self.transport is None or self.lost or self.transport.get_write_buffer_size() == 0

    @property
    def file(self) -> int:
        return int(self.transport.get_extra_info("socket").fileno()) if self.transport is not None else -1


class Scheduler(ABC):
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
        self.finish: Callable[[], bool] = lambda: False
        """Called when all is done, also again; says whether the server was told just now to come to its end."""
        self.standing: WeakSet[asyncio.Task[Any]] = WeakSet()
        """The tasks that run when the clients begin: those of the lifespan, which stay as long as the server."""
        self.standing_threads: frozenset[int] = frozenset()
        """The same of threads, by their identifiers."""
        self.has_tasks: Callable[[], bool] = lambda: False
        """Says whether a task of the program's own, and not one of these, is not done."""
        self.upstream: Upstream | None = None
        """What the program asks of another server, if the scenario has one."""
        self.origin_here: Callable[[], Origin] = lambda: NOWHERE
        """Returns where the caller's caller hands over a job."""

    def adopt(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take note of each job that the loop gives to a worker thread."""
        adopt(self, loop)

    def new_job(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Job:
        self.jobs.append(Job(function, args, self.origin_here()))
        return self.jobs[-1]

    def end_job(self, job: Job) -> None:
        if job in self.jobs:
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
        done = all(client.done for client in self.clients) and not self.running and not self.jobs
        return done and not (self.upstream and self.upstream.running)

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

    def begin(self) -> None:
        """The server listens: the clients may begin."""
        self.standing = WeakSet(asyncio.all_tasks())
        self.standing_threads = frozenset(sys._current_frames())

    @abstractmethod
    async def tick(self, main_loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Stand in for the server's main loop, until the run is over."""

    @abstractmethod
    def end(self) -> None:
        """Let ``tick`` come to its end, so that the server shuts down in an orderly way."""

    @abstractmethod
    async def sent(self, port: int) -> None:
        """The application has sent a message to the client on ``port``."""

    @abstractmethod
    def lost(self, port: int) -> None:
        """The server has closed a connection, or noticed that it is closed."""

    @abstractmethod
    def hung_up(self, port: int) -> None:
        """A client has closed its connection."""

    @abstractmethod
    def sent_more(self, port: int) -> None:
        """A client has sent another part of its request."""

    @abstractmethod
    def is_settled(self) -> bool:
        """Say whether the server knows all that the clients did; a client that acts before would start a race."""

    @abstractmethod
    def has_noticed(self, port: int) -> bool:
        """Say whether the server knows that the client on ``port`` has left."""

    @abstractmethod
    def readable(self, connection: Socket) -> Readable | None:
        """Return what a client may read now, if anything."""

    @abstractmethod
    def has_read(self, connection: Socket) -> None:
        """A client has read what it might read."""

    @abstractmethod
    def pause_goal(self, seconds: float) -> Goal:
        """Return what a client waits for that does nothing for so many seconds."""

    @abstractmethod
    def is_quiet(self) -> bool:
        """Say whether the server has nothing left to do."""

    @abstractmethod
    def select(self, wait: Wait, timeout: float | None) -> Ready:
        """Stand in for the event loop's wait of at most ``timeout`` seconds."""

    @abstractmethod
    def sleep(self, seconds: float, real_sleep: Callable[[float], None]) -> None:
        """Stand in for ``time.sleep``."""


class TurnSelector(selectors.DefaultSelector):
    """The event loop's selector, which tells the scheduler when the loop is about to sleep."""

    def __init__(self, scheduler: Scheduler) -> None:
        super().__init__()
        self._scheduler = scheduler

    def select(self, timeout: float | None = None) -> Ready:
        return self._scheduler.select(super().select, timeout)
