"""What of a recording must come out the same each time it is made, because only that can be held against a new one."""

from __future__ import annotations

from collections.abc import Sequence

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording


def comparable(recording: Recording) -> list[list[Event]]:
    """Return the sequences of events that another recording of the same program has too.

    In lock-step it is the whole log, as one sequence. A free run has an order of its own between the lanes, and its
    reads are as large as they happen to be; what its code did and what the application sent is the same each time, so
    these are two sequences, without their times. A browser decides itself which of its requests come when, and when it
    closes a connection: of such a run it is what its script logs, in order, and each request with what was sent for it.
    """
    if recording.clock == "lock-step":
        return [list(recording.events)]
    if any(isinstance(event, ClientEvent) and event.kind == "log" for event in recording.events):
        return _of_browser(recording.events)
    timeless = [event.model_copy(update={"at": None, "cause": None}) for event in recording.events]
    code = [event for event in timeless if isinstance(event, CodeEvent)]
    sent = [event for event in timeless if isinstance(event, AsgiEvent) and event.kind in ("scope", "send", "done")]
    return [list(code), list(sent)]


def _of_browser(events: Sequence[Event]) -> list[list[Event]]:
    same = {"at": None, "exchange": 0, "cause": None}
    said = [event for event in events if isinstance(event, ClientEvent)]
    lines = [event.model_copy(update=same) for event in said if event.kind == "log"]
    left = {event.exchange for event in said if event.kind == "hang up"}
    asked = sorted((one for one in said if one.kind == "request"), key=lambda one: (one.path, one.method))
    answers: list[Event] = []
    for one in asked:
        sent = [event for event in events if isinstance(event, AsgiEvent) and event.exchange == one.exchange]
        sent = [event for event in sent if event.kind == "send"]
        answers.append(one.model_copy(update=same))
        # How much of an answer is sent to a page that is closed meanwhile is chance.
        answers += [event.model_copy(update=same) for event in sent[: 1 if one.exchange in left else None]]
    return [[*lines], answers]
