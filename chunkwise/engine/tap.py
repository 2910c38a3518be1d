"""Taps on what passes between a server and its application, whether the server has sockets or none.

The first is a plain ASGI middleware around the whole application. A second, smaller one on the transport counts the
bytes of each write, so that a client in lock-step knows what to wait for.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from chunkwise.engine.event_log import Log
from chunkwise.engine.frames import exchange_now
from chunkwise.engine.scheduler import Pace
from chunkwise.errors import LimitError
from chunkwise.events import AsgiEvent, Blob
from chunkwise.values import exception


class Tap:
    """Logs what the server and the application tell each other (ASGI specification, HTTP and WebSocket format)."""

    def __init__(self, app: Any, log: Log, pace: Pace, byte_limit: int) -> None:
        self.app = app
        self.log = log
        self.pace = pace
        self.errors: list[BaseException] = []
        self._bytes_left = byte_limit
        self._byte_limit = byte_limit

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            try:
                await self.app(scope, receive, send)
            except BaseException as error:
                self.errors.append(error)
                raise
            return
        port = scope["client"][1]
        exchange = self.pace.connection(port).exchange
        exchange_now.set(exchange)
        self._say(exchange, "scope", type=scope["type"], method=scope["method"], path=scope["path"])

        async def tapped_receive() -> Any:
            message = await receive()
            self._say(exchange, "receive", **_told(message))
            return message

        async def tapped_send(message: Any) -> None:
            self._count(len(message.get("body", b"")))
            self._say(exchange, "send", **_told(message))
            await send(message)
            await self.pace.sent(port)

        try:
            await self.app(scope, tapped_receive, tapped_send)
        except BaseException as error:
            self.errors.append(error)
            self._say(exchange, "error", error=exception(error))
            raise
        else:
            self._say(exchange, "done")
        finally:
            self.pace.running.discard(exchange)

    def _say(self, exchange: int, kind: Any, **details: Any) -> None:
        self.log.add(AsgiEvent(lane="asgi", kind=kind, exchange=exchange, **details))

    def _count(self, size: int) -> None:
        self._bytes_left -= size
        if self._bytes_left < 0:
            self.log.give_up(
                LimitError(
                    f"the response has more than {self._byte_limit} bytes",
                    hint="Send less, let the client hang up sooner, or raise limits.bytes in scenario.toml.",
                )
            )


def _told(message: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"type": message["type"]}
    if "status" in message:
        told["status"] = message["status"]
        told["headers"] = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in message.get("headers", ()))
    if message["type"] in ("http.response.body", "http.request"):
        told["body"] = Blob.of(bytes(message.get("body", b"")))
        told["more_body"] = message.get("more_body", False)
    return told


class CountedTransport:
    """A transport that notes the size of each write before it passes it on."""

    def __init__(self, transport: asyncio.Transport, writes: Any) -> None:
        self._transport = transport
        self._writes = writes

    def write(self, data: bytes) -> None:
        if data and not self._transport.is_closing():
            self._writes.append(len(data))
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def tapped_protocol(pace: Pace, loop: asyncio.AbstractEventLoop) -> type[H11Protocol]:
    """Return Uvicorn's protocol with a counted transport; it tells ``pace`` when a connection begins and is lost."""

    class TappedProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            self.port = transport.get_extra_info("peername")[1]
            connection = pace.connection(self.port)
            connection.transport = transport
            super().connection_made(CountedTransport(transport, connection.writes))  # type: ignore[arg-type]

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            # The socket is closed right after this call returns; only then can a client see it.
            loop.call_soon(pace.lost, self.port)

    return TappedProtocol
