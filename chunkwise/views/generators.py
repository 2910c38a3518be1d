"""The generator behind each response, followed through the recording, because its state is what readers ask about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chunkwise.events import CodeEvent, Event

RESTING = ("yield", "await", "return", "unwind")
"""After one of these a frame does not run, until it is resumed if ever."""


@dataclass(frozen=True)
class Generator:
    """The generator that makes a response's body: its frame's events, by their place in the recording."""

    exchange: int
    frame: int
    events: tuple[tuple[int, CodeEvent], ...]

    @property
    def is_left(self) -> bool:
        """Whether the recording ends with it suspended: nothing resumed, closed or cancelled it."""
        return self.events[-1][1].kind in ("yield", "await")

    @property
    def line(self) -> int:
        return self.events[-1][1].line

    def yield_number(self, event: CodeEvent) -> int:
        """Return how many yields came before this one."""
        yields = [one for _, one in self.events if one.kind == "yield"]
        return next(number for number, one in enumerate(yields) if one is event)

    def until(self, index: int) -> list[CodeEvent]:
        """Return its events up to a place in the recording."""
        return [event for at, event in self.events if at <= index]


def generators(events: Sequence[Event]) -> dict[int, Generator]:
    """Find the generator behind the body of each exchange: the first one to start that is not a dependency."""
    frames: dict[int, int] = {}
    for event in events:
        if isinstance(event, CodeEvent) and event.kind == "start" and event.generator and event.role != "dependency":
            frames.setdefault(event.exchange, event.frame)
    found = {}
    for exchange, frame in frames.items():
        own = ((i, e) for i, e in enumerate(events) if isinstance(e, CodeEvent) and e.frame == frame)
        found[exchange] = Generator(exchange, frame, tuple(own))
    return found
