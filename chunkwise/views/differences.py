"""Two runs side by side, because what one change makes of a program is understood from what it leaves alone.

What differs is found in three places: the source, what the clients do, and the steps that came of it. Steps of the two
runs belong together when they have the same name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from chunkwise.examples.scenario import Action, Scenario
from chunkwise.views.steps import Step

Kind = Literal["same", "removed", "added"]

CELLS = ("action", "state", "yielded", "received")
"""What of a step is compared. Its number may differ because of the steps before it."""


@dataclass(frozen=True)
class Line:
    """One line, of a program or of what a client does, and on which side it is. ``number`` counts from 1 there."""

    kind: Kind
    number: int
    text: str


@dataclass(frozen=True)
class Pair:
    """The steps of one name in both runs, ``None`` where a run has none; ``differs`` names the cells that differ."""

    one: Step | None
    other: Step | None
    differs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        found = self.one or self.other
        return found.name if found else ""


def source_difference(one: str, other: str, context: int = 1) -> tuple[tuple[Line, ...], ...]:
    """Return the changed lines of a program in groups, each with as many lines around it as ``context`` says.

    Empty lines around a change say nothing about where it is, and are left out.
    """
    return tuple(map(_trimmed, _lines(one.splitlines(), other.splitlines(), context)))


def client_difference(one: Scenario, other: Scenario) -> tuple[Line, ...]:
    """Return what the clients do in both runs, in words, with what only one of them has; nothing if they do the same.

    What else about a run can be felt by its clients, such as a smaller send buffer, is told with them.
    """
    told, anew = list(_told(one)), list(_told(other))
    groups = list(_lines(told, anew, len(told) + len(anew)))
    return groups[0] if groups else ()


def pairs(one: Sequence[Step], other: Sequence[Step]) -> tuple[Pair, ...]:
    """Pair the steps of two runs by their names, in an order that both have. Each step is in one pair."""
    found: list[Pair] = []
    names = [step.name for step in one], [step.name for step in other]
    for tag, begin, end, start, stop in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_pair(a, b) for a, b in zip(one[begin:end], other[start:stop], strict=True)]
        else:
            found += [Pair(step, None) for step in one[begin:end]]
            found += [Pair(None, step) for step in other[start:stop]]
    return tuple(found)


def _pair(one: Step, other: Step) -> Pair:
    return Pair(one, other, tuple(cell for cell in CELLS if getattr(one, cell) != getattr(other, cell)))


def _lines(one: list[str], other: list[str], context: int) -> Iterator[tuple[Line, ...]]:
    for group in SequenceMatcher(None, one, other, autojunk=False).get_grouped_opcodes(context):
        lines: list[Line] = []
        for tag, begin, end, start, stop in group:
            if tag == "equal":
                lines += [Line("same", number + 1, other[number]) for number in range(start, stop)]
                continue
            lines += [Line("removed", number + 1, one[number]) for number in range(begin, end)]
            lines += [Line("added", number + 1, other[number]) for number in range(start, stop)]
        yield tuple(lines)


def _trimmed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    said = [place for place, line in enumerate(lines) if line.kind != "same" or line.text.strip()]
    return lines[said[0] : said[-1] + 1]


def _told(scenario: Scenario) -> Iterator[str]:
    if scenario.clock == "free":
        yield "The run has a real clock, and the server doesn't wait for the client."
    if scenario.send_buffer is not None:
        yield f"The server's send buffer holds {scenario.send_buffer:,} bytes."
    several = len(scenario.client) > 1
    if scenario.page is not None:
        yield f"The client is a page in Chromium, which runs `{scenario.page}`."
    for client in scenario.client:
        whose = f"`{client.name}` " if several else "The client "
        yield from (f"{whose}{_act(action)}." for action in client.script)


def _act(action: Action) -> str:
    if action.send is not None:
        headers = [f"`{name}: {value}`" for name, value in action.headers.items()]
        body = [f"the body `{action.body}`"] if action.body else []
        given = [*headers, *body]
        return f"sends `{action.send}`" + (f" with {' and '.join(given)}" if given else "")
    if action.part is not None:
        return f"sends the part `{action.part}` of the body"
    if action.end_body:
        return "ends the body"
    if action.read == "headers":
        return "reads the headers"
    if action.read == "all":
        return "reads to the end of the response"
    if action.read is not None:
        return f"reads {_counted(action.read, 'piece')}"
    if action.wait == "server":
        return "waits until the server has nothing left to do"
    if action.wait is not None:
        return f"waits until `{action.wait}` has read {_counted(action.pieces, 'piece')}"
    if action.pause is not None:
        return f"does nothing for {action.pause:g} s"
    if action.reconnect:
        return "reconnects as an `EventSource` does"
    return "hangs up" if action.hang_up else "stops reading"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
