"""Chunks that come too quickly to be followed one by one: they are counted, because following costs a program time.

Each side decides for itself. It counts while many chunks come within a second, and follows again when they come slower,
at an end, and when the client leaves. What was counted is said by the next event of its lane.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any, Literal, Protocol

from chunkwise.engine.client import Goal, ScriptedClient
from chunkwise.engine.sockets import READ_SIZE
from chunkwise.engine.tap import Tap
from chunkwise.events import ClientKind, LeftOut
from chunkwise.watch.job import FOLLOWED

WITHIN = 1.0
"""Seconds. So many chunks within them are too many, and no reader could look at them as they come."""

CHUNK_END = b"\r\n"

REST = 0.003
"""Seconds between two reads while chunks are only counted: for each, this thread would take a turn from the program."""

LARGE = 1 << 20
"""Bytes of a chunk that is not kept until it is whole."""


class Tally:
    """What is left out now, and the pace at which it comes."""

    def __init__(self) -> None:
        self._times: deque[float] = deque([0.0], maxlen=FOLLOWED)
        self._count = self._size = 0
        self._longest = 0.0

    def too_quick(self, now: float) -> bool:
        """Take note of a chunk, and say whether too many have come."""
        quick = self.is_quick(now)
        self._times.append(now)
        return quick

    def is_quick(self, now: float) -> bool:
        return len(self._times) == FOLLOWED and now - self._times[0] < WITHIN

    def add(self, now: float, size: int, before: float | None = None) -> None:
        """Count a chunk; ``before`` is when the one before it came, where it is not the last one that was noted."""
        self._count += 1
        self._size += size
        self._longest = max(self._longest, now - (self.last if before is None else before))

    @property
    def last(self) -> float:
        return self._times[-1]

    def take(self) -> LeftOut | None:
        """Return what was left out since the last time, if anything was."""
        if not self._count:
            return None
        found = LeftOut(count=self._count, size=self._size, longest=round(self._longest * 1000, 3))
        self._count, self._size, self._longest = 0, 0, 0.0
        return found

    def wait(self, now: float) -> None:
        """Take note of how long it was quiet behind what was left out."""
        if self._count:
            self._longest = max(self._longest, now - self.last)


class Follows(Protocol):
    """A tracer's backend that can stop to follow and begin again."""

    def leave_out(self) -> bool: ...
    def follow_again(self) -> None: ...


class WatchedTap(Tap):
    """A tap that leaves out messages of a response which come too quickly."""

    hint = "Let the client leave sooner, with --hang-up-after."
    backend: Follows | None = None
    """None where nothing can be left out: with Python 3.11, or when nothing is followed anyway."""
    may_leave_out = True

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._tally = Tally()

    def leaves_out(self, exchange: int, message: Any, size: int) -> bool:
        if self.backend is None or not size:
            return False
        now = time.monotonic()
        before = self._tally.last
        if not message.get("more_body") or not self._tally.too_quick(now):
            self._tally.wait(now)
            self.backend.follow_again()
            return False
        if not self.may_leave_out or not self.backend.leave_out():
            return False
        self._tally.add(now, size, before)
        return True

    def rest(self, now: float) -> None:
        """Follow again what has sent nothing for so long that no pace is too quick."""
        if self.backend is not None and now - self._tally.last > WITHIN:
            self.backend.follow_again()

    def follow_all(self) -> None:
        """Follow everything from now on, however quickly it comes."""
        self.may_leave_out = False
        if self.backend is not None:
            self.backend.follow_again()

    def _say(self, exchange: int, kind: Any, cause: int | None, **details: Any) -> int:
        left_out = self._tally.take() if kind != "receive" else None
        return super()._say(exchange, kind, cause, left_out=left_out, **details)


class WatchedClient(ScriptedClient):
    """A client that leaves out chunks which come too quickly: it finds their ends, and no more of them."""

    leaves: Callable[[], None]
    """Called when it is about to leave."""

    def __init__(self, *given: Any, leaves: Callable[[], None]) -> None:
        super().__init__(*given)
        self.leaves = leaves
        self._tally = Tally()
        self._unread = b""

    def _take_in(self, data: bytes, cause: int | None) -> None:
        if self._unread:
            data, self._unread, ends = self._unread + data, b"", not data
            data = data if ends else self._skim(data)
            if not data:
                return
            if ends:  # The connection ended in the middle of a chunk.
                super()._take_in(data, cause)
                data = b""
        elif data and self._is_chunked and not self._finished and self._tally.is_quick(time.monotonic()):
            begun = self._begun(data)
            if begun < len(data):
                if begun:
                    super()._take_in(data[:begun], cause)
                data = self._skim(data[begun:])
                if not data:
                    return
        super()._take_in(data, cause)

    def _begun(self, data: bytes) -> int:
        """Return how many of the bytes belong to a chunk that has begun already."""
        reader: Any = self._http._reader
        begun = data.find(CHUNK_END) + 2 if self._http.trailing_data[0] else 0
        if begun:  # The rest of a chunk's size, of which nobody knows anything yet.
            return len(data)
        left, footer = getattr(reader, "_bytes_in_chunk", len(data)), getattr(reader, "_bytes_to_discard", b"")
        return int(left + 2 if left else footer if isinstance(footer, int) else len(footer))

    def _skim(self, data: bytes) -> bytes:
        """Count whole chunks, and return what has to be understood: the last chunk, and what is none."""
        now, at, quick = time.monotonic(), 0, True
        while quick and (head := data.find(CHUNK_END, at)) >= 0:
            try:
                size = int(data[at:head], 16)
            except ValueError:
                size = 0
            end = head + 2 + size + 2
            if not 0 < size < LARGE or data[end - 2 : end] not in (CHUNK_END, CHUNK_END[:1], b""):
                quick = False
            elif end > len(data):
                break
            else:
                self._tally.add(now, size)
                quick = self._tally.too_quick(now)
                self.pieces += 1
                at = end
        if quick:
            self._unread = data[at:]
            if len(data) < READ_SIZE:
                time.sleep(REST)
        return b"" if quick else data[at:]

    def _hang_up(self, kind: Literal["hang up", "open"]) -> Goal:
        if kind == "hang up":
            self.leaves()
        return super()._hang_up(kind)

    def _say(self, kind: ClientKind, **details: Any) -> int:
        if kind == "piece":
            now = time.monotonic()
            self._tally.wait(now)
            self._tally.too_quick(now)
        return super()._say(kind, left_out=self._tally.take(), **details)
