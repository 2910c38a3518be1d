"""Relay between a proxy and the server behind it: the fifth lane, seen without changing a byte.

It passes on whatever comes, in both directions, and closes its side when the other one is closed.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass, field

from chunkwise.conditions.processes import HOST

READ = 65536


@dataclass
class UpstreamSide:
    """What passed between a proxy and its server. Times are of the monotonic clock, in nanoseconds."""

    asked: bytes = b""
    """The first bytes that the proxy sent, which hold its request line."""
    answers: list[tuple[int, int]] = field(default_factory=list)
    """When the server sent how many bytes."""
    left: int | None = None
    """When the proxy closed its side."""
    closed: int | None = None
    """When the server closed its side."""

    def forget(self) -> None:
        """Begin anew: what came until now was somebody who looked whether the proxy listens."""
        self.asked, self.answers, self.left, self.closed = b"", [], None, None

    @property
    def version(self) -> str:
        """The version of HTTP that the proxy asks with."""
        return self.asked.partition(b"\r\n")[0].rpartition(b" ")[2].decode("latin-1")


class Relay:
    """A listening socket whose connections lead to ``port``. Only the last connection that carried bytes is kept."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.side = UpstreamSide()
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                proxy, _ = self._listener.accept()
                server = socket.create_connection((HOST, self._to), 5)
                server.settimeout(None)
                for one in (proxy, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open += [proxy, server]
                threading.Thread(target=self._ask, args=(proxy, server), daemon=True).start()
                threading.Thread(target=self._answer, args=(server, proxy), daemon=True).start()

    def _ask(self, proxy: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := proxy.recv(READ):
                self.side.asked += data if len(self.side.asked) < READ else b""
                server.sendall(data)
        self.side.left = self.side.left or time.monotonic_ns()
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _answer(self, server: socket.socket, proxy: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(READ):
                self.side.answers.append((time.monotonic_ns(), len(data)))
                if not _taken(proxy, data):
                    _reset(server)
                    return
        self.side.closed = self.side.closed or time.monotonic_ns()
        with contextlib.suppress(OSError):
            proxy.shutdown(socket.SHUT_WR)


def _taken(proxy: socket.socket, data: bytes) -> bool:
    """Send to the proxy; return whether it took all of it."""
    try:
        proxy.sendall(data)
    except OSError:
        return False
    return True


def _reset(server: socket.socket) -> None:
    """Close with a reset, as the proxy did: a server that waits for room in a socket's buffer notices nothing else."""
    server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        server.shutdown(socket.SHUT_RD)  # which also ends the other thread's wait for it
    server.close()
