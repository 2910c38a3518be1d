"""The typed event log, because a recording must mean the same to the recorder, the views and a reviewer's diff.

A recording is a sequence of events in one order. Each event happened in one of five lanes:

- ``code``: the example's own frames ran, waited, yielded, returned or raised;
- ``asgi``: a message crossed between the framework and the server (ASGI specification, "HTTP connection scope");
- ``wire``: bytes crossed the socket (RFC 9112 for their framing);
- ``client``: the client did something or understood something;
- ``upstream``: another server, which the program itself asks, got a request, answered or was left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

__all__ = [
    "BLOB_LIMIT",
    "SCHEMA",
    "AsgiEvent",
    "Blob",
    "ClientEvent",
    "ClientKind",
    "Clock",
    "CodeEvent",
    "CodeKind",
    "Event",
    "LeftOut",
    "Recording",
    "Role",
    "Thread",
    "UpstreamEvent",
    "UpstreamKind",
    "WireEvent",
]

SCHEMA = 2
"""Raised whenever the meaning of an event changes; recordings of another schema must be made again."""

MASKED_DATE = "Day, 00 Mon 0000 00:00:00 GMT"
"""What stands in recorded bytes where the server wrote the date: as long as any (RFC 9110, section 5.6.7), so that
sizes stay true. Pages say that it is masked."""

BLOB_LIMIT = 512
"""How many bytes of one message or read are kept; beyond it only the size is."""

MAIN = "main"
"""The name of the recording of a scenario itself, beside those of its variants."""

Role = Literal[
    "endpoint", "dependency", "body", "middleware", "handler", "background", "lifespan", "generator", "function"
]
"""What a frame is to the framework, by its caller: ``body`` is what a response iterates over, ``handler`` answers an
exception, ``lifespan`` runs around all requests. What the program calls itself is a ``generator`` or a ``function``."""

Thread = Literal["event loop", "worker thread"]
"""Where a frame runs."""

CodeKind = Literal["start", "line", "yield", "await", "resume", "return", "raise", "unwind"]
"""What a frame does."""

UpstreamKind = Literal["request", "headers", "piece", "finished", "cut short", "closed"]
"""What the other server saw or did."""

ClientKind = Literal[
    "request",
    "part",
    "body complete",
    "headers",
    "piece",
    "finished",
    "cut short",
    "closed",
    "open",
    "hang up",
    "stop reading",
    "read on",
    "no reconnect",
    "log",
]
"""What the client did or understood."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Blob(Model):
    """Bytes as they were seen.

    ``text`` maps each byte to the character of the same number (Latin-1), so that nothing is lost and ASCII stays
    readable in a diff. ``size`` counts all bytes; when it is larger than the text is long, the rest was left out.
    """

    size: int
    text: str = Field(json_schema_extra={"pattern": r"^[\x00-\xff]*$"})

    @field_validator("text")
    @classmethod
    def _bytes(cls, text: str) -> str:
        if not text.isascii() and max(text) > "\xff":
            raise ValueError("a character that stands for no byte: bytes are written as characters up to U+00FF")
        return text

    @classmethod
    def of(cls, data: bytes) -> Blob:
        """Return the blob of some bytes, with the first ``BLOB_LIMIT`` of them."""
        return cls(size=len(data), text=data[:BLOB_LIMIT].decode("latin-1"))

    @property
    def data(self) -> bytes:
        """The bytes that were kept."""
        return self.text.encode("latin-1")

    @property
    def cut(self) -> bool:
        """Whether there were more bytes than were kept."""
        return self.size > len(self.text)


class LeftOut(Model):
    """What came in a lane before an event and has no event of its own, because too much of it came too quickly."""

    count: int
    """How many yields of this frame, messages with a body to this client, or pieces that this client got."""
    size: int = 0
    """Their bytes; 0 for yields."""
    longest: float = 0.0
    """The longest pause before one of them, in milliseconds."""
    awaits: int = 0
    """How many times the frame was suspended at an ``await`` meanwhile."""


class _Event(Model):
    exchange: int = 0
    """Which request and response this belongs to, counted from 1 in the order of the requests; 0 for none."""
    at: float | None = None
    """Milliseconds since the first request was sent. In a lock-step run they are virtual, and 0 is left out: no time
    passes until everything waits for it."""
    cause: int | None = None
    """The place in the log of the event that caused this one, if it is known."""
    left_out: LeftOut | None = None
    """What the same frame, or the same exchange in this lane, did before this that was counted and not followed."""


