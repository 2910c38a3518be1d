"""A run inside a page: what records examples here runs there, where there are no sockets, threads or processes.

The application, Uvicorn's protocol, the taps, the scheduler, the clients, the tracer and the views are the
recorder's own. What a browser lacks is replaced: the operating system's sockets (``network``) and the event
loop's wait (``loop``).
"""

from __future__ import annotations

from chunkwise.browser import uvicorn_parts

uvicorn_parts.complete()
