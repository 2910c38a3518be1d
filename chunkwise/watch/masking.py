"""Masks for what is secret, put over it before it leaves the program's process, because a recording is passed on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from chunkwise.engine.event_log import AnyEvent
from chunkwise.events import AsgiEvent, Blob, ClientEvent, CodeEvent, WireEvent

MASK = "•••"

HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"})
WORDS = re.compile(r"password|token|secret|key", re.IGNORECASE)
"""What a name has in it whose value is secret."""

_NAMES = rb"[\w-]*(?:authorization|cookie|password|token|secret|key)[\w-]*"
_IN_HEAD = re.compile(rb"(?im)^(" + _NAMES + rb":[ \t]*)([^\r\n]+)")
_IN_QUERY = re.compile(r"(?i)([?&][^=&#\s]*(?:password|token|secret|key)[^=&#\s]*=)([^&#\s]+)")
_IN_BODY = re.compile(rb"(?i)([\"&\r\n][\w-]*(?:password|token|secret|key)[\w-]*(?:\"[ \t]*:[ \t]*\"|=))([^&\"\r\n]+)")


def is_secret(name: str) -> bool:
    """Say whether the value of a variable or a header of this name is masked."""
    return name.lower() in HEADERS or WORDS.search(name) is not None


def masked(event: AnyEvent) -> AnyEvent:
    """Return the event without what is secret in it. Bytes keep their number: there each one becomes a ``*``."""
    changes: dict[str, Any] = {}
    if isinstance(event, CodeEvent):
        if any(map(is_secret, event.names)):
            changes["names"] = {name: MASK if is_secret(name) else value for name, value in event.names.items()}
    elif isinstance(event, WireEvent):
        data = _starred(_IN_HEAD, event.data.data)
        if event.kind == "up":
            data = _starred(_IN_BODY, _starred(_QUERY_BYTES, data))
        changes["data"] = Blob(size=event.data.size, text=data.decode("latin-1"))
    elif isinstance(event, ClientEvent | AsgiEvent):
        if event.path:
            changes["path"] = _IN_QUERY.sub(rf"\1{MASK}", event.path)
        if event.headers:
            changes["headers"] = tuple(_headers(event.headers))
        body = event.body if isinstance(event, AsgiEvent) and event.type == "http.request" else None
        if body is not None and body.size:
            starred = _starred(_IN_BODY, b"\n" + body.data)[1:]
            changes["body"] = Blob(size=body.size, text=starred.decode("latin-1"))
    return event.model_copy(update=changes) if changes else event


_QUERY_BYTES = re.compile(_IN_QUERY.pattern.encode())


def _starred(pattern: re.Pattern[bytes], data: bytes) -> bytes:
    return pattern.sub(lambda found: found[1] + b"*" * len(found[2]), data)


def _headers(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Names and values of the application's own are shown as Python writes bytes."""
    for name, value in headers:
        plain = name[2:-1] if name.startswith("b'") else name
        yield name, MASK if is_secret(plain) else value
