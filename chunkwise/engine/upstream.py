"""The upstream's lane: what the program asks of another server, what it gets, and when it lets go of the answer.

The upstream is a second program of the example. It is served on loopback by a Uvicorn of its own, so that the program
asks it as it would ask any other, through the library that it is about. Only what that server sees is logged; the
upstream's own lines are not the lesson.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from chunkwise.engine.event_log import Log
from chunkwise.engine.frames import exchange_now
from chunkwise.engine.tap import CountedTransport
from chunkwise.errors import RecordingError
from chunkwise.events import Blob, UpstreamEvent, UpstreamKind
from chunkwise.values import exception

TCP_INFO = getattr(socket, "TCP_INFO", None)
RECEIVED = struct.Struct("Q")
RECEIVED_AT = 128
"""Where Linux's ``struct tcp_info`` has ``tcpi_bytes_received``, since version 4.1 (include/uapi/linux/tcp.h)."""


def load_upstream(file: Path, source: str) -> Any:
    """Run ``source`` as the program ``file``, and return its application.

    Raises:
        RecordingError: It cannot be imported, or has no application called ``app``.
    """
    module = ModuleType("upstream")
    module.__file__ = str(file)
    try:
        exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)
    except BaseException as error:
        line = getattr(error, "lineno", None)
        what = f"importing the upstream raised {exception(error)}"
        raise RecordingError(what, file=file, line=line, hint="Correct it until it can be imported.") from None
    if not callable(app := module.__dict__.get("app")):
        raise RecordingError(
            "the upstream has no application called app", file=file, line=1, hint="Write app = FastAPI()."
        )
    return app


@dataclass
class Line:
    """One connection of the program's to the upstream, by its two ends."""

    exchange: int = 0
    """Whose request the program was serving when it opened the connection; 0 where that is not known."""
    asking: asyncio.Transport | None = None
    serving: asyncio.Transport | None = None
    written: int = 0
    """Bytes that the upstream's server has written."""
    lost: bool = False
    closed: Callable[[], None] = lambda: None
    """Says that the connection was closed before the answer was complete."""

    def wrote(self, size: int) -> None:
        self.written += size

    def in_flight(self) -> bool:
        """Say whether one end has done something that the other's kernel has not been told of yet."""
        if self.asking is None:
            return False
        end = self.asking.get_extra_info("socket")
        if end.fileno() < 0:
            return not self.lost
        if self.serving is None:
            return True
        # A full buffer waits for the program to read, and not for the kernel.
        if TCP_INFO is None or self.serving.get_write_buffer_size():
            return False
        info = end.getsockopt(socket.IPPROTO_TCP, TCP_INFO, 256)
        return bool(RECEIVED.unpack_from(info, RECEIVED_AT)[0] < self.written)


class Upstream:
    """An application that logs what its server and the program tell each other.

    Args:
        app: The upstream's own application (ASGI specification, HTTP format).
    """

    def __init__(self, app: Any, log: Log) -> None:
        self.app = app
        self.running: set[int] = set()
        """Requests whose answers are neither complete nor given up."""
        self._log = log
        self._requests = 0
        self._lines: dict[int, Line] = {}
        """By the port of the program's end."""

    def line(self, port: int) -> Line:
        return self._lines.setdefault(port, Line())

    def in_flight(self) -> bool:
        return any(line.in_flight() for line in self._lines.values())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        line = self.line(scope["client"][1])
        self._requests += 1
        number, exchange = self._requests, line.exchange
        # A connection that is used again may serve another request than the one that it was opened for.
        line.exchange = 0
        self.running.add(number)

        def say(kind: UpstreamKind, **details: Any) -> None:
            self._log.add(UpstreamEvent(lane="upstream", kind=kind, request=number, exchange=exchange, **details))

        def over(kind: UpstreamKind) -> None:
            if number in self.running:
                self.running.discard(number)
                say(kind)

        line.closed = lambda: over("closed")
        say("request", method=scope["method"], path=scope["path"])

        async def tapped_send(message: Any) -> None:
            if number in self.running:
                if message["type"] == "http.response.start":
                    say("headers", status=message["status"])
                if message.get("body"):
                    say("piece", data=Blob.of(bytes(message["body"])))
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    over("finished")
            await send(message)

        try:
            await self.app(scope, receive, tapped_send)
        finally:
            over("cut short")

    def follow(self, loop: asyncio.AbstractEventLoop, address: Any) -> None:
        """Take note of each connection to ``address`` that is opened on ``loop``, and of whose request it is for."""
        connect = loop.create_connection

        async def create_connection(*args: Any, **options: Any) -> Any:
            transport, protocol = await connect(*args, **options)
            if transport.get_extra_info("peername") == address:
                line = self.line(transport.get_extra_info("sockname")[1])
                line.asking, line.exchange = transport, exchange_now.get(0)
            return transport, protocol

        loop.create_connection = create_connection  # type: ignore[method-assign]

    def protocol(self) -> type[H11Protocol]:
        """Return Uvicorn's protocol, which tells when a connection begins, is written to and is lost."""
        upstream = self

        class UpstreamProtocol(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                self.line = upstream.line(transport.get_extra_info("peername")[1])
                self.line.serving = transport
                super().connection_made(CountedTransport(transport, self.line.wrote))  # type: ignore[arg-type]

            def connection_lost(self, exc: Exception | None) -> None:
                self.line.lost = True
                self.line.closed()
                super().connection_lost(exc)

        return UpstreamProtocol
