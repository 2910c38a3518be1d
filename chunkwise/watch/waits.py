"""Waits for a processor: on a busy machine a program stands still without blocking, which no event can tell apart.

Linux counts for each thread how long it was ready to run and had no processor. Elsewhere nothing is known of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

NANO = 1e9
WORTH_TELLING = 0.005
"""Seconds between two looks; less of it changes no diagnosis."""

Wait = tuple[float, float, float]
"""From when to when, in milliseconds of the recording, and for how many of these it waited for a processor."""


class Waits:
    """Waits of the thread that made it, as another thread looks at them now and then."""

    def __init__(self) -> None:
        self._file = Path(f"/proc/self/task/{os.getpid()}/schedstat")
        self._before: tuple[float, float] | None = None
        self.found: list[Wait] = []

    def look(self, at: float) -> None:
        """Take note of what was waited since the last look; ``at`` is in milliseconds of the recording."""
        try:
            waited = int(self._file.read_text("ascii").split()[1]) / NANO
        except (OSError, ValueError, IndexError):
            return
        if self._before is not None and waited - self._before[1] > WORTH_TELLING:
            self.found.append((self._before[0], at, (waited - self._before[1]) * 1000))
        self._before = at, waited


def waited(waits: Iterable[Wait], begin: float, end: float) -> float:
    """Return for how many milliseconds at most a processor was waited for between two times."""
    return sum(wait for since, until, wait in waits if since < end and until > begin)
