"""What a check or a quiz key may ask of a recording, each answer with the event that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from chunkwise.errors import PageError
from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording, WireEvent
from chunkwise.views.lookup import FIELDS, find_step
from chunkwise.views.steps import Step, steps
from chunkwise.views.variables import ABSENT, variables


@dataclass(frozen=True)
class Fact:
    """A value, and the indexes of the events that show it: one for each item of a list, otherwise any number."""

    value: Any
    at: tuple[int, ...] = ()
    told: str = ""
    """What to say of a fact that is only true or false."""
    wanted: str = ""
    """What to say was expected, where it should have been true."""

    def event(self, expected: object = None) -> int | None:
        """Return the event to look at: of two lists where they first differ, otherwise the first."""
        place = 0
        if isinstance(self.value, list) and isinstance(expected, list):
            same = (one == other for one, other in zip(self.value, expected, strict=False))
            place = next((index for index, equal in enumerate(same) if not equal), min(len(self.value), len(expected)))
        return self.at[min(place, len(self.at) - 1)] if self.at else None


class Missing(Exception):
    """The run has nothing of what a check asks for."""

    def __init__(self, happened: str, at: int | None = None, expected: str = "") -> None:
        super().__init__(happened)
        self.expected = expected
        self.happened = happened
        self.at = at


class Facts:
    """The facts of one recording. ``rows`` are its steps, where somebody has worked them out already."""

    NAMES: ClassVar[dict[str, Callable[[Facts], Fact]]] = {}
    CALLS: ClassVar[dict[str, Callable[..., Fact]]] = {}
    OF_CLIENT: ClassVar[tuple[str, ...]] = ("status", "headers", "pieces", "body", "finished", "events", "data")
    """What can be asked of one client among several."""

    def __init__(self, recording: Recording, rows: tuple[Step, ...] | None = None, client: str | None = None) -> None:
        self.recording = recording
        self.client = client
        self.events = list(enumerate(recording.events))
        self.steps = steps(recording) if rows is None else rows

    @property
    def last_step(self) -> int | None:
        return self.steps[-1].number if self.steps else None

    def step_of(self, event: int | None) -> int | None:
        return next((step.number for step in self.steps if event in step.events), None)

    def named(self, name: str) -> Fact:
        if name not in self.NAMES:
            raise TypeError(f"{name} has to be called")
        return self.NAMES[name](self)

    def called(self, name: str, *arguments: object, **named: object) -> Fact:
        try:
            return self.CALLS[name](self, *arguments, **named)
        except PageError as error:
            raise Missing(f"{error.what}. {error.hint or ''}".strip(), self._last()) from None

    def of(self, client: str) -> Facts:
        """Return the facts of one client only."""
        return Facts(self.recording, self.steps, client)

    def attribute(self, fact: Fact, name: str) -> Fact:
        if isinstance(fact.value, Facts) and name in self.OF_CLIENT:
            return fact.value.named(name)
        if not isinstance(fact.value, Step) or name not in FIELDS:
            raise AttributeError(f"there is no {name!r}")
        return Fact(getattr(fact.value, FIELDS[name]), fact.at)

    def item(self, fact: Fact, place: object) -> Fact:
        if isinstance(fact.value, dict):
            if place not in fact.value:
                raise Missing(f"there is no {place!r}", fact.event(), f"a {place!r}")
            return Fact(fact.value[place], fact.at)
        if not isinstance(place, int):
            raise TypeError(f"{place!r} is no place in a list")
        if not -len(fact.value) <= place < len(fact.value):
            raise Missing(f"there are only {len(fact.value)}", fact.at[-1] if fact.at else self._last())
        return Fact(fact.value[place], fact.at[place : place + 1 or None] if fact.at else ())

    def clients(self, *kinds: str) -> list[tuple[int, ClientEvent]]:
        """Return what the clients did, or the one that these facts are about; ``kinds`` are all if none is given."""
        found = [(i, e) for i, e in self.events if isinstance(e, ClientEvent) and (not kinds or e.kind in kinds)]
        return [(i, e) for i, e in found if self.client in (None, e.client)]

    def code(self, *kinds: str) -> list[tuple[int, CodeEvent]]:
        return [(i, e) for i, e in self.events if isinstance(e, CodeEvent) and e.kind in kinds]

    def line(self, number: int) -> str:
        lines = self.recording.source.split("\n")
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    def _last(self) -> int | None:
        return len(self.events) - 1 if self.events else None


def name(found: Callable[[Facts], Fact]) -> Callable[[Facts], Fact]:
    Facts.NAMES[found.__name__] = found
    return found


def call(found: Callable[..., Fact]) -> Callable[..., Fact]:
    Facts.CALLS[found.__name__] = found
    return found


@name
def pieces(facts: Facts) -> Fact:
    """The texts of the pieces that the clients got, in order."""
    found = facts.clients("piece")
    end = facts.clients("finished", "cut short", "closed", "hang up")[-1:]
    texts = [event.data.data.decode("utf-8", "backslashreplace") for _, event in found if event.data is not None]
    return Fact(texts, tuple(index for index, _ in [*found, *end]))


@name
def body(facts: Facts) -> Fact:
    """All of them together."""
    got = pieces(facts)
    return Fact("".join(got.value), got.at[-1:])


@name
def status(facts: Facts) -> Fact:
    """The status of the first response."""
    index, event = _head(facts)
    return Fact(event.status, (index,))


@name
def headers(facts: Facts) -> Fact:
    """The headers of the first response, by their names in lower case."""
    index, event = _head(facts)
    return Fact({name.lower(): value for name, value in event.headers}, (index,))


@name
def finished(facts: Facts) -> Fact:
    """Whether the last response came to its end."""
    found = facts.clients("finished", "cut short", "hang up", "closed")
    whole = bool(found) and found[-1][1].kind in ("finished", "closed") and bool(facts.clients("finished"))
    told = "the body is complete" if whole else "the body never came to its end"
    return Fact(whole, tuple(index for index, _ in found[-1:]), told, "the body to be complete")


@name
def raised(facts: Facts) -> Fact:
    """The exceptions that came up in the program, by their class names."""
    found = facts.code("raise")
    return Fact([str(event.error).split("(", 1)[0] for _, event in found], tuple(index for index, _ in found))


@name
def messages(facts: Facts) -> Fact:
    """The types of the messages that the application sent."""
    found = [(i, e) for i, e in facts.events if isinstance(e, AsgiEvent) and e.kind == "send"]
    return Fact([event.type for _, event in found], tuple(index for index, _ in found))


@name
def names(facts: Facts) -> Fact:
    """The names of the steps, in order."""
    return Fact([step.name for step in facts.steps], tuple(step.events[-1] for step in facts.steps))


@name
def source(facts: Facts) -> Fact:
    """The program itself."""
    return Fact(facts.recording.source)


@call
def step(facts: Facts, which: object) -> Fact:
    """The step of that name."""
    found = find_step(facts.steps, which)
    return Fact(found, found.events[-1:])


@call
def count(facts: Facts, kind: object) -> Fact:
    """How many steps are of a kind, such as ``yield``."""
    found = [one for one in facts.steps if one.name.split()[0] == kind]
    return Fact(len(found), (found or facts.steps)[-1].events[-1:] if facts.steps else ())


@call
def values(facts: Facts, name: object) -> Fact:
    """The values that a watched name had after each yield."""
    tracker = variables(facts.recording, facts.steps, [str(name)])
    found = [value for value in tracker.rows[0].values if value != ABSENT]
    if not found:
        raise PageError(f"{name!r} never has a value in this recording", hint="Name one that the scenario watches.")
    return Fact(found)


@call
def order(facts: Facts, *which: object) -> Fact:
    """The names of these steps in the order in which they came."""
    found = sorted((find_step(facts.steps, one) for one in which), key=lambda one: one.number)
    return Fact([one.name for one in found], tuple(one.events[-1] for one in found))


@name
def writes(facts: Facts) -> Fact:
    """What the server wrote to its sockets, write by write."""
    found = [(i, e) for i, e in facts.events if isinstance(e, WireEvent) and e.kind == "down"]
    return Fact([e.data.data.decode("utf-8", "backslashreplace") for _, e in found], tuple(index for index, _ in found))


@name
def raised_at(facts: Facts) -> Fact:
    """The lines of the program in which exceptions came up, such as ``Line 9``."""
    found = facts.code("raise")
    return Fact([f"Line {event.line}" for _, event in found], tuple(index for index, _ in found))


@call
def event(facts: Facts, lane: str, text: str, number: int = 1) -> Fact:
    """The place of an event in the recording, counted from 0: the first one of a lane that holds ``text``.

    A code event is a line about to run, ``start`` or ``resume``; a client's is called by its kind, such as ``headers``.
    """
    found = [index for index, one in facts.events if one.lane == lane and text in _told(facts, one)]
    if not 1 <= number <= len(found):
        times = f" {number} times" if number != 1 else ""
        raise Missing(f"no event in the lane {lane!r} holds {text!r}{times}", facts._last(), f"an event with `{text}`")
    return Fact(found[number - 1], (found[number - 1],))


@call
def sequence(facts: Facts, *places: int, **named: int) -> Fact:
    """The names of events, or their numbers from 1, in the order in which these came."""
    places_of = {**{str(number): place for number, place in enumerate(places, 1)}, **named}
    found = sorted(places_of, key=lambda name: places_of[name])
    if len(set(places_of.values())) < len(found):
        raise PageError("two of these are the same event", hint="Ask for different ones.")
    return Fact([name.replace("_", " ") for name in found], tuple(places_of[name] for name in found))


@call
def times(facts: Facts, text: str, before: str = "") -> Fact:
    """How many times a line that holds ``text`` ran, before a client's act such as ``piece`` if one is given."""
    end = facts.clients(before)[0][0] if before and facts.clients(before) else len(facts.events)
    found = [index for index, event in facts.code("line") if index < end and text in facts.line(event.line)]
    return Fact(len(found), tuple(found[-1:]))


