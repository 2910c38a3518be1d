"""One order for what happens in all lanes, kept within bounds, because a run that never ends must still be told of."""

from __future__ import annotations

import asyncio
import threading
import time
from asyncio import _get_running_loop
from collections.abc import Callable
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from chunkwise.errors import LimitError, RecordingError
from chunkwise.events import AsgiEvent, ClientEvent, Clock, CodeEvent, UpstreamEvent, WireEvent

AnyEvent = CodeEvent | AsgiEvent | WireEvent | ClientEvent | UpstreamEvent


class Log:
    """Collects the events of one run.

    Args:
        clock: A free run's events get their time. In a lock-step run none passes but where everybody waits for it, so
            its events have one only after that.
        limit: How many events the run may have.
        give_up: Ends the run at once; called with the reason when it has more.
        passed: The seconds of virtual time that have passed in a lock-step run.
        hint: What to do about a run that has more.
    """

    def __init__(
        self,
        clock: Clock,
        limit: int,
        give_up: Callable[[RecordingError], None],
        passed: Callable[[], float] = lambda: 0.0,
        hint: str = "Make the program end sooner, or raise limits.events in scenario.toml.",
    ) -> None:
        self.events: list[AnyEvent] = []
        self.free = clock == "free"
        self._now = time.monotonic if self.free else passed
        self._limit = limit
        self.give_up = give_up
        self._hint = hint
        self._began: float | None = None
        self._lock = threading.Lock()
        self._tasks: WeakKeyDictionary[asyncio.Task[Any], int] = WeakKeyDictionary()
        self._numbers = count(1)
        """Of the tasks that are seen. How many are remembered is another number: those that are gone are not."""
        self.recent: dict[int, int] = {}
        """The place of the last event of the program or the application in each task, by its number."""
        self.marks: dict[tuple[str, int], int] = {}
        """Where a kind of event was seen last in an exchange."""

    def task(self) -> int:
        """Return the number of the asyncio task that runs here; 0 for none."""
        if _get_running_loop() is None:
            return 0
        task = asyncio.current_task()
        if task is None:
            return 0
        if task not in self._tasks:
            self._tasks[task] = next(self._numbers)
        return self._tasks[task]

    def called(self, task: int) -> int | None:
        """Return the place of the crossing into the application that a task was at last, if that was its last event."""
        place = self.recent.get(task)
        event = self.events[place] if place is not None else None
        if isinstance(event, AsgiEvent) and event.kind in ("scope", "receive") and event.type != "http.disconnect":
            return place
        return None

    def left(self, task: int) -> int | None:
        """Return the place of the event with which the program left off in a task, if that was its last event."""
        place = self.recent.get(task)
        event = self.events[place] if place is not None else None
        return place if isinstance(event, CodeEvent) and event.kind in ("return", "unwind", "yield") else None

    def last_line(self, exchange: int) -> int | None:
        """Return the place of the last event of the program's own lines that served an exchange."""
        places = range(len(self.events) - 1, -1, -1)
        mine = ((place, self.events[place]) for place in places)
        return next((place for place, one in mine if isinstance(one, CodeEvent) and one.exchange == exchange), None)

    def stamped(self, event: AnyEvent, at: float) -> AnyEvent:
        """Return the event with its time."""
        return event.model_copy(update={"at": at})

    @property
    def now(self) -> float:
        """The time as its events have it, in milliseconds."""
        return 0.0 if self._began is None else (self._now() - self._began) * 1000

    def add(self, event: AnyEvent) -> int:
        """Take note of an event, and return its place in the log."""
        with self._lock:
            now = self._now()
            self._began = now if self._began is None else self._began
            if self.free or now > self._began:
                event = self.stamped(event, round((now - self._began) * 1000, 3))
            place = len(self.events)
            self.events.append(event)
        if len(self.events) > self._limit:
            self.give_up(LimitError(f"the run has more than {self._limit} events", hint=self._hint))
        return place
