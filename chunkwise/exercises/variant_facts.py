"""What a quiz key may ask besides: one step by what it holds, another variant, and which of several variants it is.

What a run came to behind a proxy, or under another server, can be asked too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from chunkwise.events import MAIN
from chunkwise.exercises.facts import Fact, Facts, Missing, Words
from chunkwise.views import lookup
from chunkwise.views.lookup import listed
from chunkwise.views.steps import Step

WORDS = Words()


@WORDS.call
def first_step(facts: Facts, **fields: str | int) -> Fact:
    """The first step that has these texts in these cells."""
    return _step_fact(_holding(facts, fields)[0])


@WORDS.call
def last_step(facts: Facts, **fields: str | int) -> Fact:
    """The last step that has these texts in these cells."""
    return _step_fact(_holding(facts, fields)[-1])


@WORDS.call
def variant(facts: Facts, name: str) -> Fact:
    """The recording of that variant, of which all can be asked that is asked of the scenario's own."""
    if name not in facts.variants:
        raise Missing(f"there is no variant {name!r}", hint=f"There are {listed(facts.variants)}.")
    return Fact(facts.variants[name])


@WORDS.call
def changed(facts: Facts) -> Fact:
    """The lines in which this recording's program differs from the scenario's own, such as ``Line 9``."""
    own, other = (facts.variants[name].recording.source.split("\n") for name in (MAIN, facts.name))
    changes = SequenceMatcher(None, own, other, autojunk=False).get_opcodes()
    places = [n for kind, _, _, begin, end in changes if kind != "equal" for n in range(begin, end)]
    found = [str(n + 1) for n in places if other[n].strip()]
    if not found:
        what = f"the program of {facts.name!r} has no line that isn't in the example's program"
        raise Missing(what, hint='Use a variant that replaces a line, as in variant("broken").changed().')
    return Fact(f"Line {found[0]}" if len(found) == 1 else f"Lines {', '.join(found)}")


@WORDS.call
def elsewhere(facts: Facts, fact: str, place: str) -> Fact:
    """What a run under a condition came to: ``place`` is a proxy's configuration, or a server."""
    places = getattr(facts.variants, "places", {}).get(facts.name, {})
    if place not in places:
        raise Missing(f"{facts.name!r} isn't run with {place!r}", hint=f"It is run with {listed(places)}.")
    if fact not in places[place]:
        raise Missing(f"no fact {fact!r} is known there", hint=f"There are {listed(places[place])}.")
    return Fact(places[place][fact])


Ask = Callable[[Facts], object]
Holds = Callable[[Facts], bool]


@WORDS.choice
def only(runs: Sequence[Facts], ask: Ask, holds: Holds) -> Sequence[Facts]:
    """The recordings of which it is true."""
    return [run for run in runs if holds(run)]


@WORDS.choice
def most(runs: Sequence[Facts], ask: Ask, holds: Holds) -> Sequence[Facts]:
    """The recordings with the greatest number."""
    counts = _counts(runs, ask)
    return [run for run, count in zip(runs, counts, strict=True) if count == max(counts)]


@WORDS.choice
def fewest(runs: Sequence[Facts], ask: Ask, holds: Holds) -> Sequence[Facts]:
    """The recordings with the smallest number."""
    counts = _counts(runs, ask)
    return [run for run, count in zip(runs, counts, strict=True) if count == min(counts)]


def _counts(runs: Sequence[Facts], ask: Ask) -> list[int]:
    counts = [count for run in runs if isinstance(count := ask(run), int)]
    if len(counts) < len(runs):
        raise Missing("this cannot be counted", hint='Compare len(pieces) or count("yield").')
    return counts


def _holding(facts: Facts, fields: dict[str, str | int]) -> list[Step]:
    attributes = {lookup.field(name): str(text) for name, text in fields.items()}
    found = [step for step in facts.steps if all(text in str(getattr(step, name)) for name, text in attributes.items())]
    if not fields or not found:
        wanted = ", ".join(f"{field}={text!r}" for field, text in fields.items())
        raise Missing(
            f"no step has {wanted or 'the given values: there are none'}", hint='Write first_step(received="chunk 2").'
        )
    return found


def _step_fact(step: Step) -> Fact:
    return Fact(step, step.events[-1:])
