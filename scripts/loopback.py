"""HTTP server on loopback with room for a browser's connections, because Python's own has room for five at a time.

What comes beyond them on a busy machine is dropped by the kernel and sent again 1, 2, 4, ... seconds later: a page
takes half a minute to load, for no reason that anybody can see.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LoopbackServer(ThreadingHTTPServer):
    """Listens from the moment that it is made, on a free port where none is named.

    Raises:
        OSError: The port is in use.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, handler: Callable[..., BaseHTTPRequestHandler], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Print what went wrong, but not that a browser left, as it does when it moves to another page."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]
