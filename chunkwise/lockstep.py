"""Whose turn it is, because only one lane may move at a time if the order of events is to mean something.

In lock-step the server's thread stands still after each message that it sent, as at a debugger's breakpoint, while the
clients read what arrived and act. Worker threads run the example's code only while the event loop has nothing to do.
So each recording of a scenario has the same order. In a free run nobody waits for anybody.
"""

from __future__ import annotations

import asyncio
import contextlib
import select
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from chunkwise.client import READ_SIZE, Goal, Readable, ScriptedClient

PATIENCE = 2.0
"""Seconds that one side waits for the other before the run is given up."""

SERVER = "server"
"""Whom a client waits for when it waits until nothing more will come."""


@dataclass
class Connection:
    """The server's end of one socket: what was written and not read yet, and whether it is closed."""

    transport: asyncio.Transport | None = None
    exchange: int = 0
    writes: deque[int] = field(default_factory=deque)
    lost: bool = False

    @property
    def flushed(self) -> bool:
        return self.transport is None or self.lost or self.transport.get_write_buffer_size() == 0


class Pace:
    """What both paces share: the connections, by the client's port, and which exchanges are over."""

    patience = PATIENCE

    def __init__(self) -> None:
        self.clients: list[ScriptedClient] = []
        self.connections: dict[int, Connection] = {}
        self.exchanges = 0
        self.running: set[int] = set()
        self.workers = 0
        """Jobs that worker threads have not finished."""
        self.finish: Callable[[], None] = lambda: None
        self.has_tasks: Callable[[], bool] = lambda: False

    def connection(self, port: int) -> Connection:
        return self.connections.setdefault(port, Connection())

    def new_exchange(self, port: int) -> int:
        self.exchanges += 1
        self.running.add(self.exchanges)
        self.connection(port).exchange = self.exchanges
        return self.exchanges

    def is_over(self, exchange: int) -> bool:
        return exchange not in self.running

    def at_end(self) -> bool:
        return all(client.done for client in self.clients) and not self.running and not self.workers

    def wait_goal(self, whom: str, pieces: int) -> Goal:
        if whom == SERVER:
            return self.is_quiet
        other = next(client for client in self.clients if client.name == whom)
        return lambda: other.done or other.pieces >= pieces

    def is_quiet(self) -> bool:
        raise NotImplementedError

    def select(
        self, wait: Callable[[float | None], list[tuple[selectors.SelectorKey, int]]], timeout: float | None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        raise NotImplementedError


class LockStep(Pace):
    """One lane at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._idle = False
        self._baton = threading.Lock()
        self._inside = threading.local()
        self._loop_thread = threading.get_ident()

    def begin(self) -> None:
        self._baton.acquire()
        self.turn()

    def turn(self) -> bool:
        """Let every client do what it can; say whether one did anything."""
        moved = False
        while any([client.turn() for client in self.clients]):
            moved = True
        return moved

    async def sent(self, port: int) -> None:
        """The server sent a message: the clients move, and a client that reads gets all of it before the server does."""
        self.turn()
        connection = self.connection(port)
        while not connection.flushed and any(c.is_reading and c.port == port for c in self.clients):
            await asyncio.sleep(0)
            self.turn()

    def lost(self, port: int) -> None:
        self.connection(port).lost = True
        self.turn()

    def readable(self, connection: socket.socket) -> Readable | None:
        line = self.connections[connection.getsockname()[1]]
        if line.writes:
            return Readable(line.writes[0], whole=True, flags=0 if line.flushed else socket.MSG_DONTWAIT)
        return Readable(0) if line.lost else None

    def has_read(self, connection: socket.socket) -> None:
        self.connections[connection.getsockname()[1]].writes.popleft()

    def pause_goal(self, seconds: float) -> Goal:
        until = time.monotonic() + seconds
        asyncio.get_running_loop().call_later(seconds, self.turn)
        return lambda: time.monotonic() >= until

    def is_quiet(self) -> bool:
        return self._idle

    def is_over(self, exchange: int) -> bool:
        return super().is_over(exchange) and self._idle

    def select(
        self, wait: Callable[[float | None], list[tuple[selectors.SelectorKey, int]]], timeout: float | None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        """Stand in for the event loop's wait: before it sleeps, the clients and the worker threads have their turn."""
        if timeout is not None and timeout <= 0:
            return wait(timeout)
        ready = wait(0)
        if ready:
            return ready
        self._idle = not self.workers
        moved = self.turn()
        self._idle = False
        if moved:
            return wait(0)
        if self.at_end() and not self.has_tasks():
            self.finish()
        with contextlib.suppress(RuntimeError):
            self._baton.release()
        try:
            return wait(timeout)
        finally:
            self._baton.acquire(timeout=PATIENCE)

    def gate(self, entering: bool) -> None:
        """Hold a worker thread back until the event loop has nothing to do, and let it go on when the thread leaves."""
        if threading.get_ident() == self._loop_thread:
            return
        depth = getattr(self._inside, "depth", 0) + (1 if entering else -1)
        self._inside.depth = depth
        if entering and depth == 1:
            self._baton.acquire(timeout=PATIENCE)
        elif not entering and depth == 0:
            self._give_back()

    def sleep(self, seconds: float, real_sleep: Callable[[float], None]) -> None:
        """``time.sleep`` of the example: in a worker thread it lets the event loop go on meanwhile."""
        if getattr(self._inside, "depth", 0) == 0:
            real_sleep(seconds)
            return
        self._give_back()
        real_sleep(seconds)
        self._baton.acquire(timeout=PATIENCE)

    def _give_back(self) -> None:
        with contextlib.suppress(RuntimeError):
            self._baton.release()


class FreeRun(Pace):
    """Everybody at their own pace, each client in a thread of its own."""

    def begin(self) -> None:
        for client in self.clients:
            threading.Thread(target=self._drive, args=(client,), daemon=True).start()

    def _drive(self, client: ScriptedClient) -> None:
        while not client.done:
            if not client.turn():
                time.sleep(0.0005)

    async def sent(self, port: int) -> None:
        return

    def lost(self, port: int) -> None:
        self.connection(port).lost = True

    def readable(self, connection: socket.socket) -> Readable | None:
        ready, _, _ = select.select([connection], [], [], 0.002)
        return Readable(READ_SIZE) if ready else None

    def has_read(self, connection: socket.socket) -> None:
        return

    def pause_goal(self, seconds: float) -> Goal:
        until = time.monotonic() + seconds
        return lambda: time.monotonic() >= until

    def is_quiet(self) -> bool:
        return not self.running and not self.workers

    def select(
        self, wait: Callable[[float | None], list[tuple[selectors.SelectorKey, int]]], timeout: float | None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        if self.at_end() and not self.has_tasks():
            self.finish()
        return wait(timeout if timeout is None else min(timeout, 0.05))

    def gate(self, entering: bool) -> None:
        return

    def sleep(self, seconds: float, real_sleep: Callable[[float], None]) -> None:
        real_sleep(seconds)


class TurnSelector(selectors.DefaultSelector):
    """The event loop's selector, which tells the pace when the loop is about to sleep."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return self._pace.select(super().select, timeout)
