"""Everybody at their own pace, because what takes time can only be shown in time."""

from __future__ import annotations

import asyncio
import select
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

from chunkwise.engine.client import Goal, ScriptedClient
from chunkwise.engine.scheduler import Ready, Scheduler, Wait
from chunkwise.engine.sockets import READ_SIZE, Readable, Socket


class FreeRun(Scheduler):
    """Nobody waits for anybody; each client has a thread of its own."""

    def begin(self) -> None:
        super().begin()
        for client in self.clients:
            threading.Thread(target=self._drive, args=(client,), daemon=True).start()

    def _drive(self, client: ScriptedClient) -> None:
        while not client.done:
            if not client.turn():
                time.sleep(0.0005)

    async def sent(self, port: int) -> None:
        return

    async def tick(self, main_loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._over = asyncio.Event()
        running = asyncio.ensure_future(main_loop())
        await self._over.wait()
        running.cancel()

    def end(self) -> None:
        self._over.set()

    def lost(self, port: int) -> None:
        self.connection(port).lost = True

    def hung_up(self, port: int) -> None:
        return

    def sent_more(self, port: int) -> None:
        return

    def is_settled(self) -> bool:
        return True

    def has_noticed(self, port: int) -> bool:
        return True

    def readable(self, connection: Socket) -> Readable | None:
        ready, _, _ = select.select([connection], [], [], 0.002)
        return Readable(READ_SIZE) if ready else None

    def has_read(self, connection: Socket) -> None:
        return

    def pause_goal(self, seconds: float) -> Goal:
        until = time.monotonic() + seconds
        return lambda: time.monotonic() >= until

    def is_quiet(self) -> bool:
        return not self.running and not self.jobs

    def select(self, wait: Wait, timeout: float | None) -> Ready:
        if self.at_end() and not self.has_tasks() and self.finish():
            return wait(0)
        return wait(timeout if timeout is None else min(timeout, 0.05))

    def sleep(self, seconds: float, real_sleep: Callable[[float], None]) -> None:
        real_sleep(seconds)
