"""Frames followed through a recording: where each began, whether it runs now, and how it was suspended before."""

from __future__ import annotations

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, CodeKind, Event, WireEvent
from chunkwise.views.bodies import RESTING


class Frames:
    """Is told each event of the code, in order, and answers about those that it was told."""

    def __init__(self) -> None:
        self.began: dict[int, int] = {}
        """The place of the first event of each frame."""
        self.yielded: set[int] = set()
        self._rest: dict[int, CodeKind] = {}
        """What each frame that does not run rests by."""
        self._before: dict[int, CodeKind] = {}
        """What it rested by before it went on."""
        self._since: dict[int, int] = {}
        """How many events it has had since then."""
        self._by: dict[int, int] = {}
        self._task: dict[int, int] = {}
        """The task that it ran in last."""

    def follow(self, index: int, event: CodeEvent) -> None:
        frame = event.frame
        self.began.setdefault(frame, index)
        self._task[frame] = event.task
        self._since[frame] = self._since.get(frame, 0) + 1
        if event.kind in RESTING:
            self._rest[frame] = event.kind
            if event.kind == "yield":
                self.yielded.add(frame)
        elif event.kind in ("start", "resume"):
            self._by[frame] = event.by
            self._since[frame] = 0
            if frame in self._rest:
                self._before[frame] = self._rest.pop(frame)

    def is_called(self, event: CodeEvent) -> bool:
        """Say whether a frame goes on because another one of the program does, which called it or awaits it.

        What the framework calls goes on by itself, also if there is a middleware of the program around it.
        """
        if not event.by or not event.via:
            return event.by > 0
        return event.role in ("function", "generator") and self._task.get(event.by) == event.task

    def caller(self, frame: int) -> int:
        """Return the frame that entered another one last; 0 for none."""
        return self._by.get(frame, 0)

    def awaited(self, event: CodeEvent) -> bool:
        """Say whether a frame goes on here behind an ``await``."""
        return event.kind == "resume" and self._before.get(event.frame) == "await"

    def is_thrown(self, event: CodeEvent) -> bool:
        """Say whether an exception, which is the frame's last event, was thrown into it at its ``yield``."""
        return self._since[event.frame] == 1 and self._before.get(event.frame) == "yield"


def goes_up(event: Event) -> bool:
    """Whether an event is on the way to the program, and not what follows from it."""
    return (
        (isinstance(event, AsgiEvent) and event.kind in ("receive", "scope"))
        or (isinstance(event, WireEvent) and event.kind == "up")
        or (isinstance(event, ClientEvent) and event.kind in ("request", "part", "body complete"))
    )
