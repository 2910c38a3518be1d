"""Observation of one run: what the application did, what the client met, and what passed behind a proxy."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chunkwise.conditions.client import ClientSide
from chunkwise.conditions.relay import UpstreamSide

Event = dict[str, Any]
"""A line of the log: ``at`` in nanoseconds of the monotonic clock, ``kind``, and what belongs to it."""


@dataclass(frozen=True)
class Piece:
    """A message with a part of the body, as it left the path operation's response."""

    at: int
    """Nanoseconds of the monotonic clock."""
    total: int
    """Bytes of the body with this piece."""
    text: str


@dataclass
class Observation:
    """All sides of a run, in one time."""

    client: ClientSide
    begun: int | None = None
    """When the application was asked."""
    started: int | None = None
    """When the response's head left the path operation."""
    pieces: list[Piece] = field(default_factory=list)
    prints: bool = False
    """Whether the program prints something in any run, so that printing nothing says something too."""
    printed: list[tuple[int, str]] = field(default_factory=list)
    whole: bool = False
    """Whether the response was made to its end."""
    ended: int | None = None
    """When the application was done, its background tasks too."""
    raised: str = ""
    """The exception that the application ended with."""
    disconnect: int | None = None
    """When the application first received ``http.disconnect``."""
    unable: str = ""
    """Why the program could not even be imported: the exception's name."""
    upstream: UpstreamSide | None = None
    """The fifth lane: between the proxy and the server."""


def events(log: Path) -> list[Event]:
    """Return what an application's wrapper has written down so far, in the order of time."""
    text = log.read_text("utf-8") if log.exists() else ""
    found = [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
    return sorted(found, key=lambda event: int(event["at"]))


def observed(client: ClientSide, log: list[Event], upstream: UpstreamSide | None = None) -> Observation:
    """Put the sides together. An application that is no Starlette has no inner side: its messages are its pieces."""
    seen = Observation(client, upstream=upstream)
    side = "made" if any(event["kind"] == "made" for event in log) else "sent"
    total = 0
    for event in log:
        at, kind = event["at"], event["kind"]
        if kind == side and "start" in event:
            seen.started = at
        elif kind == side:
            total += event["size"]
            if event["size"]:
                seen.pieces.append(Piece(at, total, event["text"]))
            seen.whole = seen.whole or not event["more"]
        elif kind == "begins":
            seen.begun = at
        elif kind == "printed":
            seen.printed.append((at, event["text"]))
        elif kind == "disconnect":
            seen.disconnect = seen.disconnect or at
        elif kind == "ends":
            seen.ended, seen.raised = at, event.get("raised", "")
    return seen
