"""Tape of one exchange: what passes is noted as it is, within bounds, and turned into events when somebody asks.

Events are checked models, and to make one for each message would cost a running server more than all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from chunkwise.attach.makers import UNKNOWN, Maker
from chunkwise.events import BLOB_LIMIT, AsgiEvent, Blob
from chunkwise.messages import BYTES, header, text
from chunkwise.values import exception
from chunkwise.watch.masking import masked

NOTHING: Mapping[str, Any] = {}


Kind = Literal["receive", "send"]


class Note(NamedTuple):
    """One message that passed. Headers are kept as the application gave them, and bytes up to a limit."""

    at: float
    kind: Kind
    type: str
    size: int = 0
    kept: bytes = b""
    more: bool | None = None
    status: int | None = None
    headers: tuple[Any, ...] = ()
    maker: Maker = UNKNOWN
    line: int = 0
    """Where the maker's generator stands."""


class Tape:
    """What was noted of one exchange.

    Args:
        scope: The scope that the server gave.
        events: How many messages are kept; of more, only the last one is.
        room: How many bytes of bodies are kept in all.
    """

    def __init__(self, scope: Mapping[str, Any], events: int, room: int) -> None:
        self.began = datetime.now(UTC)
        self.zero = perf_counter()
        raw = scope.get("raw_path")
        path = raw.decode("latin-1") if isinstance(raw, bytes) else quote(str(scope.get("path", "")))
        query = scope.get("query_string") or b""
        self.method = str(scope.get("method", ""))
        self.path = path.partition("?")[0] + (f"?{query.decode('latin-1')}" if query else "")
        self.scheme = str(scope.get("scheme", "http"))
        self.version = str(scope.get("http_version", "1.1"))
        self.headers = tuple(scope.get("headers") or ())
        self.notes: list[Note] = []
        self.waited: list[float] = []
        """For how long each message that was sent was with the server, in milliseconds; of more, the last one is."""
        self.last: Note | None = None
        """The last of the messages for which there was no room."""
        self.left_out = 0
        self.bytes_sent = 0
        self.complete = False
        """Whether the response's last message has been sent."""
        self.gone: float | None = None
        self.refused: tuple[int, str] | None = None
        """The message at which the server raised an exception, and which."""
        self.end: tuple[float, Literal["done", "error"], str] | None = None
        self._most, self._room = events, room

    def now(self) -> float:
        return (perf_counter() - self.zero) * 1000

    def receive(self, message: Any) -> None:
        """Take note of what the server told the application."""
        said = message if isinstance(message, Mapping) else NOTHING
        kind = text(said.get("type", ""))
        if kind == "http.disconnect" and not self.complete and self.gone is None:
            self.gone = self.now()
        self._note(self._read(said, kind, "receive", UNKNOWN, 0))

    def send(self, message: Any, maker: Maker, line: int) -> int:
        """Take note of what the application tells the server, and return the note's place."""
        said = message if isinstance(message, Mapping) else NOTHING
        note = self._read(said, text(said.get("type", "")), "send", maker, line)
        self.bytes_sent += note.size
        return self._note(note)

    def sent(self, message: Any, since: float) -> None:
        """The server has taken what it was told."""
        if len(self.waited) > self._most:
            self.waited.pop()
        self.waited.append(since)
        if isinstance(message, Mapping) and message.get("type") == "http.response.body":
            self.complete = self.complete or not message.get("more_body", False)

    def refuse(self, place: int, error: BaseException) -> None:
        """The server raised an exception where it was told something."""
        self.refused = place, exception(error)

    def over(self, error: BaseException | None) -> None:
        """The application returned, or raised an exception."""
        self.end = (self.now(), "done", "") if error is None else (self.now(), "error", exception(error))

    def _read(self, said: Mapping[str, Any], type_: str, kind: Kind, maker: Maker, line: int) -> Note:
        at = self.now()
        if type_ in ("http.response.body", "http.request"):
            body = said.get("body", b"")
            body = body if isinstance(body, BYTES) else text(body).encode()
            size = memoryview(body).nbytes
            kept = bytes(body[: min(BLOB_LIMIT, self._room)]) if len(self.notes) < self._most else b""
            self._room -= len(kept)
            return Note(at, kind, type_, size, kept, bool(said.get("more_body", False)), maker=maker, line=line)
        status = said.get("status")
        if isinstance(status, int):
            return Note(at, kind, type_, status=status, headers=tuple(said.get("headers") or ()), maker=maker)
        return Note(at, kind, type_, maker=maker)

    def _note(self, note: Note) -> int:
        if len(self.notes) < self._most:
            self.notes.append(note)
            return len(self.notes) - 1
        self.left_out += self.last is not None
        self.last = note
        return len(self.notes)

    @property
    def all_notes(self) -> list[Note]:
        return [*self.notes, self.last] if self.last is not None else list(self.notes)

    def events(self, *, show_secrets: bool) -> list[AsgiEvent]:
        """Return what was noted as events, with their times in milliseconds from the call of the application on."""
        headers = _headers(self.headers)
        own: dict[str, Any] = {"lane": "asgi", "exchange": 1}
        made = [
            AsgiEvent(**own, kind="scope", at=0.0, type="http", method=self.method, path=self.path, headers=headers)
        ]
        for place, note in enumerate(self.all_notes):
            body = Blob(size=note.size, text=note.kept.decode("latin-1")) if note.more is not None else None
            error = self.refused[1] if self.refused is not None and self.refused[0] == place else None
            said: dict[str, Any] = {"type": note.type, "status": note.status, "headers": _headers(note.headers)}
            said |= {"kind": note.kind, "at": round(note.at, 3), "more_body": note.more}
            made.append(AsgiEvent(**own, **said, body=body, error=error))
        if self.end is not None:
            at, how, what = self.end
            cause = self.refused[0] + 1 if self.refused is not None and how == "error" else None
            made.append(AsgiEvent(**own, kind=how, at=round(at, 3), error=what or None, cause=cause))
        return made if show_secrets else [one for one in map(masked, made) if isinstance(one, AsgiEvent)]


def _headers(given: tuple[Any, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(header(one) for one in given)
