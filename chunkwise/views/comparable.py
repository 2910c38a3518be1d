"""What of a recording must come out the same each time it is made, because only that can be held against a new one."""

from __future__ import annotations

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording


def comparable(recording: Recording) -> list[list[Event]]:
    """Return the sequences of events that another recording of the same program has too.

    In lock-step it is the whole log, as one sequence. A free run has an order of its own between the lanes, and its
    reads are as large as they happen to be; what its code did and what the application sent is the same each time, so
    these are two sequences, without their times. A browser decides itself which of its requests come when, and when it
    closes a connection: of such a run it is what its script logs, in order, and which requests there were.
    """
    if recording.clock == "lock-step":
        return [list(recording.events)]
    said = [event for event in recording.events if isinstance(event, ClientEvent)]
    if any(event.kind == "log" for event in said):
        return _of_browser(said)
    timeless = [event.model_copy(update={"at": None, "cause": None}) for event in recording.events]
    code = [event for event in timeless if isinstance(event, CodeEvent)]
    sent = [event for event in timeless if isinstance(event, AsgiEvent) and event.kind in ("scope", "send", "done")]
    return [list(code), list(sent)]


def _of_browser(said: list[ClientEvent]) -> list[list[Event]]:
    alike = [one.model_copy(update={"at": None, "exchange": 0, "cause": None}) for one in said]
    asked = [one for one in alike if one.kind == "request"]
    return [[one for one in alike if one.kind == "log"], [*sorted(asked, key=lambda one: (one.path, one.method))]]
