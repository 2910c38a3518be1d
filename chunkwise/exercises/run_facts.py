"""What an expression may ask of one run: its response, its steps, its exceptions, the order of its events."""

from __future__ import annotations

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, UpstreamEvent, WireEvent
from chunkwise.exercises.facts import Fact, Facts, Missing, Words
from chunkwise.views import wording
from chunkwise.views.lookup import find_step
from chunkwise.views.variables import ABSENT, variables

WORDS = Words()


@WORDS.name
def pieces(facts: Facts) -> Fact:
    """The texts of the pieces that the clients got, in order."""
    found = facts.clients("piece")
    end = facts.clients("finished", "cut short", "closed", "hang up")[-1:]
    texts = [event.data.data.decode("utf-8", "backslashreplace") for _, event in found if event.data is not None]
    return Fact(texts, tuple(index for index, _ in [*found, *end]))


@WORDS.name
def body(facts: Facts) -> Fact:
    """All of them together."""
    got = pieces(facts)
    return Fact("".join(got.value), got.at[-1:])


@WORDS.name
def status(facts: Facts) -> Fact:
    """The status of the first response."""
    index, event = _head(facts)
    return Fact(event.status, (index,))


@WORDS.name
def statuses(facts: Facts) -> Fact:
    """The statuses of all responses, in the order in which the clients read them."""
    found = facts.clients("headers")
    return Fact([event.status for _, event in found], tuple(index for index, _ in found))


@WORDS.name
def headers(facts: Facts) -> Fact:
    """The headers of the first response, by their names in lower case."""
    index, event = _head(facts)
    return Fact({name.lower(): value for name, value in event.headers}, (index,))


@WORDS.name
def finished(facts: Facts) -> Fact:
    """Whether the last response came to its end."""
    found = facts.clients("finished", "cut short", "hang up", "closed")
    whole = bool(found) and found[-1][1].kind in ("finished", "closed") and bool(facts.clients("finished"))
    told = "the body is complete" if whole else "the body never ended"
    return Fact(whole, tuple(index for index, _ in found[-1:]), told, "the body to be complete")


@WORDS.name
def raised(facts: Facts) -> Fact:
    """The exceptions that came up in the program, by their class names."""
    found = facts.code("raise")
    return Fact([str(event.error).split("(", 1)[0] for _, event in found], tuple(index for index, _ in found))


@WORDS.name
def messages(facts: Facts) -> Fact:
    """The types of the messages that the application sent."""
    found = [(i, e) for i, e in facts.events if isinstance(e, AsgiEvent) and e.kind == "send"]
    return Fact([event.type for _, event in found], tuple(index for index, _ in found))


@WORDS.name
def names(facts: Facts) -> Fact:
    """The names of the steps, in order."""
    return Fact([step.name for step in facts.steps], tuple(step.events[-1] for step in facts.steps))


@WORDS.name
def source(facts: Facts) -> Fact:
    """The program itself."""
    return Fact(facts.recording.source)


@WORDS.call
def step(facts: Facts, which: str | int) -> Fact:
    """The step of that name."""
    found = find_step(facts.steps, which)
    return Fact(found, found.events[-1:])


@WORDS.call
def count(facts: Facts, kind: str) -> Fact:
    """How many steps are of a kind, such as ``yield``."""
    found = [one for one in facts.steps if f"{one.name} ".startswith(f"{kind} ")]
    return Fact(len(found), (found or facts.steps)[-1].events[-1:] if facts.steps else ())


@WORDS.call
def values(facts: Facts, name: str) -> Fact:
    """The values that a watched name had after each yield."""
    tracker = variables(facts.recording, facts.steps, [name])
    found = [value for value in tracker.rows[0].values if value != ABSENT]
    if not found:
        what = f"{name!r} never has a value in this recording"
        raise Missing(what, facts.last, hint="Name one that the scenario watches.")
    return Fact(found)


