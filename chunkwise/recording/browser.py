"""Browser as the client of a run: what its requests are on the server's connections, and what its script says.

The page's own view of a response can't be seen from outside. So the client's lane has what the script logs, and the
bytes are those that the server reads and writes. The browser is in another process; see ``browser_host``.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from chunkwise.engine.client import DATE, SAME_DATE, ScriptedClient
from chunkwise.engine.event_log import Log
from chunkwise.engine.scheduler import Scheduler
from chunkwise.errors import RecordingError
from chunkwise.events import Blob, ClientEvent, ClientKind, Event, WireEvent
from chunkwise.examples.scenario import Client

HEAD = 4096
"""Bytes of a request that are kept: what a browser adds to it is longer than what is kept of other messages."""

REMEMBERED = ("cookie", "last-event-id")


class BrowserClient(ScriptedClient):
    """A page of a browser, which has as many connections as it likes.

    Args:
        script: The text of the page's script.
        host: The port of the process that has the browser.
        address: Where the run's server is.
    """

    def __init__(
        self, client: Client, log: Log, scheduler: Scheduler, *, script: str, host: int, address: tuple[str, int]
    ) -> None:
        super().__init__(client, log, scheduler, socket.socket)
        self._failed: RecordingError | None = None
        self._logged: float | None = None
        """When the last line was logged, in milliseconds of the log."""
        self._script = script
        self._host = host
        self._address = "http://{}:{}/".format(*address)
        self._lines: Any = None

    def turn(self) -> bool:
        """Wait for the next that the page says; a free run gives each client a thread of its own."""
        if self._lines is None:
            self._begin()
        line = self._lines.readline()
        said: dict[str, Any] = json.loads(line) if line else {"error": "the browser is gone", "line": None}
        if "log" in said:
            line = ClientEvent(lane="client", kind="log", client=self.name, data=Blob.of(str(said["log"]).encode()))
            self._place(line, time.time() - said["at"])
        elif "error" in said:
            hint = "Mend the script, or catch what is raised and log it."
            self._failed = RecordingError(f"the page's script failed: {said['error']}", line=said["line"], hint=hint)
        self.done = bool(said.get("done") or self._failed)
        return True

    def _place(self, event: ClientEvent, ago: float) -> None:
        """Take note of an event that happened some time ago; ``in_order`` moves it to where it belongs.

        The two clocks are read one after the other, and a busy machine may do something else between them: lines that
        were logged in the same millisecond would change places.
        """
        place = self._log.add(event)
        now = self._log.events[place].at or 0.0
        self._logged = round(max(self._logged or 0.0, now - max(0.0, ago) * 1000), 3)
        self._log.events[place] = event.model_copy(update={"at": self._logged})

    def failure(self) -> RecordingError | None:
        """Return why nothing can be shown of what the page saw, if so."""
        if self._failed is None and self._logged is None:
            hint = "Log what it sees with console.log(): the page's view is known from nothing else."
            return RecordingError("the page's script logs nothing", hint=hint)
        return self._failed

    def _begin(self) -> None:
        connection = socket.create_connection(("127.0.0.1", self._host))
        job = {"address": self._address, "script": self._script}
        connection.sendall(json.dumps(job).encode() + b"\n")
        self._lines = connection.makefile("r", encoding="utf-8")

    def asks(self, port: int, data: bytes, *, new: bool) -> None:
        """Take note of the bytes of a request, or of another part of one."""
        if new:
            exchange = self._scheduler.new_exchange(port)
            method, _, rest = data.decode("latin-1").partition(" ")
            path = rest.partition(" ")[0]
            asked = self._tell("request", exchange, method=method, path=path, headers=remembered(rest))
        else:
            exchange, asked = self._scheduler.connection(port).exchange, None
        kept = Blob(size=len(data), text=data[:HEAD].decode("latin-1"))
        self._log.marks["up", exchange] = self._cross("up", exchange, kept, asked)

    def gets(self, port: int, data: bytes) -> None:
        """Take note of the bytes that the server writes to one of the browser's connections."""
        connection = self._scheduler.connection(port)
        self._cross("down", connection.exchange, Blob.of(DATE.sub(SAME_DATE, data)), connection.sending)

    def leaves(self, port: int) -> None:
        """Take note that the browser has closed a connection whose response was not over."""
        exchange = self._scheduler.connection(port).exchange
        self._log.marks["hang up", exchange] = self._tell("hang up", exchange)

    def _cross(self, kind: Any, exchange: int, data: Blob, cause: int | None) -> int:
        return self._log.add(
            WireEvent(lane="wire", kind=kind, client=self.name, exchange=exchange, data=data, cause=cause)
        )

    def _tell(self, kind: ClientKind, exchange: int, **details: Any) -> int:
        return self._log.add(ClientEvent(lane="client", kind=kind, client=self.name, exchange=exchange, **details))


def remembered(head: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request that a browser takes from what it has read before."""
    fields = (line.partition(": ") for line in head.partition("\r\n\r\n")[0].split("\r\n"))
    return tuple((name, value) for name, _, value in fields if name.lower() in REMEMBERED)


def in_order(events: Sequence[Event]) -> tuple[Event, ...]:
    """Put what a script logs to where it was logged: it is heard of some milliseconds later."""
    places = sorted(range(len(events)), key=lambda place: events[place].at or 0.0)
    now_at = {before: now for now, before in enumerate(places)}
    moved = (events[place] for place in places)
    return tuple(one if one.cause is None else one.model_copy(update={"cause": now_at[one.cause]}) for one in moved)


class _Told:
    """A transport whose writes are told of."""

    def __init__(self, transport: asyncio.Transport, browser: BrowserClient, port: int) -> None:
        self._transport = transport
        self._browser = browser
        self._port = port

    def write(self, data: bytes) -> None:
        if data and not self._transport.is_closing():
            self._browser.gets(self._port, bytes(data))
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def told_protocol(base: type[H11Protocol], browser: BrowserClient) -> type[H11Protocol]:
    """Return the server's protocol, which tells ``browser`` what passes on each of its connections."""

    class ToldProtocol(base):  # type: ignore[misc, valid-type]
        _answered = True

        def connection_made(self, transport: asyncio.Transport) -> None:
            self._at = transport.get_extra_info("peername")[1]
            super().connection_made(_Told(transport, browser, self._at))

        def data_received(self, data: bytes) -> None:
            browser.asks(self._at, data, new=self._answered)
            self._answered = False
            super().data_received(data)

        def on_response_complete(self) -> None:
            self._answered = True
            super().on_response_complete()

        def eof_received(self) -> None:
            self._leaves()
            super().eof_received()

        def connection_lost(self, exc: Exception | None) -> None:
            if exc is not None:
                self._leaves()
            super().connection_lost(exc)

        def _leaves(self) -> None:
            if not self._answered:
                browser.leaves(self._at)
            self._answered = True

    return ToldProtocol
