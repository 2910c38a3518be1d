"""Folding of what is long and says nothing: a run of one character, of which it is enough to see that it is one."""

from __future__ import annotations

import re

SHOWN = 6
"""How many characters are left of a run of one character."""

_RUN = re.compile(rf"(\w)\1{{{2 * SHOWN},}}")


def folded(text: str) -> str:
    """Shorten each run of one character."""
    return _RUN.sub(lambda found: found[1] * SHOWN + "…", text)
