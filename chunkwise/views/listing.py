"""Step table as lines of text, for a terminal and for whatever reads one."""

from __future__ import annotations

from collections.abc import Iterator

from chunkwise.errors import printable
from chunkwise.events import Recording
from chunkwise.views.steps import steps

HEAD = ("Step", "Action", "Generator state", "Data yielded", "Client receives")


def listing(recording: Recording) -> Iterator[str]:
    """Yield the lines of a recording's step table, as wide as they are."""
    rows = [HEAD] + [
        (f"{step.number} {step.name}", step.action, step.state, step.yielded, step.received)
        for step in steps(recording)
    ]
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
