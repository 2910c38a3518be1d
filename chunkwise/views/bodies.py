"""The bodies of the responses, followed through the recording, because their state is what readers ask about.

Which frames make a body, the recording says. A generator makes all of its pieces in one frame; an object with
``__anext__`` or ``__next__`` has a frame for each of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from chunkwise.events import AsgiEvent, CodeEvent, Event

RESTING = ("yield", "await", "return", "unwind")
"""After one of these a frame does not run, until it is resumed if ever."""

GOING = ("start", "line", "resume")


@dataclass(frozen=True)
class Moment:
    """How far a body is: its last event, how many pieces it has made, and what was raised in it since."""

    event: CodeEvent
    yields: int
    error: CodeEvent | None
    ended: bool


@dataclass(frozen=True)
class Body:
    """What makes the pieces of a response: its events, by their place in the recording.

    ``function`` is how it is called where there are several; ``outermost`` says whether it is what the client gets.
    """

    exchange: int
    number: int
    events: tuple[tuple[int, CodeEvent], ...]
    outermost: bool = True
    alone: bool = True

    @property
    def function(self) -> str:
        return self.events[0][1].function

    @property
    def begins(self) -> int:
        return self.events[0][0]

    @property
    def steps(self) -> bool:
        """Whether it is an object of which each call makes one piece."""
        return not self.events[0][1].generator

    @property
    def is_left(self) -> bool:
        """Whether the recording ends with it suspended: nothing resumed, closed or cancelled it."""
        return self.events[-1][1].kind in ("yield", "await")

    @property
    def last(self) -> CodeEvent:
        return self.events[-1][1]

    def makes(self, event: CodeEvent) -> bool:
        """Whether the event is that of a finished piece."""
        return event.kind == ("return" if self.steps else "yield")

    def ends(self, event: CodeEvent) -> bool:
        """Whether the event is its end, without an error: an object says so with StopIteration, which is not shown."""
        return (event.kind == "unwind" and event.error is None) if self.steps else event.kind == "return"

    def yield_number(self, event: CodeEvent) -> int:
        """Return how many pieces came before this one."""
        return self._numbers[id(event)]

    def at(self, index: int) -> Moment | None:
        """Return how far it is at a place in the recording, or nothing before it starts."""
        seen = bisect_right(self.events, index, key=lambda one: one[0])
        return self._moments[seen - 1] if seen else None

    # Worked out once: a long run asks for each of its steps.
    @cached_property
    def _numbers(self) -> dict[int, int]:
        numbers, made = {}, 0
        for _, event in self.events:
            made += _left_out(event)
            if self.makes(event):
                numbers[id(event)] = made
                made += 1
        return numbers

    @cached_property
    def _moments(self) -> list[Moment]:
        return list(self._followed())

    def _followed(self) -> Iterator[Moment]:
        yields, error = 0, None
        for _, event in self.events:
            yields += _left_out(event)
            if self.makes(event):
                yields, error = yields + 1, None
            elif event.kind == "raise":
                error = event
            yield Moment(event, yields, error, self.ends(event))


def _left_out(event: CodeEvent) -> int:
    return event.left_out.count if event.left_out is not None else 0


def bodies(events: Sequence[Event]) -> tuple[Body, ...]:
    """Return the bodies of all exchanges, each exchange's outermost first."""
    own: dict[tuple[int, int], list[tuple[int, CodeEvent]]] = {}
    sent: Counter[tuple[int, int]] = Counter()
    for index, event in enumerate(events):
        if isinstance(event, CodeEvent) and event.body:
            own.setdefault((event.exchange, event.body), []).append((index, event))
        elif isinstance(event, AsgiEvent) and event.kind == "send" and event.cause is not None:
            behind = events[event.cause]
            if isinstance(behind, CodeEvent) and behind.body:
                sent[behind.exchange, behind.body] += 1
    found = []
    for exchange in dict.fromkeys(exchange for exchange, _ in own):
        keys = sorted((key for key in own if key[0] == exchange), key=lambda key: (-sent[key], key[1]))
        found += [Body(*key, tuple(own[key]), outermost=key is keys[0], alone=len(keys) == 1) for key in keys]
    return tuple(found)


def sent_after(events: Sequence[Event], index: int, exchange: int) -> Iterator[AsgiEvent]:
    """Yield the messages behind a place that send a part of an exchange's body, also an empty one."""
    for event in islice(events, index + 1, None):
        if isinstance(event, AsgiEvent) and event.exchange == exchange and event.kind == "send" and event.body:
            yield event


def data_after(events: Sequence[Event], index: int, exchange: int) -> bool:
    """Say whether a message behind a place sends bytes of an exchange's body."""
    return any(event.body is not None and event.body.size > 0 for event in sent_after(events, index, exchange))
