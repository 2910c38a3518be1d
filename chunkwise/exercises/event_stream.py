"""An event stream as a browser's `EventSource` reads it, because a program is judged by what its page is told.

The rules are those of the HTML standard, "Interpreting an event stream". An event without data is not handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MEDIA_TYPE = "text/event-stream"
FIELD = re.compile(r"(?P<name>[^:]+)(?:: ?(?P<value>.*))?", re.DOTALL)
ENDS = re.compile(r"\r\n|\n|\r(?!\Z)")
"""A carriage return at the very end may be half of one."""


def read(pieces: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each event: the index of the piece that completes it, its name, and its data."""
    data: list[str] = []
    rest = name = ""
    for index, piece in enumerate(pieces):
        *lines, rest = ENDS.split(rest + piece)
        for line in lines:
            if not line:
                if data:
                    yield index, name or "message", "\n".join(data)
                name, data = "", []
            elif found := FIELD.fullmatch(line):
                value = found["value"] or ""
                if found["name"] == "event":
                    name = value
                elif found["name"] == "data":
                    data.append(value)
