"""Changes of a committed recording: a line lost, doubled, moved, or with another number or letter in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.mutants.mutant import numbered


def changed(text: str) -> Iterator[tuple[str, str]]:
    """Yield a change for each line of a recording, with the operators in turn."""
    yield from numbered(_changes(text))


def _changes(text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines(keepends=True)
    for place, line in enumerate(lines):
        before, after = lines[:place], lines[place + 1 :]
        operator = ("lost", "doubled", "moved", "number", "letter")[place % 5]
        match operator:
            case "lost":
                new = [*before, *after]
            case "doubled":
                new = [*before, line, line, *after]
            case "moved":
                new = [*before, *after[:1], line, *after[1:]]
            case "number":
                new = [*before, re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), line, count=1), *after]
            case _:
                new = [*before, re.sub(r"[a-z](?=[^a-z]*\n?$)", "~", line, count=1), *after]
        if new != lines:
            yield f"line {place + 1} {operator}", "".join(new)
