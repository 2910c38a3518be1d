"""An end for loops that never end, because a page can only end them together with all of its Python.

A loop in one line runs no new line, so the jumps back are counted too. Only in the functions of the program: what loops
while it is imported, or inside of a library, ends with the page's worker.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import CodeType, FrameType

from chunkwise.engine.frames import Frames
from chunkwise.engine.tracing import Backend, backends

LIMIT = 200_000
"""Lines and jumps back that a run may have."""


class BudgetedFrames(Frames):
    """Frames that count what they run. ``spent`` is called with each line and jump beyond the limit."""

    spent: Callable[[], None]
    ran = 0

    def line(self, frame: FrameType, line: int) -> None:
        self.count()
        super().line(frame, line)

    def count(self) -> None:
        self.ran += 1
        if self.ran > LIMIT:
            self.spent()


def budgeted(frames: BudgetedFrames) -> Backend:
    """Return a tracer's backend that counts jumps as well, where Python tells of them."""
    if sys.version_info >= (3, 12):
        from chunkwise.engine.monitoring import Monitoring

        class Budgeted(Monitoring):
            def own_events(self) -> dict[int, Callable[..., None]]:
                return super().own_events() | {sys.monitoring.events.JUMP: self._jumped}

            def _jumped(self, code: CodeType, offset: int, destination: int) -> None:
                if destination <= offset:
                    frames.count()

        return Budgeted(frames)
    return next(iter(backends().values()))(frames)
