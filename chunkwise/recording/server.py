"""A real Uvicorn on loopback, with taps on what passes between it and the application."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable

import uvicorn

from chunkwise.engine.lockstep import LockStep
from chunkwise.engine.scheduler import PATIENCE
from chunkwise.engine.tap import Tap, tapped_protocol
from chunkwise.recording.browser import BrowserClient, told_protocol
from chunkwise.recording.freerun import FreeRun

HOST = "127.0.0.1"


def serve(
    app: Tap,
    listener: socket.socket,
    scheduler: LockStep | FreeRun,
    loop: asyncio.AbstractEventLoop,
    before: Callable[[], Awaitable[None]],
    browser: BrowserClient | None = None,
) -> None:
    """Serve ``app`` on ``listener`` until the scheduler finishes the run; ``before`` comes before the clients."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            await before()
            scheduler.begin()

        async def main_loop(self) -> None:
            await self.on_tick(0)
            await scheduler.tick(super().main_loop)

    scheduler.adopt(loop)
    scheduler.listener = listener.fileno()
    # Nobody reads the log, and the traceback of an exception takes longer to write than the run.
    logging.getLogger("uvicorn.error").disabled = True
    http = tapped_protocol(scheduler, loop)
    if browser is not None:
        http = told_protocol(http, browser)
    config = uvicorn.Config(app, http=http, ws="none", log_config=None, access_log=False)
    loop.run_until_complete(Server(config).serve([listener]))


def listen(send_buffer: int | None) -> socket.socket:
    """Open a listening socket on a free loopback port; accepted sockets take its buffer size over."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if send_buffer:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    listener.bind((HOST, 0))
    listener.listen()
    return listener


def connect(listener: socket.socket, receive_buffer: int | None) -> socket.socket:
    """Open a connection to ``listener``, as a client that never waits longer than its patience lasts."""
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(PATIENCE)
    connection.connect(listener.getsockname())
    return connection
