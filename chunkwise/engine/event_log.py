"""One order for what happens in four lanes, kept within bounds, because a run that never ends must still be told of."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from chunkwise.errors import LimitError, RecordingError
from chunkwise.events import AsgiEvent, ClientEvent, Clock, CodeEvent, WireEvent

AnyEvent = CodeEvent | AsgiEvent | WireEvent | ClientEvent


class Log:
    """Collects the events of one run.

    Args:
        clock: A free run's events get their time; a lock-step run's have none, since its order is all that counts.
        limit: How many events the run may have.
        give_up: Ends the run at once; called with the reason when it has more.
    """

    def __init__(self, clock: Clock, limit: int, give_up: Callable[[RecordingError], None]) -> None:
        self.events: list[AnyEvent] = []
        self.free = clock == "free"
        self._limit = limit
        self.give_up = give_up
        self._began: float | None = None
        self._lock = threading.Lock()

    def add(self, event: AnyEvent) -> None:
        with self._lock:
            if self.free:
                now = time.monotonic()
                self._began = self._began or now
                event = event.model_copy(update={"at": round((now - self._began) * 1000, 3)})
            self.events.append(event)
        if len(self.events) > self._limit:
            self.give_up(
                LimitError(
                    f"the run has more than {self._limit} events",
                    hint="Let the program end sooner, or raise limits.events in scenario.toml.",
                )
            )
