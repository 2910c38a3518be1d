"""Places of lines in a program of several files: one number for each, so that what marks a line need not know files.

A place of ``app.py`` is the line's own number. Each further file begins a little after the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

APART = 10
"""How many places lie free between two files, so that what is near the end of one is not near the next."""


def first_places(source: str, modules: Mapping[str, str]) -> dict[str, int]:
    """Return for each file of a program by how much a line's number is raised. ``app.py`` is called "" here."""
    sizes = (text.count("\n") + 1 + APART for text in (source, *modules.values()))
    return dict(zip(("", *modules), accumulate(sizes, initial=0), strict=False))
