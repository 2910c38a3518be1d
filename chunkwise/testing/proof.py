"""Proof of a failed assertion: what happened, and the steps that show it, marked among the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chunkwise.errors import printable
from chunkwise.events import Recording
from chunkwise.views.steps import steps
from chunkwise.watch.rows import HEAD, row, written

WIDTH = 100
AROUND = 2
"""Steps that are shown before and behind those that are marked."""

MOST = 30
"""Steps that are shown at most: of more, the first and the last."""


def proof(recording: Recording, said: str, places: Iterable[int]) -> str:
    """Return the message: ``said``, and the table with the steps marked that the events at ``places`` belong to."""
    return "\n".join([printable(said), "", *table(recording, places)])


def table(recording: Recording, places: Iterable[int] = ()) -> Iterator[str]:
    """Yield the lines of the step table, around the marked steps if there are any."""
    found, marks = steps(recording), set(places)
    marked = [step.number for step in found if marks & set(step.events)]
    first, last = (marked[0] - AROUND, marked[-1] + AROUND) if marked else (1, len(found))
    shown = [step for step in found if first <= step.number <= last]
    left_out = shown[MOST // 2 : -MOST // 2] if len(shown) > MOST else []
    yield from (f"  {line}" for line in written(HEAD, WIDTH))
    if shown and shown[0] is not found[0]:
        yield "  …"
    for step in shown:
        if step in left_out:
            if step is left_out[0]:
                yield f"  … {len(left_out)} more steps"
            continue
        for number, line in enumerate(written(row(recording, step), WIDTH)):
            yield f"{'>' if step.number in marked and number == 0 else ' '} {line}"
    if shown and shown[-1] is not found[-1]:
        yield "  …"
