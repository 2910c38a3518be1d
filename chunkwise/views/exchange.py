"""One request and its response as they were on the wire, because the framing is the part that no `print` shows.

What frames the data is set apart from the data: the lines of the head, and the chunk sizes and line ends of chunked
transfer coding (RFC 9112, section 7.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from chunkwise.events import MASKED_DATE, Blob, Recording, WireEvent

Kind = Literal["head", "framing", "data", "left out"]
BEGINNING = 60
"""How much is printed of data that was not kept whole, in characters."""


@dataclass(frozen=True)
class Segment:
    """Bytes of one kind, read as UTF-8; bytes that are not UTF-8 stand as ``\\xff`` escapes."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Exchange:
    """The bytes of one request and of its response, a tuple of segments for each line or chunk."""

    number: int
    client: str
    request: tuple[tuple[Segment, ...], ...]
    response: tuple[tuple[Segment, ...], ...]


def exchange(recording: Recording, number: int = 1) -> Exchange:
    """Return the ``number``-th request and response.

    Raises:
        LookupError: The recording has no such exchange.
    """
    wires = segments(recording)
    events = [
        (event, wires[index])
        for index, event in enumerate(recording.events)
        if isinstance(event, WireEvent) and event.exchange == number
    ]
    if not events:
        raise LookupError(f"there is no exchange {number}")
    return Exchange(
        number,
        events[0][0].client,
        tuple(lines(part for event, parts in events if event.kind == "up" for part in parts)),
        tuple(lines(part for event, parts in events if event.kind == "down" for part in parts)),
    )


def exchanges(recording: Recording) -> tuple[int, ...]:
    """Return the numbers of the recording's exchanges, in order."""
    return tuple(sorted({event.exchange for event in recording.events if isinstance(event, WireEvent)} - {0}))


def body(recording: Recording, number: int = 1) -> tuple[Segment, ...]:
    """Return the response's body without its framing. Where it was not kept whole, a segment says what is missing."""
    parts = [
        part for line in exchange(recording, number).response for part in line if part.kind in ("data", "left out")
    ]
    for index in range(1, len(parts)):
        kept = parts[index - 1].text
        # One byte a character, so that what is taken away can be counted.
        if parts[index].kind == "left out" and kept.isascii() and "\\x" not in kept:
            more = int(parts[index].text.split()[0].replace(",", "")) + len(kept[BEGINNING:])
            parts[index - 1 : index + 1] = [
                Segment("data", kept[:BEGINNING]),
                Segment("left out", f"{more:,} more bytes"),
            ]
    return tuple(parts)


def segments(recording: Recording) -> dict[int, tuple[Segment, ...]]:
    """Return the segments of each wire event, by the event's index in the recording."""
    framers: dict[tuple[str, int, str], Framer] = {}
    found = {}
    for index, event in enumerate(recording.events):
        if isinstance(event, WireEvent):
            framer = framers.setdefault((event.client, event.exchange, event.kind), Framer())
            found[index] = tuple(framer.feed(event.data))
    return found


def lines(parts: Iterable[Segment]) -> Iterator[tuple[Segment, ...]]:
    """Group segments: a line of the head by itself, then each chunk from its size to the line end after its data."""
    line: list[Segment] = []
    for part in parts:
        line.append(part)
        if part.text.endswith("\n") and (part.kind == "head" or (part.kind == "framing" and not part.text.strip())):
            yield tuple(line)
            line = []
    if line:
        yield tuple(line)


@dataclass
class Framer:
    """Tells framing from data in one direction of one exchange, however its bytes were split into writes."""

    state: Literal["head", "size", "data", "end", "rest", "trailer"] = "head"
    left: int = 0
    pending: bytes = b""
    _head: bytes = field(default=b"", repr=False)

    def feed(self, blob: Blob) -> Iterator[Segment]:
        """Yield the segments of one write; an incomplete line is framing as far as it came."""
        data = blob.data
        while data:
            kind, taken, data = self._take(data)
            yield _segment(kind, taken)
        if blob.cut:
            yield Segment("left out", f"{blob.size - len(blob.text):,} more bytes")
            self._lose(blob.size - len(blob.text))

    def _take(self, data: bytes) -> tuple[Kind, bytes, bytes]:
        if self.state == "rest":
            return "data", data, b""
        if self.state == "data":
            taken, data = data[: self.left], data[self.left :]
            self.left -= len(taken)
            if self.left == 0:
                self.state = "end"
            return "data", taken, data
        found = data.find(b"\n")
        line, rest = (data, b"") if found < 0 else (data[: found + 1], data[found + 1 :])
        state = self.state
        self.pending += line
        if found >= 0:
            self._end_of_line(self.pending)
            self.pending = b""
        return ("head" if state == "head" else "framing"), line, rest

    def _end_of_line(self, line: bytes) -> None:
        if self.state == "head":
            self._head += line
            if not line.strip():
                self._end_of_head()
        elif self.state == "end":
            self.state = "size"
        elif self.state == "size":
            digits = line.split(b";")[0].strip()
            try:
                self.left = int(digits, 16)
            except ValueError:
                self.state = "rest"
            else:
                self.state = "data" if self.left else "trailer"
        elif not line.strip():
            self.state = "rest"

    def _end_of_head(self) -> None:
        first, *fields = self._head.decode("latin-1").lower().splitlines()
        self._head = b""
        if first.startswith("http/") and first.split()[1:2] and first.split()[1].startswith("1"):
            return  # an interim response: the real head follows
        chunked = any(name.startswith("transfer-encoding:") and "chunked" in name for name in fields)
        self.state = "size" if chunked else "rest"

    def _lose(self, count: int) -> None:
        """Go on after ``count`` bytes that were not kept. A server writes whole chunks, so a size line follows."""
        if self.state == "data" and count < self.left:
            self.left -= count
        elif self.state in ("data", "end", "size"):
            self.state, self.left, self.pending = "size", 0, b""


def _segment(kind: Kind, data: bytes) -> Segment:
    text = data.decode("utf-8", "backslashreplace")
    return Segment(kind, text.replace(MASKED_DATE, "(date masked)") if kind == "head" else text)
