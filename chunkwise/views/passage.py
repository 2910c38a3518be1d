"""Passage of a response from the program through a proxy to its client, in the order of one run under a condition.

It is made of the story that a record keeps. What goes on from the left to the right shares a row.
"""

from __future__ import annotations

from collections.abc import Iterable

LANES = ("program", "proxy", "client")
"""The columns, from the left to the right. What the server does stands in the program's."""
ENDS = {"complete": "has the whole response", "cut off": "response cut off", "hangs": "waits", "left": "disconnects"}
"""What becomes of the client, in the words of a table."""

Row = dict[str, str]


def passage(story: Iterable[str]) -> tuple[Row, ...]:
    """Return rows of what happened, by lane. Read row by row, and each from the left, they are in the story's order."""
    rows: list[Row] = []
    last = -1
    for line in story:
        lane, text = _placed(line)
        if not rows or LANES.index(lane) <= last:
            rows.append({})
        rows[-1][lane] = text
        last = LANES.index(lane)
    return tuple(rows)


def _placed(line: str) -> tuple[str, str]:
    """Return the lane of a story's line, and what its cell says."""
    who, _, what = line.partition(" ")
    if who == "server":
        return "program", line
    if who == "client:":
        return "client", ENDS[what]
    return who, what
