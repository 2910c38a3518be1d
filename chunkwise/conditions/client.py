"""Client of a condition: a plain socket that notes when each read came, and understands the bytes afterwards.

It follows the same script as the client of a recording, but at its own pace: nobody waits for it.
"""

from __future__ import annotations

import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import h11

from chunkwise.conditions.processes import HOST
from chunkwise.examples.scenario import Action

End = Literal["complete", "cut off", "hangs", "left"]
LIMIT = 9.0
"""Seconds without a byte after which the response counts as one that hangs."""
READ = 65536


@dataclass
class ClientSide:
    """What a client met. Times are of the monotonic clock, in nanoseconds."""

    asked: int = 0
    reads: list[tuple[int, bytes]] = field(default_factory=list)
    ended: int = 0
    end: End = "hangs"
    status: int | None = None
    head: int | None = None
    """When the head of the response was there."""
    body: list[tuple[int, int]] = field(default_factory=list)
    """When which number of bytes of the body was there, decompressed."""
    text: bytes = b""


class Client:
    """One connection and one request, read as the script says. ``server_rests`` returns when the server is at rest."""

    def __init__(
        self,
        port: int,
        limit: float = LIMIT,
        *,
        encrypted: bool = False,
        server_rests: Callable[[], None] = lambda: None,
    ) -> None:
        self.side = ClientSide()
        self._http = h11.Connection(h11.CLIENT)
        self._unpacks: zlib._Decompress | None = None
        self._socket = socket.create_connection((HOST, port), 5)
        if encrypted:
            self._socket = _unverified().wrap_socket(self._socket)
        self._socket.settimeout(limit)
        self._over = False
        self._server_rests = server_rests

    def follow(self, script: tuple[Action, ...]) -> ClientSide:
        """Act, and close the connection."""
        with self._socket:
            for action in script:
                self._act(action)
                if self._over:
                    break
        if not self._over:
            self._ends("left")
        return self.side

    def _act(self, action: Action) -> None:
        if action.send is not None:
            self.side.asked = time.monotonic_ns()
            self._socket.sendall(action.request(self._http))
        elif action.pause is not None:
            time.sleep(action.pause)
        elif action.wait is not None:
            self._server_rests()
        elif action.hang_up or action.reconnect:
            self._socket.close()
            self._ends("left")
        elif action.read == "headers":
            while self.side.head is None and not self._over:
                self._read()
        elif action.read is not None:
            wanted = len(self.side.body) + action.read if isinstance(action.read, int) else None
            while not self._over and (wanted is None or len(self.side.body) < wanted):
                self._read()

    def _read(self) -> None:
        try:
            data = self._socket.recv(READ)
        except TimeoutError:
            self._ends("hangs")
            return
        except OSError:
            self._ends("cut off")
            return
        now = time.monotonic_ns()
        if data:
            self.side.reads.append((now, data))
        self._http.receive_data(data)
        self._understand(now)

    def _understand(self, now: int) -> None:
        before = len(self.side.text)
        try:
            while (event := self._http.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
                if isinstance(event, h11.Response):
                    self.side.status, self.side.head = event.status_code, now
                    packed = dict(event.headers).get(b"content-encoding") == b"gzip"
                    self._unpacks = zlib.decompressobj(47) if packed else None
                elif isinstance(event, h11.Data):
                    data = bytes(event.data)
                    self.side.text += self._unpacks.decompress(data) if self._unpacks else data
                elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
                    self._ends("complete" if isinstance(event, h11.EndOfMessage) else "cut off")
                    break
        except h11.RemoteProtocolError:
            self._ends("cut off")
        if len(self.side.text) > before:
            self.side.body.append((now, len(self.side.text)))

    def _ends(self, end: End) -> None:
        self._over, self.side.end, self.side.ended = True, end, time.monotonic_ns()


def _unverified() -> ssl.SSLContext:
    """TLS with a proxy of this machine, whose certificate nobody has signed."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
