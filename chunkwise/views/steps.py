"""A recording as the few rows that a reader steps through, because hundreds of events teach nobody anything.

Some events are headlines (``headlines``). A step begins where the program began to work towards its headline, and ends
where the next one begins. So the steps are in the order of the events, and each event is in one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Recording
from chunkwise.views import wording
from chunkwise.views.bodies import Body
from chunkwise.views.headlines import Headline, Headlines

__all__ = ["Step", "steps"]

BEFORE = frozenset({"request", "part", "body complete", "taken up"})
"""Steps that come before the endpoint is called, besides those of dependencies."""


@dataclass(frozen=True)
class Step:
    """One row of the execution table.

    ``name`` is how an author refers to it (``request``, ``yield 2``, ``end``), unique in its recording. The text
    fields are plain text; what came from the program is between backquotes. ``None`` is written out as such.
    ``events`` are the indexes of the recording's events that the step groups, in order; each event is in one step.
    """

    number: int
    name: str
    action: str
    state: str
    yielded: str
    received: str
    events: tuple[int, ...]
    headline: int = 0
    """The place of the event that the step is named after."""


def steps(recording: Recording) -> tuple[Step, ...]:
    """Group the events of a recording into steps, in order. Every event belongs to exactly one of them."""
    events = recording.events
    if not events:
        return ()
    headlines = Headlines(events)
    found = list(headlines.found()) or [Headline(0, 0, "start", "the run begins", 0)]
    begins = [0]
    for before, headline in pairwise(found):
        begins.append(max(headline.lead, before.at + 1))
    created = _created(recording, headlines, found)
    generators = _generators(recording)
    names = _Names()
    rows = []
    for number, (headline, begin, end) in enumerate(
        zip(found, begins, [*begins[1:], len(events)], strict=True), start=1
    ):
        body = headline.body or headlines.body(headline.exchange)
        row = _row(recording, headlines, number, names.unique(headline), headline, body, range(begin, end))
        if body is not None and headline.exchange == body.exchange and created.get(body.exchange) in row.events:
            several = len(generators.get(body.exchange, ())) > 1
            row = replace(row, action=f"{row.action}, {wording.created(body, several=several)}")
        rows.append(row)
    return tuple(rows)


class _Names:
    """Names of steps, each given once. That of a later exchange has its number behind it."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def unique(self, headline: Headline) -> str:
        count = max(headline.exchange, 1)
        unique = headline.name if count == 1 else f"{headline.name} #{count}"
        while unique in self._given:
            count += 1
            unique = f"{headline.name} #{count}"
        self._given.add(unique)
        return unique


def _row(
    recording: Recording,
    headlines: Headlines,
    number: int,
    name: str,
    headline: Headline,
    body: Body | None,
    places: range,
) -> Step:
    first = recording.events[headline.at]
    state = wording.state(first, body, places[-1])
    yielded = wording.NOT_APPLICABLE if state == wording.NOT_APPLICABLE else "None"
    if isinstance(first, CodeEvent) and body is not None and first.body and body.makes(first):
        yielded = f"`{first.value}`"
    return Step(
        number=number,
        name=name,
        action=wording.sentence(headline.action),
        state=state,
        yielded=yielded,
        received=_received(recording, headlines, headline, places),
        events=tuple(places),
        headline=headline.at,
    )


def _received(recording: Recording, headlines: Headlines, headline: Headline, places: range) -> str:
    """Say what the client of a step got in it, and by its name any other client that something reached meanwhile."""
    events: dict[int, list[ClientEvent]] = {recording.events[headline.at].exchange: []}
    for event in recording.events[places.start : places.stop]:
        if isinstance(event, ClientEvent):
            events.setdefault(event.exchange, []).append(event)
    said = []
    for place, (exchange, own) in enumerate(events.items()):
        text = wording.received(own, streams=headlines.body(exchange) is not None)
        if text != wording.NOTHING:
            said.append(headlines.belonging.whose(exchange, text) if place else text)
    return "; ".join(said) or wording.NOTHING


def _generators(recording: Recording) -> dict[int, set[str]]:
    """Return the program's generators by exchange, without those of dependencies, whose rows name them anyway."""
    found: dict[int, set[str]] = {}
    for event in recording.events:
        if isinstance(event, CodeEvent) and event.generator and event.role != "dependency":
            found.setdefault(event.exchange, set()).add(event.function)
    return found


def _created(recording: Recording, headlines: Headlines, found: Sequence[Headline]) -> dict[int, int]:
    """Find where the body of each exchange came to be: its endpoint returned it.

    An endpoint that yields its response does not return one. It is called once the request and all dependencies are
    there, before its headers are sent.
    """
    returned: dict[int, int] = {}
    answered: dict[int, int] = {}
    for index, event in enumerate(recording.events):
        if isinstance(event, CodeEvent) and event.kind == "return" and event.role == "endpoint":
            returned.setdefault(event.exchange, index)
        elif isinstance(event, AsgiEvent) and event.kind == "send":
            answered.setdefault(event.exchange, index)
    places: dict[int, int] = {}
    for headline in found:
        body = headlines.body(headline.exchange)
        if body is None or headline.at > min(body.begins, answered.get(headline.exchange, body.begins)):
            continue
        if isinstance(recording.events[headline.at], CodeEvent) or headline.name in BEFORE:
            places[headline.exchange] = headline.at
    return places | returned
