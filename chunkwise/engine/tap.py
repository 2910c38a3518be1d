"""Taps on what passes between a server and its application, whether the server has sockets or none.

The first is a plain ASGI middleware around the whole application. A second, smaller one on the transport counts the
bytes of each write, so that a client in lock-step knows what to wait for.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextvars import Context
from types import FrameType
from typing import Any

from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from chunkwise.engine.event_log import Log
from chunkwise.engine.frames import Frames, exchange_now
from chunkwise.engine.jobs import Job
from chunkwise.engine.scheduler import Scheduler
from chunkwise.errors import LimitError
from chunkwise.events import AsgiEvent, Blob, CodeEvent
from chunkwise.messages import BYTES, header, text
from chunkwise.values import exception


class Tap:
    """Logs what the server and the application tell each other (ASGI specification, HTTP and WebSocket format)."""

    hint = "Make it send less, let the client hang up sooner, or raise limits.bytes in scenario.toml."
    """What to do about a response that has too many bytes."""

    def __init__(self, app: Any, log: Log, scheduler: Scheduler, byte_limit: int) -> None:
        self.app = app
        self.behind: Callable[[FrameType], int | None] = lambda caller: None
        """Returns the place of the event that made the application send a message; see :meth:`Frames.behind`."""
        self.log = log
        self.scheduler = scheduler
        self.errors: list[BaseException] = []
        self.declared: dict[int, int | None] = {}
        """The status that the route of each exchange says that it answers, if it is one of FastAPI's that does."""
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
        exchange = self.scheduler.connection(port).exchange
        exchange_now.set(exchange)
        asked = self.log.marks.get(("up", exchange))
        refused: list[int] = []
        self._say(exchange, "scope", asked, type=scope["type"], method=scope["method"], path=scope["path"])

        async def tapped_receive() -> Any:
            message = await receive()
            left = message.get("type") == "http.disconnect"
            self._say(exchange, "receive", self.log.marks.get(("hang up" if left else "up", exchange)), **told(message))
            return message

        async def tapped_send(message: Any) -> None:
            body = message.get("body", b"")
            size = len(body) if isinstance(body, BYTES) else 0
            self._count(size)
            if self.leaves_out(exchange, message, size):
                await send(message)
                return
            place = self._say(exchange, "send", self.behind(sys._getframe(1)), **told(message))
            connection = self.scheduler.connection(port)
            connection.sending = place
            try:
                await send(message)
            except BaseException:
                refused.append(place)
                raise
            finally:
                connection.sending = None
            await self.scheduler.sent(port)

        try:
            await self.app(scope, tapped_receive, tapped_send)
        except BaseException as error:
            self.errors.append(error)
            led = refused[-1] if refused else self.log.last_line(exchange)
            self._say(exchange, "error", led, error=exception(error))
            raise
        else:
            self._say(exchange, "done", self.log.left(self.log.task()))
        finally:
            self.declared[exchange] = getattr(scope.get("route"), "status_code", None)
            self.scheduler.running.discard(exchange)

    @property
    def has_lifespan(self) -> bool:
        """Whether the program ran something of its own around all requests, which then has an end as well."""
        return any(isinstance(event, CodeEvent) and event.role == "lifespan" for event in self.log.events)

    def leaves_out(self, exchange: int, message: Any, size: int) -> bool:
        """Say whether a message is passed on without an event."""
        return False

    def _say(self, exchange: int, kind: Any, cause: int | None, **details: Any) -> int:
        place = self.log.add(AsgiEvent(lane="asgi", kind=kind, exchange=exchange, cause=cause, **details))
        self.log.recent[self.log.task()] = place
        return place

    def _count(self, size: int) -> None:
        self._bytes_left -= size
        if self._bytes_left < 0:
            self.log.give_up(
                LimitError(
                    f"the response has more than {self._byte_limit} bytes",
                    hint=self.hint,
                )
            )


ENDS = frozenset({Tap.__call__.__code__, Job.run.__code__})
"""Where the stack of what a frame was called by ends: above it there is the server, or a thread."""


def belongs_to_none(context: Context) -> bool:
    """Say whether what runs in a context serves no exchange."""
    return not context.get(exchange_now, 0)


def follow(frames: Frames, tap: Tap, scheduler: Scheduler) -> None:
    """Let taps and jobs ask the tracer who is behind what they see."""
    tap.behind = frames.behind
    # Two frames lie between: the scheduler's own, and the function that stands in for the library's.
    scheduler.origin_here = lambda: frames.handed_over(sys._getframe(2))


def told(message: Any) -> dict[str, Any]:
    """Return what an event keeps of a message, whatever is in it: a tap must not fail where the server does not."""
    kept: dict[str, Any] = {"type": text(message.get("type", ""))}
    if isinstance(message.get("status"), int):
        kept["status"] = message["status"]
        kept["headers"] = tuple(header(one) for one in message.get("headers") or ())
    if kept["type"] in ("http.response.body", "http.request"):
        body = message.get("body", b"")
        kept["body"] = Blob.of(bytes(body) if isinstance(body, bytes | bytearray | memoryview) else text(body).encode())
        kept["more_body"] = bool(message.get("more_body", False))
    return kept


class CountedTransport:
    """A transport that tells ``wrote`` the size of each write before it passes it on."""

    def __init__(self, transport: asyncio.Transport, wrote: Callable[[int], None]) -> None:
        self._transport = transport
        self._wrote = wrote

    def write(self, data: bytes) -> None:
        if data and not self._transport.is_closing():
            self._wrote(len(data))
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


# The names of RFC 9110, which Python took over in 3.13: a recording is the same on each version.
STATUS_PHRASES.update(
    {413: b"Content Too Large", 414: b"URI Too Long", 416: b"Range Not Satisfiable", 422: b"Unprocessable Content"}
)


def tapped_protocol(scheduler: Scheduler, loop: asyncio.AbstractEventLoop) -> type[H11Protocol]:
    """Return Uvicorn's protocol with a counted transport; it tells ``pace`` when a connection begins and is lost."""

    class TappedProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            self.port = transport.get_extra_info("peername")[1]
            connection = scheduler.connection(self.port)
            connection.transport = transport
            counted = CountedTransport(transport, lambda size: connection.writes.append((size, connection.sending)))
            super().connection_made(counted)  # type: ignore[arg-type]

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            # The socket is closed right after this call returns; only then can a client see it.
            loop.call_soon(scheduler.lost, self.port)

    return TappedProtocol
