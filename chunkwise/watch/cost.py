"""Cost of a watch: the time for which a program's own threads wait for what follows them, measured while they do."""

from __future__ import annotations

import time
from types import FrameType

from chunkwise.engine.frames import Frames


class MeasuredFrames(Frames):
    """Frames that take the time of each look at them."""

    spent = 0.0
    """Seconds."""

    def enter(self, frame: FrameType) -> None:
        began = time.perf_counter()
        super().enter(frame)
        self.spent += time.perf_counter() - began

    def line(self, frame: FrameType, line: int) -> None:
        began = time.perf_counter()
        super().line(frame, line)
        self.spent += time.perf_counter() - began

    def leave(self, frame: FrameType, offset: int, value: object) -> None:
        began = time.perf_counter()
        super().leave(frame, offset, value)
        self.spent += time.perf_counter() - began

    def counted(self, frame: FrameType, offset: int) -> None:
        began = time.perf_counter()
        super().counted(frame, offset)
        self.spent += time.perf_counter() - began