class CodeEvent(_Event):
    """One step of one of the example's own frames.

    ``start`` and ``resume`` enter a frame, ``line`` comes before the line runs, ``yield`` and ``await`` suspend it,
    ``return`` and ``unwind`` leave it for good, ``raise`` marks the moment an exception appears in it.
    """

    lane: Literal["code"]
    kind: CodeKind
    function: str
    frame: int
    """Tells two frames of the same function apart; counted from 1 in the order in which they start."""
    generator: bool = False
    """Whether the frame belongs to a generator function, sync or async."""
    role: Role = "function"
    line: int
    thread: Thread = "event loop"
    task: int = 0
    """The asyncio task that it runs in, counted from 1 in the order in which they are seen; 0 in a worker thread."""
    by: int = 0
    """The frame of the program that called this one, or started the task or thread that it runs in; 0 for none.
    Each ``start`` and ``resume`` says again what entered it."""
    via: str = ""
    """The function of a library that called it directly; empty if the frame ``by`` did."""
    body: int = 0
    """Which body of its exchange this frame makes pieces of, counted from 1; 0 for none. An iterator object has a frame
    for each of its pieces, all of the same body."""
    file: str = ""
    """The program's file, if it is not ``app.py``."""
    names: dict[str, str] = {}
    """The watched names that exist in the frame now, with bounded snapshots of their values."""
    value: str | None = None
    """A snapshot of what was yielded or returned."""
    error: str | None = None
    """For ``raise`` and ``unwind``: the exception, such as ``ValueError('boom')``."""


class AsgiEvent(_Event):
    """One crossing between framework and server.

    ``scope`` is the call of the application, ``receive`` and ``send`` carry a message, ``done`` and ``error`` are its
    end.
    """

    lane: Literal["asgi"]
    kind: Literal["scope", "receive", "send", "done", "error"]
    type: str = ""
    """The message's type, such as ``http.response.body``; for ``scope`` the scope's."""
    method: str = ""
    path: str = ""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: Blob | None = None
    more_body: bool | None = None
    error: str | None = None


class WireEvent(_Event):
    """Bytes that crossed the socket: ``up`` to the server, ``down`` to the client, one event for each write."""

    lane: Literal["wire"]
    kind: Literal["up", "down"]
    client: str
    data: Blob


class ClientEvent(_Event):
    """What the client did, or understood from the bytes that it read.

    ``request``, ``part`` and ``body complete`` (of its request's body), ``hang up``, ``stop reading`` and ``read on``
    are what it did. The ``headers`` of a ``request`` are only those that the client took from what it had read before.
    ``log`` is a line that the script of a browser's page logs, and the only thing that is known of what the page sees.
    ``no reconnect`` says that it was to reconnect, and that an ``EventSource`` would not. ``headers``, ``piece`` (one
    chunk, or one read of a body that is not chunked) and ``finished`` come out of its HTTP parser; ``cut short``
    is a body whose end never came. ``closed`` says that the server closed the connection, ``open`` that it did not.
    """

    lane: Literal["client"]
    kind: ClientKind
    client: str
    method: str = ""
    path: str = ""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    data: Blob | None = None
    error: str | None = None


class UpstreamEvent(_Event):
    """What was seen by the server that the program asks, such as a model's.

    ``request`` is a request of the program's. ``headers``, ``piece`` (one ASGI message with data) and ``finished`` are
    what it answered; ``cut short`` is an answer that it gave up in the middle. ``closed`` says that the program closed
    the connection before the answer was complete: what it makes after that reaches nobody and is not recorded.
    """

    lane: Literal["upstream"]
    kind: UpstreamKind
    request: int
    """Which of the program's requests, counted from 1."""
    method: str = ""
    path: str = ""
    status: int | None = None
    data: Blob | None = None


Event = Annotated[CodeEvent | AsgiEvent | WireEvent | ClientEvent | UpstreamEvent, Field(discriminator="lane")]
"""One event of a recording; its ``lane`` says which of the five models it is."""

Clock = Literal["lock-step", "free"]
"""How time passed: virtually, with one lane moving at a time, or in real time."""


class Recording(Model):
    """The event log of one scenario or of one of its variants."""

    clock: Clock
    source: str
    """The program that ran, with a variant's replacements made."""
    modules: dict[str, str] = {}
    """The texts of the program's other files, by their paths beside ``app.py``."""
    events: tuple[Event, ...]


def behind(events: Sequence[Event], event: Event) -> CodeEvent | None:
    """Return what the program did that led to an error which none of its lines raised.

    None where the program's own exception, or nothing of the program, led there.
    """
    if event.cause is None:
        return None
    cause = events[event.cause]
    if isinstance(cause, CodeEvent):
        return None if cause.error else cause
    return behind(events, cause)
