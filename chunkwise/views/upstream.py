"""The upstream's part of the step table: which of its events open a step, what that says, and where it begins.

A request of the program's, the end of an answer that the program has left, and an answer that dies are told of. What an
upstream sends is a part of the step to which it leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from chunkwise.events import CodeEvent, Event, UpstreamEvent

ANSWERS = ("headers", "piece", "finished", "cut short")


def told(event: UpstreamEvent, *, left: bool) -> tuple[str, str]:
    """Return the name of the step that an event opens, and what happens in it; nothing for one that opens none.

    ``left`` says that the response which the program made of the answer is over.
    """
    match event.kind:
        case "request":
            return "ask", f"program asks the upstream: `{event.method} {event.path}`"
        case "closed":
            return "upstream closed", "program closes its connection to the upstream before the answer is complete"
        case "cut short":
            return "upstream dies", "upstream closes the connection before its answer is complete"
        case "finished" if left:
            return "upstream ends", "upstream has sent its whole answer"
        case _:
            return "", ""


def asked_from(events: Sequence[Event], index: int, crossed: int) -> int:
    """Return where the program began to work towards its request at ``index``, after the event at ``crossed``."""
    before = range(index - 1, crossed, -1)
    return min(takewhile(lambda place: isinstance(events[place], CodeEvent), before), default=index)


def with_answers(events: Sequence[Event], lead: int) -> int:
    """Return where a step begins that was led up to from ``lead``: what the upstream sent right before is a part."""
    while lead and isinstance(before := events[lead - 1], UpstreamEvent) and before.kind in ANSWERS:
        lead -= 1
    return lead
