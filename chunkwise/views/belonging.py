"""Whose an event is: which client's request it serves, or nobody's, where a task outlives the request that began it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event
from chunkwise.views import wording


class Belonging:
    """What a recording says about its clients and tasks, gathered once."""

    def __init__(self, events: Sequence[Event]) -> None:
        said = [event for event in events if isinstance(event, ClientEvent)]
        code = [event for event in events if isinstance(event, CodeEvent)]
        self._clients = clients_of(events)
        self._several = len({event.client for event in said}) > 1
        self._first = {event.frame: event for event in reversed(code)}
        self.own_tasks = frozenset(event.task for event in code if _begins_task(event))
        """The tasks that the program started itself."""
        self._outliving = frozenset(_outliving(events))

    def exchange(self, event: Event) -> int:
        """Return the exchange that an event belongs to; 0 for none, as where others may listen to the task as well."""
        apart = isinstance(event, CodeEvent) and event.task in self._outliving
        return 0 if apart else event.exchange

    def whose(self, exchange: int, action: str) -> str:
        """Say in front of an action whose exchange it belongs to, where there are several."""
        if not exchange:
            return action
        if self._several:
            return f"`{self._clients[exchange]}`: {action}" if exchange in self._clients else action
        return f"request {exchange}: {action}" if exchange > 1 else action

    def is_job(self, event: CodeEvent) -> bool:
        """Whether a frame is what a worker thread was given to do, and not something that this calls in turn."""
        caller = self._first.get(self._first[event.frame].by)
        return event.thread == "worker thread" and (caller is None or caller.thread != "worker thread")


def clients_of(events: Sequence[Event]) -> dict[int, str]:
    """Return whose each exchange is."""
    said = (event for event in events if isinstance(event, ClientEvent))
    return {event.exchange: event.client for event in said if event.exchange}


def _begins_task(event: CodeEvent) -> bool:
    return event.kind == "start" and event.via == wording.TASK and event.by > 0 and event.task > 0


def _outliving(events: Sequence[Event]) -> Iterator[int]:
    """Yield the tasks that the program started itself and that ran on when the exchange was over that they began in."""
    began: dict[int, int] = {}
    over: set[int] = set()
    for event in events:
        if isinstance(event, AsgiEvent) and event.kind in ("done", "error"):
            over.add(event.exchange)
        elif isinstance(event, CodeEvent) and event.task:
            if _begins_task(event):
                began[event.task] = event.exchange
            elif began.get(event.task) in over:
                yield event.task
