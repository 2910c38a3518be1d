"""The upstream's server: a second Uvicorn, which plays what the program asks of another machine.

In lock-step it shares the program's event loop, so that its pauses are virtual and its order is the same each time. In
a free run it has a thread and a loop of its own: a program that blocks its loop must not stop the upstream as well.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading

import uvicorn

from chunkwise.engine.upstream import Upstream


async def serve_upstream(upstream: Upstream, listener: socket.socket) -> None:
    """Begin to serve; the server ends with the process."""
    logging.getLogger("uvicorn.error").disabled = True
    config = uvicorn.Config(
        upstream, http=upstream.protocol(), ws="none", lifespan="off", log_config=None, access_log=False
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup([listener])
    await server.on_tick(0)


def serve_in_thread(upstream: Upstream, listener: socket.socket) -> None:
    """Serve in a thread of its own, and return when the server listens."""
    ready = threading.Event()

    async def serve() -> None:
        await serve_upstream(upstream, listener)
        ready.set()
        await asyncio.Event().wait()

    threading.Thread(target=asyncio.run, args=(serve(),), daemon=True).start()
    ready.wait()
