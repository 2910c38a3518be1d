"""Rows of a watched run for a terminal of any width: printed once, when their step is over."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterator

from chunkwise.errors import printable
from chunkwise.events import ClientEvent, Event, Recording
from chunkwise.views.steps import Step, steps

NARROW = 72
"""Below so many columns a row is written over several lines."""

WIDEST = 140
SECONDS = 9
"""Columns of the time."""


def asked_at(events: tuple[Event, ...]) -> float:
    """Return when the request was sent, in milliseconds of the recording."""
    return next((event.at or 0.0 for event in events if isinstance(event, ClientEvent)), 0.0)


def written(row: tuple[str, str, str, str], width: int) -> Iterator[str]:
    """Yield the lines of a row: step, seconds, action, what the client receives."""
    step, at, action, received = map(printable, row)
    width = min(width, WIDEST)
    if width < NARROW:
        head = f"{step}  {at} s" if at else step
        yield from textwrap.wrap(head, width) or [""]
        yield from textwrap.wrap(action, width, initial_indent="  ", subsequent_indent="  ")
        if received != "None":
            yield from textwrap.wrap(f"client: {received}", width, initial_indent="  ", subsequent_indent="    ")
        return
    first = 14
    rest = width - first - SECONDS - 4
    third = rest * 3 // 5
    cells = [
        textwrap.wrap(step, first) or [""],
        [at.rjust(SECONDS - 2)],
        textwrap.wrap(action, third) or [""],
        textwrap.wrap("" if received == "None" else received, rest - third) or [""],
    ]
    widths = (first, SECONDS - 2, third, rest - third)
    for line in range(max(map(len, cells))):
        parts = ((cell[line] if line < len(cell) else "").ljust(size) for cell, size in zip(cells, widths, strict=True))
        yield "  ".join(parts).rstrip()


HEAD = ("Step", "Seconds", "Action", "Client receives")


class Live:
    """Prints rows of a recording that grows.

    Args:
        say: Prints a line.
        width: Of the terminal, in columns.
    """

    def __init__(self, say: Callable[[str], None], width: int) -> None:
        self._say = say
        self._width = width
        self._seen = 0
        self._printed: list[tuple[str, str, str, str]] = []
        self._next = 0.0

    def show(self, recording: Recording, *, over: bool = False) -> tuple[Step, ...]:
        """Print the rows that are new. The last one can still grow, so it waits, until all is ``over``."""
        if not over and (len(recording.events) == self._seen or time.monotonic() < self._next):
            return ()
        self._seen = len(recording.events)
        began = time.monotonic()
        found = steps(recording)
        # All is worked out again each time; a long run is looked at the less often for it.
        self._next = time.monotonic() + 10 * (time.monotonic() - began)
        rows = [row(recording, step) for step in found]
        whole = rows if over else rows[:-1]
        if whole and not self._printed:
            for line in written(HEAD, self._width) if self._width >= NARROW else ():
                self._say(line)
        for one in whole[len(self._printed) :]:
            for line in written(one, self._width):
                self._say(line)
            self._printed.append(one)
        if over:
            self._mend(rows)
        return found

    def _mend(self, rows: list[tuple[str, str, str, str]]) -> None:
        """Print rows again that turned out otherwise in view of what came later."""
        other = [now for now, before in zip(rows, self._printed, strict=False) if now != before]
        if other:
            self._say("")
            self._say("Corrected by what came later, these rows are:")
            for one in other:
                for line in written(one, self._width):
                    self._say(line)
            self._printed = rows


def row(recording: Recording, step: Step) -> tuple[str, str, str, str]:
    """Return a row's cells. Its time is that of the event it is named after, counted from the request on."""
    at = ((recording.events[step.headline].at or 0.0) - asked_at(recording.events)) / 1000
    return f"{step.number} {step.name}", f"{at:.3f}", step.action, step.received
