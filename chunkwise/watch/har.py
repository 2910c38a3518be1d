"""HAR file of a watched run, for the tools that people have: browsers' network panels and their viewers read it.

It is HAR 1.2, with one entry for each request that was answered. HAR has no place for the pieces of a response, so
they stand in ``_chunks``, and a name of one's own begins with an underscore there.
"""

from __future__ import annotations

import base64
import http
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chunkwise.events import Blob, ClientEvent, Recording, WireEvent
from chunkwise.watch.rows import asked_at

UNKNOWN = -1
"""What HAR says for a size that nobody counted."""

Said = dict[str, Any]


def har(recording: Recording, began: datetime, version: str) -> Said:
    """Return the file's content. ``began`` is the moment at which the first request was sent, with its time zone."""
    asked = asked_at(recording.events)
    exchanges = sorted({event.exchange for event in recording.events if event.exchange})
    entries = []
    for exchange in exchanges:
        events = [event for event in recording.events if event.exchange == exchange]
        client = [event for event in events if isinstance(event, ClientEvent)]
        if any(event.kind == "headers" for event in client):
            sent = next((event.data for event in events if isinstance(event, WireEvent) and event.kind == "up"), None)
            entries.append(_entry(client, sent, began, asked))
    return {"log": {"version": "1.2", "creator": {"name": "chunkwise", "version": version}, "entries": entries}}


def _entry(client: Sequence[ClientEvent], written: Blob | None, began: datetime, asked: float) -> Said:
    request = next(event for event in client if event.kind == "request")
    answered = next(event for event in client if event.kind == "headers")
    pieces = [event for event in client if event.kind == "piece"]
    sent, first, last = (one.at or 0.0 for one in (request, answered, client[-1]))
    return {
        "startedDateTime": (began + timedelta(milliseconds=sent - asked)).isoformat(timespec="milliseconds"),
        "time": round(last - sent, 3),
        "request": _request(request, written),
        "response": _response(answered, pieces),
        "cache": {},
        "timings": {"send": 0, "wait": round(first - sent, 3), "receive": round(last - first, 3)},
        "_chunks": [{"at": round((one.at or 0.0) - sent, 3), **_text(one.data)} for one in pieces],
        "_ended": next((one.kind for one in reversed(client) if one.kind in ENDS), None),
    }


ENDS = ("finished", "cut short", "hang up")


def _request(request: ClientEvent, written: Blob | None) -> Said:
    # The head as it was written, of which the log keeps the beginning.
    head = written.text.split("\r\n\r\n")[0].split("\r\n")[1:] if written is not None else []
    lines = [(name, value.strip()) for name, colon, value in (line.partition(":") for line in head) if colon]
    return {
        "method": request.method,
        "url": f"http://localhost{request.path}",
        "httpVersion": "HTTP/1.1",
        "headers": _pairs(lines),
        "queryString": _pairs(parse_qsl(urlsplit(request.path).query, keep_blank_values=True)),
        "cookies": [],
        "headersSize": UNKNOWN,
        "bodySize": UNKNOWN,
    }


def _response(answered: ClientEvent, pieces: Sequence[ClientEvent]) -> Said:
    headers = {name.lower(): value for name, value in answered.headers}
    blobs = [one.data for one in pieces if one.data is not None]
    size = sum(blob.size for blob in blobs)
    content: Said = {"size": size, "mimeType": headers.get("content-type", "")}
    if not any(blob.cut for blob in blobs):
        whole = Blob(size=size, text="".join(blob.text for blob in blobs))
        content |= {name: value for name, value in _text(whole).items() if name != "size"}
    try:
        phrase = http.HTTPStatus(answered.status or 0).phrase
    except ValueError:
        phrase = ""
    return {
        "status": answered.status,
        "statusText": phrase,
        "httpVersion": "HTTP/1.1",
        "headers": _pairs(answered.headers),
        "cookies": [],
        "content": content,
        "redirectURL": headers.get("location", ""),
        "headersSize": UNKNOWN,
        "bodySize": UNKNOWN,
    }


def _text(blob: Blob | None) -> Said:
    """Return a blob's size and what of it was kept: as text, or in Base64 where it is none."""
    if blob is None:
        return {"size": 0, "text": ""}
    try:
        return {"size": blob.size, "text": blob.data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"size": blob.size, "text": base64.b64encode(blob.data).decode("ascii"), "encoding": "base64"}


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[Said]:
    return [{"name": name, "value": value} for name, value in pairs]
