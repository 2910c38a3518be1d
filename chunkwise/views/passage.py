"""Passage of a response from the program through a proxy to its client, in the order of one run under a condition.

It is made of the story that a record keeps. What goes on from the left to the right shares a row, and so does
what one lane does next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LANES = ("program", "proxy", "client")
"""The columns, from the left to the right. What the server does stands in the program's."""
ENDS = {"complete": "has the whole response", "cut off": "response cut off", "hangs": "waits", "left": "disconnects"}
"""What becomes of the client, in the words of a table."""
DISCONNECT, COMPLETE = "program receives http.disconnect", "client: complete"

MORE = re.compile(r"(\d+) more lines")
"""What a story that was cut says in its last line."""

Row = dict[str, str]


def passage(story: Sequence[str]) -> tuple[Row, ...]:
    """Return rows of what happened, by lane. Read row by row, and each from the left, they are in the story's order.

    Uvicorn calls a response that is complete a disconnect too. That says nothing, and is left out.
    """
    rows: list[Row] = []
    last = len(LANES)
    for place, line in enumerate(story[:-1] if left_out(story) else story):
        if line == DISCONNECT and COMPLETE in story[place:]:
            continue
        lane, text = _placed(line)
        if LANES.index(lane) < last:
            rows.append({})
        rows[-1][lane] = f"{rows[-1][lane]}; {text}" if lane in rows[-1] else text
        last = LANES.index(lane)
    return tuple(rows)


def left_out(story: Sequence[str]) -> int:
    """Return how many lines of the run the record didn't keep."""
    last = MORE.fullmatch(story[-1]) if story else None
    return int(last[1]) if last else 0


def _placed(line: str) -> tuple[str, str]:
    """Return the lane of a story's line, and what its cell says."""
    who, _, what = line.partition(" ")
    if who == "server":
        return "program", line
    if who == "client:":
        return "client", ENDS[what]
    return who, what.replace("reads a part of the body: ", "reads ").replace("a part of the body, ", "")
