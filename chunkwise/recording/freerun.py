"""Everybody at their own pace, because what takes time can only be shown in time."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

from chunkwise.engine.client import READ_SIZE, Goal, Readable, ScriptedClient, Socket
from chunkwise.engine.scheduler import Pace, Ready, Wait


class FreeRun(Pace):
    """Nobody waits for anybody; each client has a thread of its own."""

    def begin(self) -> None:
        for client in self.clients:
            threading.Thread(target=self._drive, args=(client,), daemon=True).start()

    def _drive(self, client: ScriptedClient) -> None:
        while not client.done:
            if not client.turn():
                time.sleep(0.0005)

    async def sent(self, port: int) -> None:
        return

    async def tick(self, main_loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        await main_loop()

    def lost(self, port: int) -> None:
        self.connection(port).lost = True

    def hung_up(self, port: int) -> None:
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
        if self.at_end() and not self.has_tasks():
            self.finish()
        return wait(timeout if timeout is None else min(timeout, 0.05))

    def sleep(self, seconds: float, real_sleep: Callable[[float], None]) -> None:
        real_sleep(seconds)
