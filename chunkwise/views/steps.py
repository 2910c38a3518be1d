"""A recording as the few rows that a reader steps through, because hundreds of events teach nobody anything."""

from __future__ import annotations

from dataclasses import dataclass

from chunkwise.events import Recording


@dataclass(frozen=True)
class Step:
    """One row of the execution table.

    ``name`` is how an author refers to it (``request``, ``yield 2``, ``end``), unique in its recording. The text
    fields are plain text; what came from the program stands between backquotes. ``None`` is written out as such.
    ``events`` are the indexes of the recording's events that the step groups, in order; each event is in one step.
    """

    number: int
    name: str
    action: str
    state: str
    yielded: str
    received: str
    events: tuple[int, ...]


def steps(recording: Recording) -> tuple[Step, ...]:
    raise NotImplementedError
