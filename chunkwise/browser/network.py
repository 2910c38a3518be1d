"""Connections in memory, which behave as those of the loopback interface do, as far as a recording can tell.

Bytes that one end writes can be read at the other. What happened is reported to the event loop in the way a selector
reports it, so that the server takes as many turns of the loop to notice it as on a real socket.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from selectors import EVENT_READ, SelectorKey
from typing import Any

from chunkwise.engine.scheduler import Ready

HOST = "127.0.0.1"
PORT = 8000
"""The server's, and the number under which its listening is known."""

FIRST_CLIENT_PORT = 50_001
READ_SIZE = 256 * 1024
"""As much as asyncio reads at once."""


class Network:
    """All connections of a run. ``listen`` says what serves them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.lines: list[Line] = []
        self._waiting: list[Line] = []
        self._serve: Callable[[], asyncio.Protocol] | None = None

    def listen(self, serve: Callable[[], asyncio.Protocol]) -> None:
        self._serve = serve

    def connect(self) -> ClientEnd:
        """Open a connection, which the server accepts when it comes to it."""
        line = Line(self, FIRST_CLIENT_PORT + len(self.lines))
        self.lines.append(line)
        self._waiting.append(line)
        return ClientEnd(line)

    def arrived(self) -> Ready:
        """Return what a selector would: what can be accepted, and where there is something to read."""
        ready = [(SelectorKey(PORT, PORT, EVENT_READ, self._accept), EVENT_READ)] if self._waiting else []
        for line in self.lines:
            if line.is_open and (line.up or line.hung_up):
                ready.append((SelectorKey(line.port, line.port, EVENT_READ, line.read), EVENT_READ))
        return ready

    def _accept(self) -> None:
        assert self._serve is not None
        waiting, self._waiting = self._waiting, []
        for line in waiting:
            # asyncio takes a turn of the loop to make a transport, and one more to tell the protocol of it.
            self.loop.call_soon(self.loop.call_soon, line.open, self._serve())


class Line:
    """One connection: the bytes that are on their way, and what each end has done."""

    def __init__(self, network: Network, port: int) -> None:
        self.loop = network.loop
        self.port = port
        self.up = bytearray()
        self.down = bytearray()
        self.hung_up = False
        self.reset = False
        self.is_open = False

    def open(self, protocol: asyncio.Protocol) -> None:
        self.protocol = protocol
        self.transport = MemoryTransport(self)
        protocol.connection_made(self.transport)
        self.resume()

    def resume(self) -> None:
        self.is_open = not self.transport.is_closing()

    def read(self) -> None:
        if self.up:
            data = bytes(self.up[:READ_SIZE])
            del self.up[:READ_SIZE]
            self.protocol.data_received(data)
        elif self.reset:
            self.transport.end(ConnectionResetError(104, "Connection reset by peer"))
        elif not self.protocol.eof_received():
            self.transport.close()

    # What Uvicorn asks of a server's socket.
    def fileno(self) -> int:
        return self.port

    def getpeername(self) -> tuple[str, int]:
        return HOST, self.port

    def getsockname(self) -> tuple[str, int]:
        return HOST, PORT


class MemoryTransport(asyncio.Transport):
    """The server's end."""

    def __init__(self, line: Line) -> None:
        super().__init__({"socket": line, "peername": line.getpeername(), "sockname": line.getsockname()})
        self._line = line
        self._closing = False

    def write(self, data: Any) -> None:
        if not self._closing and not self._line.hung_up:
            self._line.down += data

    def close(self) -> None:
        self.end(None)

    def abort(self) -> None:
        self.end(None)

    def end(self, error: Exception | None) -> None:
        if not self._closing:
            self._closing = True
            self._line.is_open = False
            self._line.loop.call_soon(self._line.protocol.connection_lost, error)

    def is_closing(self) -> bool:
        return self._closing

    def pause_reading(self) -> None:
        self._line.is_open = False

    def resume_reading(self) -> None:
        self._line.resume()

    def get_write_buffer_size(self) -> int:
        """Nothing: what is written has crossed. How much a kernel would hold back is not ours to say."""
        return 0


class ClientEnd:
    """The client's end, as a socket."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def getsockname(self) -> tuple[str, int]:
        return self._line.getpeername()

    def fileno(self) -> int:
        return self._line.port

    def settimeout(self, seconds: float, /) -> None:
        """Nothing is waited for here: bytes are there or are not."""

    def sendall(self, data: bytes, /) -> None:
        self._line.up += data

    def recv(self, size: int, /) -> bytes:
        if not self._line.down:
            raise BlockingIOError
        data = bytes(self._line.down[:size])
        del self._line.down[:size]
        return data

    def close(self) -> None:
        self._line.hung_up = True
        self._line.reset = bool(self._line.down)
