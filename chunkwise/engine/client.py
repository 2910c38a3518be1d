"""The scripted client: a socket, a real HTTP parser, and no will of its own.

It sends, reads, waits, stops reading and hangs up as the scenario says. What it understands of the bytes comes from
h11, which is as strict as RFC 9112 is.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal

import h11

from chunkwise.engine.event_log import Log
from chunkwise.engine.event_source import Cookies, EventSource
from chunkwise.engine.sockets import Socket
from chunkwise.events import MASKED_DATE, Blob, ClientEvent, ClientKind, WireEvent
from chunkwise.examples.scenario import Action, Client

if TYPE_CHECKING:
    from chunkwise.engine.scheduler import Scheduler

Goal = Callable[[], bool]
"""Says whether what a client waits for has come about."""

DATE = re.compile(rb"(?im)^(date: )[^\r\n]{29}")
SAME_DATE = rb"\1" + MASKED_DATE.encode()


class ScriptedClient:
    """One client of a run. ``turn`` lets it do all it can do without more from the server.

    Args:
        connect: Opens a connection to the server.
    """

    def __init__(self, client: Client, log: Log, scheduler: Scheduler, connect: Callable[[], Socket]):
        self.name = client.name
        self.done = False
        self.status: int | None = None
        self.pieces = 0
        self.exchange = 0
        self._log = log
        self._scheduler = scheduler
        self._open = connect
        self._socket: Socket | None = None
        self._http = h11.Connection(h11.CLIENT)
        self._reading = self._stopped = False
        self._headers = self._finished = self._closed = False
        self._is_chunked = False
        self._partial = bytearray()
        self._piece = bytearray()
        self._asked: Action | None = None
        """The last ``send``, which an ``EventSource`` would send again."""
        self._source = EventSource()
        self._cookies = Cookies()
        self._read: int | None = None
        """The place in the log of the bytes that are being understood."""
        self.got: Callable[[bytes], None] = lambda piece: None
        """Called with each whole piece; an event keeps only so much of it."""
        self._goals = self._run(client.script)
        self._goal: Goal = lambda: True

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1]) if self._socket and not self._closed else 0

    @property
    def is_reading(self) -> bool:
        return self._reading and not self._closed

    def turn(self) -> bool:
        """Go on until the script has to wait; say whether anything happened."""
        moved = False
        while not self.done:
            if self._goal():
                self._reading = False
                self._goal = next(self._goals, self._end)
            elif not (self._reading and self._take()):
                break
            moved = True
        return moved

    def leave(self) -> None:
        """Hang up now, whatever the script says."""
        if self._socket is not None and not self._closed and not self.done:
            self._goals = iter([self._hang_up("hang up")])
            self._goal = lambda: True

    def _end(self) -> bool:
        self.done = True
        return False

    def _run(self, script: tuple[Action, ...]) -> Iterator[Goal]:
        for action in script:
            if action.send is not None:
                yield self._scheduler.is_settled
                self._notice()
                self._asked, self._source = action, EventSource()
                self._send(action)
            elif action.reconnect:
                yield from self._reconnect()
            elif action.part is not None or action.end_body:
                yield self._scheduler.is_settled
                self._go_on_sending(action)
            elif action.read is not None:
                if self._stopped:
                    self._stopped = False
                    self._say("read on")
                self._reading = True
                yield self._read_goal(action.read)
            elif action.wait is not None:
                yield self._scheduler.wait_goal(action.wait, action.pieces)
            elif action.pause is not None:
                yield self._scheduler.pause_goal(action.pause)
            elif action.stop_reading:
                self._stopped = True
                self._say("stop reading")
            elif action.hang_up:
                yield self._scheduler.is_settled
                yield self._hang_up("hang up")
        if self._socket is not None and not self._closed:
            yield lambda: self._closed or not self._finished or self._scheduler.is_over(self.exchange)
            yield self._scheduler.is_settled
            self._notice()
            if not self._closed:
                yield self._hang_up("open" if self._finished else "hang up")

    def _notice(self) -> None:
        """See that a server has closed a connection that nobody uses, which no ``read`` of the script would."""
        if self._socket and self._finished and not self._closed and self._scheduler.readable(self._socket):
            self._take()

    def _reconnect(self) -> Iterator[Goal]:
        """Do as an ``EventSource`` whose connection is lost: here it is, unless the response is over."""
        assert self._asked is not None
        yield lambda: self._closed or not self._finished or self._scheduler.is_over(self.exchange)
        yield self._scheduler.is_settled
        if not (self._closed or self._finished):
            yield self._hang_up("hang up")
        if self._source.failed:
            self._say("no reconnect")
            return
        yield self._scheduler.pause_goal(self._source.retry / 1000)
        yield self._scheduler.is_settled
        self._notice()
        self._send(self._asked)

    def _send(self, action: Action) -> None:
        assert action.send is not None
        method, path = action.send.split(" ", 1)
        if self._socket is None or self._closed or self._http.our_state is not h11.DONE:
            self._connect()
        else:
            self._http.start_next_cycle()
        self.exchange = self._scheduler.new_exchange(self.port)
        self.pieces = 0
        self._headers = self._finished = self._stopped = False
        more = self._source.headers
        if not any(name.lower() == "cookie" for name in action.headers):
            more |= self._cookies.headers(path)
        sent = action.request(self._http, more)
        asked = self._say("request", method=method, path=path, headers=tuple(more.items()))
        self._log.marks["up", self.exchange] = self._wire("up", sent, asked)
        assert self._socket is not None
        self._socket.sendall(sent)

    def _go_on_sending(self, action: Action) -> None:
        if self._closed or self._http.our_state is not h11.SEND_BODY:
            return
        part = (action.part or "").encode()
        event = h11.Data(data=part) if part else h11.EndOfMessage()
        sent = self._http.send(event) or b""
        asked = self._say("part", data=Blob.of(part)) if part else self._say("body complete")
        if not sent:
            return
        self._log.marks["up", self.exchange] = self._wire("up", sent, asked)
        assert self._socket is not None
        with contextlib.suppress(ConnectionError):
            self._socket.sendall(sent)
        self._scheduler.sent_more(self.port)

    def _connect(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._http = h11.Connection(h11.CLIENT)
        self._partial.clear()
        self._piece.clear()
        self._closed = False
        self._socket = self._open()
        self._scheduler.connected(self.port)

    def _hang_up(self, kind: Literal["hang up", "open"]) -> Goal:
        self._log.marks["hang up", self.exchange] = self._say(kind)
        port = self.port
        self._closed, self._reading = True, False
        if self._socket is not None:
            self._socket.close()
        if port:
            self._scheduler.hung_up(port)
        return lambda: not port or self._scheduler.has_noticed(port)

    def _read_goal(self, amount: int | str) -> Goal:
        if amount == "headers":
            return lambda: self._headers or self._closed
        if amount == "all":
            return lambda: self._closed or (self._finished and self._http.our_state is not h11.MUST_CLOSE)
        assert isinstance(amount, int)
        target = self.pieces + amount
        return lambda: self.pieces >= target or self._finished or self._closed

    def _take(self) -> bool:
        """Read once, if there is anything to read; say whether there was."""
        assert self._socket is not None
        wanted = self._scheduler.readable(self._socket)
        if wanted is None:
            return False
        self._socket.settimeout(self._scheduler.patience if wanted.wait else 0)
        try:
            data = self._socket.recv(wanted.size - len(self._partial)) if wanted.size else b""
        except BlockingIOError:
            return False
        except ConnectionError:
            data = b""
        self._partial += data
        if data and wanted.whole and len(self._partial) < wanted.size:
            return True
        whole = bytes(self._partial)
        self._partial.clear()
        if whole:
            self._scheduler.has_read(self._socket)
        self._take_in(whole, wanted.cause)
        return True

    def _take_in(self, data: bytes, cause: int | None) -> None:
        """Make events of what was read; nothing stands for the end."""
        if data:
            self._read = self._wire("down", DATE.sub(SAME_DATE, data), cause)
        self._understand(data)
        self._read = None

    def _understand(self, data: bytes) -> None:
        self._http.receive_data(data)
        try:
            self._parse()
        except h11.RemoteProtocolError as error:
            self._say("cut short", error=str(error))
            self._closed = True
        if not data:
            self._closed, self._reading = True, False
            self._say("closed")

    def _parse(self) -> None:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Response):
                self._headers, self.status = True, event.status_code
                headers = tuple(
                    (name.decode("latin-1"), value.decode("latin-1"))
                    for name, value in event.headers.raw_items()
                    if name.lower() != b"date"
                )
                self._source.answered(event)
                self._cookies.set_by(event)
                self._is_chunked = (b"transfer-encoding", b"chunked") in event.headers
                self._say("headers", status=event.status_code, headers=headers)
            elif isinstance(event, h11.Data):
                self._piece += event.data
                self._source.read(bytes(event.data))
                # A body that is not chunked has no ends of chunks; each read of it is a piece then.
                if event.chunk_end or not self._is_chunked:
                    self.pieces += 1
                    self.got(bytes(self._piece))
                    self._say("piece", data=Blob.of(bytes(self._piece)))
                    self._piece.clear()
            elif isinstance(event, h11.EndOfMessage):
                self._finished = True
                self._say("finished")
            elif event is h11.PAUSED or event is h11.NEED_DATA or isinstance(event, h11.ConnectionClosed):
                return

    def _wire(self, kind: Literal["up", "down"], data: bytes, cause: int | None) -> int:
        blob = Blob.of(data)
        event = WireEvent(lane="wire", kind=kind, client=self.name, exchange=self.exchange, data=blob, cause=cause)
        return self._log.add(event)

    def _say(self, kind: ClientKind, **details: Any) -> int:
        own: dict[str, Any] = {"client": self.name, "exchange": self.exchange, "cause": self._read}
        return self._log.add(ClientEvent(lane="client", kind=kind, **own, **details))
