"""An event stream as a browser's `EventSource` reads it, because a program is judged by what its page is told.

The rules are those of the HTML standard, "Interpreting an event stream". An event without data is not handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MEDIA_TYPE = "text/event-stream"
FIELD = re.compile(r"(?P<name>[^:]+)(?:: ?(?P<value>.*))?", re.DOTALL)
ENDS = re.compile(r"\r\n|\n|\r")
DIGITS = re.compile(r"[0-9]+")
RETRY_DIGITS = 9
"""How many digits of a ``retry:`` count; a week and a half is as good as never."""


class EventStream:
    """One stream, fed as it comes.

    Args:
        last_event_id: The id that an earlier connection left. The standard begins each stream without one; browsers
            keep it until another id comes, and so does this.
    """

    def __init__(self, last_event_id: str = "") -> None:
        self.last_event_id = last_event_id
        """The id of the last event that an empty line has completed."""
        self.retry: int | None = None
        """The last ``retry:`` of the stream, in milliseconds."""
        self._id = last_event_id
        self._data: list[str] = []
        self._name = self._line = ""
        self._after_return = False

    def feed(self, text: str) -> Iterator[tuple[str, str]]:
        """Take the next part of the stream; yield the name and the data of each event that it completes."""
        if self._after_return and text:
            text, self._after_return = text.removeprefix("\n"), False
        *lines, self._line = ENDS.split(self._line + text)
        self._after_return = self._after_return or text.endswith("\r")
        for line in lines:
            if line:
                self._field(line)
                continue
            # An id counts without data too, and only now: an event that was cut off has not been received.
            self.last_event_id = self._id
            name, data, self._name, self._data = self._name, self._data, "", []
            if data:
                yield name or "message", "\n".join(data)

    def _field(self, line: str) -> None:
        found = FIELD.fullmatch(line)
        if not found:
            return
        value = found["value"] or ""
        match found["name"]:
            case "event":
                self._name = value
            case "data":
                self._data.append(value)
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if DIGITS.fullmatch(value):
                self.retry = int(value[-RETRY_DIGITS:])


def read(pieces: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each event: the index of the piece that completes it, its name, and its data."""
    stream = EventStream()
    for index, piece in enumerate(pieces):
        for name, data in stream.feed(piece):
            yield index, name, data
