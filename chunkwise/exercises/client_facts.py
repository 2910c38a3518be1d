"""What a check may ask of one client among several, and of the events that it was sent."""

from __future__ import annotations

import json

from chunkwise.event_stream import MEDIA_TYPE, read
from chunkwise.exercises.facts import Fact, Facts, Missing, Words
from chunkwise.exercises.run_facts import headers, pieces

WORDS = Words()
OF_CLIENT = frozenset(("status", "statuses", "headers", "pieces", "body", "finished", "events", "data"))
"""What can be asked of one client among several."""


@WORDS.call
def client(facts: Facts, which: str) -> Fact:
    """The client of that name in the scenario. Of it can be asked what is asked of a run with one client only."""
    if not any(event.client == which for _, event in facts.clients()):
        raise Missing(f"the client {which!r} did nothing", None, f"a request of {which!r}")
    return Fact(facts.of(which))


@WORDS.name
def events(facts: Facts) -> Fact:
    """The names of the server-sent events that an ``EventSource`` hands on; ``message`` where an event has none."""
    found = _events(facts)
    return Fact([kind for _, kind, _ in found], tuple(at for at, _, _ in found))


@WORDS.name
def data(facts: Facts) -> Fact:
    """What these events carry: the value where the data is JSON, otherwise the text."""
    found = _events(facts)
    return Fact([_value(text) for _, _, text in found], tuple(at for at, _, _ in found))


def _events(facts: Facts) -> list[tuple[int, str, str]]:
    head = headers(facts)
    said = str(head.value.get("content-type", ""))
    if said.partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise Missing(f"the response is `{said or 'of no type'}`", head.event(), f"a response of type `{MEDIA_TYPE}`")
    got = pieces(facts)
    return [(got.at[index], kind, text) for index, kind, text in read(got.value)]


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
