"""Pace of a run under test: the client has read each message before the application goes on, so that order is sure.

On a real network nobody waits like that. But whether a client's thread has run already says nothing of the program,
and a test that depends on it fails now and then. The wait is without an ``await``: it gives the event loop no chance to
do anything that it would not do otherwise.
"""

from __future__ import annotations

import select
import time

from chunkwise.engine.sockets import READ_SIZE, Readable, Socket
from chunkwise.recording.freerun import FreeRun

LONGEST = 0.05
"""Seconds that a message waits at most."""

MISSES = 3
"""Messages that may have waited so long in vain; after them none waits."""

PACED = 1_000
"""How many messages wait: of a longer stream a test asks for the beginning or the end."""

GLANCE = 0.0001


class Paced(FreeRun):
    """A free run in which the server waits for its client, as long as that is quick."""

    def __init__(self) -> None:
        super().__init__()
        self._found_nothing = 0
        """How often a client has looked and there was nothing to read."""
        self._awaited = False
        self._missed = self._waited = 0

    def readable(self, connection: Socket) -> Readable | None:
        if select.select([connection], [], [], 0)[0]:
            return Readable(READ_SIZE)
        self._found_nothing += 1
        return None if self._awaited else super().readable(connection)

    async def sent(self, port: int) -> None:
        if self._missed >= MISSES or self._waited >= PACED:
            return
        self._waited += 1
        self._awaited = True
        # The first time may have begun before the message was there; the second has seen it, and what followed of it.
        enough, until = self._found_nothing + 2, time.monotonic() + LONGEST
        while self._found_nothing < enough and not all(client.done for client in self.clients):
            if time.monotonic() > until:
                self._missed += 1
                break
            time.sleep(GLANCE)
        self._awaited = False
