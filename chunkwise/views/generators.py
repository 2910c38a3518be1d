"""The generator behind each response, followed through the recording, because its state is what readers ask about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from chunkwise.events import CodeEvent, Event

RESTING = ("yield", "await", "return", "unwind")
"""After one of these a frame does not run, until it is resumed if ever."""


@dataclass(frozen=True)
class Moment:
    """How far a generator is: its last event, how often it has yielded, and what was raised in it since."""

    event: CodeEvent
    yields: int
    error: CodeEvent | None


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
        return self._numbers[id(event)]

    def at(self, index: int) -> Moment | None:
        """Return how far it is at a place in the recording, or nothing before it starts."""
        seen = bisect_right(self.events, index, key=lambda one: one[0])
        return self._moments[seen - 1] if seen else None

    # Worked out once: a long run asks for each of its steps.
    @cached_property
    def _numbers(self) -> dict[int, int]:
        yields = (event for _, event in self.events if event.kind == "yield")
        return {id(event): number for number, event in enumerate(yields)}

    @cached_property
    def _moments(self) -> list[Moment]:
        return list(self._followed())

    def _followed(self) -> Iterator[Moment]:
        yields, error = 0, None
        for _, event in self.events:
            if event.kind == "yield":
                yields, error = yields + 1, None
            elif event.kind == "raise":
                error = event
            yield Moment(event, yields, error)


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
