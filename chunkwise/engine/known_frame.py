"""What is remembered of one frame of the program while it lives."""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType

from chunkwise.engine.origins import NOWHERE, Origin
from chunkwise.events import LeftOut, Role


@dataclass
class KnownFrame:
    """One frame. ``number`` counts frames from 1 in the order in which they start."""

    number: int
    role: Role = "function"
    exchange: int = 0
    body: int = 0
    last: int = 0
    """The place in the log of its last event."""
    task: int = 0
    origin: Origin = NOWHERE
    """How it was entered last. One that awaits goes on through the same frames, however an exception gets to it."""
    awaiting: bool = False
    saved: int = 0
    """What ``caller_now`` was before it was entered."""
    line: int = 0
    """Where the statement that was reported last begins."""
    raw_line: int = 0
    """The line that the backend named last."""
    error: str | None = None
    raising: bool = False
    paused: bool = False
    resting: bool = False
    """Whether it does not run now: it yielded, waits, or is gone."""
    left_out: int | None = None
    """How many of its yields were only counted since its last event; None if it was followed all the time."""
    left_awaits: int = 0
    """How many times it was suspended at an ``await`` meanwhile."""

    def suspend(self, pause: str | None) -> None:
        """Remember that it is suspended, where no event says so."""
        self.paused = self.resting = True
        self.awaiting = pause == "await"
        self.left_out = (self.left_out or 0) + (pause == "yield")
        self.left_awaits += self.awaiting

    def take_left_out(self) -> LeftOut | None:
        """Return what is left out, for the next event, which then tells of it."""
        if self.left_out is None:
            return None
        found = LeftOut(count=self.left_out, awaits=self.left_awaits)
        self.left_out, self.left_awaits = None, 0
        return found


def called(code: CodeType) -> str:
    """Return how a function is called: a special method with its class, since each class has one of its name."""
    special = code.co_name.startswith("__") and code.co_name.endswith("__")
    return code.co_qualname.rpartition("<locals>.")[2] if special else code.co_name