@WORDS.call
def order(facts: Facts, *which: str | int) -> Fact:
    """The names of these steps in the order in which they came."""
    found = sorted((find_step(facts.steps, one) for one in which), key=lambda one: one.number)
    return Fact([one.name for one in found], tuple(one.events[-1] for one in found))


@WORDS.name
def writes(facts: Facts) -> Fact:
    """What the server wrote to its sockets, write by write."""
    found = [(i, e) for i, e in facts.events if isinstance(e, WireEvent) and e.kind == "down"]
    return Fact([e.data.data.decode("utf-8", "backslashreplace") for _, e in found], tuple(index for index, _ in found))


@WORDS.name
def raised_at(facts: Facts) -> Fact:
    """The lines of the program in which exceptions came up, such as ``Line 9``."""
    found = facts.code("raise")
    return Fact([wording.sentence(wording.line(event)) for _, event in found], tuple(index for index, _ in found))


@WORDS.call
def event(facts: Facts, lane: str, text: str, number: int = 1) -> Fact:
    """The place of an event in the recording, counted from 0: the first one of a lane that holds ``text``.

    A code event is a line about to run, ``start`` or ``resume``; a client's or the
    upstream's is called by its kind, such as ``headers``.
    """
    found = [index for index, one in facts.events if one.lane == lane and text in _told(facts, one)]
    if not 1 <= number <= len(found):
        times = f" {number} times" if number != 1 else ""
        raise Missing(f"no event in the lane {lane!r} holds {text!r}{times}", facts.last, f"an event with `{text}`")
    return Fact(found[number - 1], (found[number - 1],))


@WORDS.call
def sequence(facts: Facts, *places: int, **named: int) -> Fact:
    """The names of events, or their numbers from 1, in the order in which these came."""
    places_of = {**{str(number): place for number, place in enumerate(places, 1)}, **named}
    found = sorted(places_of, key=lambda name: places_of[name])
    if len(set(places_of.values())) < len(found):
        raise Missing("two of these are the same event", facts.last, hint="Name different events.")
    return Fact([name.replace("_", " ") for name in found], tuple(places_of[name] for name in found))


@WORDS.call
def times(facts: Facts, text: str, before: str = "") -> Fact:
    """How many times a line that holds ``text`` ran, before a client's act such as ``piece`` if one is given."""
    end = facts.clients(before)[0][0] if before and facts.clients(before) else len(facts.events)
    found = [index for index, event in facts.code("line") if index < end and text in facts.line(event)]
    return Fact(len(found), tuple(found[-1:]))


@WORDS.call
def ran(facts: Facts, text: str, after: str = "") -> Fact:
    """Whether a line that holds ``text`` ran, after a client's act such as ``hang up`` if one is given."""
    begin = facts.clients(after)[0][0] if after and facts.clients(after) else -1
    if after and begin < 0:
        raise Missing(f"no client did {after!r}", facts.last, f"a client to {after}")
    found = [index for index, event in facts.code("line") if index > begin and text in facts.line(event)]
    when = f" after the client's {after}" if after else ""
    told = f"a line with `{text}` ran{when}" if found else f"no line with `{text}` ran{when}"
    at = tuple(found[:1]) or ((begin,) if begin >= 0 else ())
    return Fact(bool(found), at, told, f"a line with `{text}` to run{when}")


def _head(facts: Facts) -> tuple[int, ClientEvent]:
    found = facts.clients("headers")
    if not found:
        raise Missing("there was no response", facts.last, "a response")
    return found[0]


def _told(facts: Facts, event: Event) -> str:
    """What an event can be found by."""
    match event:
        case CodeEvent():
            return facts.line(event) if event.kind == "line" else event.kind
        case AsgiEvent():
            return f"{event.kind} {event.type}"
        case WireEvent():
            return event.data.text
        case ClientEvent() | UpstreamEvent():
            return event.kind
