"""Findings of a diagnosis: each says one thing that is wrong, the event that proves it and the page about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording
from chunkwise.views.bodies import Body, bodies
from chunkwise.watch.waits import Wait, waited

LESSON = "lessons/{}/learn/"
"""The page of a lesson."""


@dataclass(frozen=True)
class Finding:
    """One thing that a check found.

    ``at`` is the place of the event that proves it; ``line`` and ``file`` are where to look, if a line of the program
    is to blame. A ``note`` says why a stream looks as it does, although nothing is wrong with it.
    """

    check: str
    what: str
    at: int
    page: str
    file: str = ""
    line: int = 0
    note: bool = False


@dataclass(frozen=True)
class Seen:
    """A recording as the checks look at it: gathered once."""

    recording: Recording
    whole: bool = True
    """Whether the run came to its end. Of one that was ended, nothing that is still open is a finding."""
    waits: Sequence[Wait] = ()
    """When the program waited for a processor, which looks as if it blocked."""

    @property
    def events(self) -> Sequence[Event]:
        return self.recording.events

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        return bodies(self.events)

    @cached_property
    def exchanges(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(event.exchange for event in self.events if isinstance(event, AsgiEvent)))

    def time(self, place: int) -> float:
        """Return when an event was, in milliseconds."""
        return self.events[place].at or 0.0

    def ran(self, begin: int, end: int) -> float:
        """Return the milliseconds between two places, without those that a processor was waited for."""
        since, until = self.time(begin), self.time(end)
        return until - since - waited(self.waits, since, until)

    def asgi(self, exchange: int, kind: str, type_: str = "") -> Iterator[int]:
        """Yield the places of an exchange's crossings of a kind."""
        for place, event in enumerate(self.events):
            if not isinstance(event, AsgiEvent) or (event.exchange, event.kind) != (exchange, kind):
                continue
            if not type_ or event.type == type_:
                yield place

    def data(self, exchange: int) -> list[int]:
        """Return the places where bytes of an exchange's body were sent."""
        places = self.asgi(exchange, "send", "http.response.body")
        return [place for place in places if _size(self.events[place])]

    def sent(self, exchange: int) -> int:
        """Return how many messages with data were sent, those that have no event of their own among them."""
        places = self.asgi(exchange, "send", "http.response.body")
        left_out = [one.count for place in places if (one := self.events[place].left_out) is not None]
        return len(self.data(exchange)) + sum(left_out)

    def last(self, exchange: int) -> int:
        """Return the place of the last message with data, or of the first one behind it if it has no event."""
        bodies = list(self.asgi(exchange, "send", "http.response.body"))
        return max((place for place in bodies if _size(self.events[place]) or self.events[place].left_out), default=0)

    def pauses(self, exchange: int) -> list[float]:
        """Return the milliseconds between one piece and the next; of what was left out, the longest."""
        found = []
        for before, after in pairwise(self.data(exchange)):
            left_out = self.events[after].left_out
            found.append(left_out.longest if left_out is not None else self.time(after) - self.time(before))
        # What was left out at the end is told by the message behind it, which has no data.
        end = self.events[self.last(exchange)]
        return found + ([end.left_out.longest] if end.left_out is not None and not _size(end) else [])

    def client(self, exchange: int, kind: str) -> int | None:
        """Return the place where the client of an exchange first did or noticed something."""
        for place, event in enumerate(self.events):
            if isinstance(event, ClientEvent) and event.exchange == exchange and event.kind == kind:
                return place
        return None

    def complete(self, exchange: int) -> int | None:
        """Return the place of the message that says that the response is complete."""
        bodies = self.asgi(exchange, "send", "http.response.body")
        events = ((place, self.events[place]) for place in bodies)
        return next((place for place, one in events if isinstance(one, AsgiEvent) and not one.more_body), None)

    def source(self, file: str) -> str:
        """Return the text of a file of the program; without a name, of the one that has none."""
        return self.recording.modules.get(file, "") if file else self.recording.source

    def over(self, exchange: int) -> int | None:
        """Return the place where the application came to the end of an exchange."""
        ends = [*self.asgi(exchange, "done"), *self.asgi(exchange, "error")]
        return min(ends, default=None)

    def code(self) -> Iterator[tuple[int, CodeEvent]]:
        """Yield what the program did, with the places."""
        return ((place, event) for place, event in enumerate(self.events) if isinstance(event, CodeEvent))


def _size(event: Event) -> int:
    return event.body.size if isinstance(event, AsgiEvent) and event.body is not None else 0


def seconds(milliseconds: float) -> str:
    """Say how long something took, as exactly as anybody would."""
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def pieces(count: int) -> str:
    return f"{count:,} piece{'' if count == 1 else 's'}"


def all_of(count: int) -> str:
    return "Both pieces" if count == 2 else f"All {pieces(count)}"