@call
def ran(facts: Facts, text: str, after: str = "") -> Fact:
    """Whether a line that holds ``text`` ran, after a client's act such as ``hang up`` if one is given."""
    begin = facts.clients(after)[0][0] if after and facts.clients(after) else -1
    if after and begin < 0:
        raise Missing(f"no client did {after!r}", facts._last(), f"a client to {after}")
    found = [index for index, event in facts.code("line") if index > begin and text in facts.line(event.line)]
    when = f" after the client's {after}" if after else ""
    told = f"a line with `{text}` ran{when}" if found else f"no line with `{text}` ran{when}"
    at = tuple(found[:1]) or ((begin,) if begin >= 0 else ())
    return Fact(bool(found), at, told, f"a line with `{text}` to run{when}")


def _head(facts: Facts) -> tuple[int, ClientEvent]:
    found = facts.clients("headers")
    if not found:
        raise Missing("there was no response", facts._last(), "a response")
    return found[0]


def _told(facts: Facts, event: Event) -> str:
    """What an event can be found by."""
    match event:
        case CodeEvent():
            return facts.line(event.line) if event.kind == "line" else event.kind
        case AsgiEvent():
            return f"{event.kind} {event.type}"
        case WireEvent():
            return event.data.text
        case ClientEvent():
            return event.kind
