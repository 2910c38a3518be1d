"""An event loop that runs inside another one, turn by turn, because a page's own loop can be neither run nor stopped.

It has asyncio's queue and timers, and so its order. It never waits: when nothing can move, it asks what to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace

from chunkwise.engine.scheduler import Ready

TURNS = 20
"""How often what still runs at the end gets to do something about it."""


class InnerLoop(asyncio.BaseEventLoop):
    """asyncio's loop without a selector; ``select`` stands in for its wait, as in ``Pace``."""

    def __init__(self, select: Callable[[float | None], Ready]) -> None:
        super().__init__()
        self._selector = SimpleNamespace(select=select)

    def _process_events(self, ready: Ready) -> None:
        for key, _ in ready:
            self.call_soon(key.data)

    def _write_to_self(self) -> None:
        """Nobody else could wake it: there are no other threads."""

    async def run(self, task: Callable[[], object] | None = None) -> None:
        """Let it run until it is stopped, or do ``task`` with it. Awaited in another loop."""
        outer = asyncio.get_running_loop()
        done: asyncio.Future[None] = outer.create_future()
        # In a callback of its own: a task's step cannot run inside the step of another loop's task.
        outer.call_soon(self._apart, outer, task or self.run_forever, done)
        await done

    def _apart(self, outer: asyncio.AbstractEventLoop, task: Callable[[], object], done: asyncio.Future[None]) -> None:
        asyncio._set_running_loop(None)
        try:
            task()
        except BaseException as error:
            done.set_exception(error)
        else:
            done.set_result(None)
        finally:
            asyncio._set_running_loop(outer)

    def clear(self) -> None:
        """End what still runs, as far as it lets itself be ended, and close. A task for ``run``."""
        self._selector.select = lambda timeout: []
        self.set_exception_handler(lambda loop, context: None)
        for task in asyncio.all_tasks(self):
            task.cancel()
        self._turns()
        self.create_task(self.shutdown_asyncgens())
        self._turns()
        self.close()

    def _turns(self) -> None:
        for _ in range(TURNS):
            self.call_soon(self.stop)
            with suppress(BaseException):  # of a program that is over already
                self.run_forever()
