"""Memory of an `EventSource` between two connections, because its next request follows from what it has read.

The rules are the HTML standard's, "Server-sent events". Where the standard leaves a choice, Chromium's is taken.
"""

from __future__ import annotations

import codecs

import h11

from chunkwise.event_stream import MEDIA_TYPE, EventStream

RETRY = 3000
"""Milliseconds before an ``EventSource`` reconnects if the stream says nothing of it, as in Chromium."""


class EventSource:
    """One ``EventSource`` of a page: it is told what its client reads."""

    def __init__(self) -> None:
        self.retry = RETRY
        self.failed = False
        """Whether it gave up: it was answered with another status than 200, or with what is no event stream."""
        self.last_event_id = ""
        self._stream: EventStream | None = None
        # Not utf-8-sig, which is in the part of the library that a page loads only when a program asks for it.
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._begun = False

    def answered(self, response: h11.Response) -> None:
        """Take the head of a response."""
        said = dict(response.headers).get(b"content-type", b"").decode("latin-1")
        self.failed = response.status_code != 200 or said.partition(";")[0].strip().lower() != MEDIA_TYPE
        self._stream = None if self.failed else EventStream(self.last_event_id)
        self._decoder.reset()
        self._begun = False

    def read(self, data: bytes) -> None:
        """Take bytes of the response's body."""
        if self._stream is None:
            return
        text = self._decoder.decode(data)
        if text and not self._begun:
            self._begun, text = True, text.removeprefix("\ufeff")
        for _ in self._stream.feed(text):
            pass
        self.last_event_id = self._stream.last_event_id
        if self._stream.retry is not None:
            self.retry = self._stream.retry

    @property
    def headers(self) -> dict[str, str]:
        """What the next request carries beyond the first one's headers; nothing if no id was read."""
        # Fetch strips the white space around a header's value.
        value = self.last_event_id.strip(" \t")
        return {"Last-Event-ID": value} if value else {}


class Cookies:
    """Cookies of one client. Of what a cookie says of itself, only its path and its age count."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def set_by(self, response: h11.Response) -> None:
        """Keep what the head of a response sets, and forget what it ends."""
        for name, header in response.headers:
            if name != b"set-cookie":
                continue
            pair, *said = (part.strip() for part in header.decode("latin-1").split(";"))
            about = {key.lower(): value for key, _, value in (one.partition("=") for one in said)}
            cookie, _, value = pair.partition("=")
            key = cookie, about.get("path", "/")
            self._kept.pop(key, None)
            if not about.get("max-age", "1").startswith(("0", "-")):
                self._kept[key] = value

    def headers(self, target: str) -> dict[str, str]:
        """Return the header for a request of this target; nothing without a cookie for it."""
        path = target.partition("?")[0]
        mine = [f"{name}={value}" for (name, of), value in self._kept.items() if _within(path, of)]
        return {"Cookie": "; ".join(mine)} if mine else {}


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
