"""What of a recording must come out the same each time it is made, because only that can be held against a new one."""

from __future__ import annotations

from chunkwise.events import AsgiEvent, CodeEvent, Event, Recording


def comparable(recording: Recording) -> list[list[Event]]:
    """Return the sequences of events that another recording of the same program has too.

    In lock-step it is the whole log, as one sequence. A free run has an order of its own between the lanes, and its
    reads are as large as they happen to be; what its code did and what the application sent is the same each time, so
    these are two sequences, without their times.
    """
    if recording.clock == "lock-step":
        return [list(recording.events)]
    timeless = [event.model_copy(update={"at": None, "cause": None}) for event in recording.events]
    code = [event for event in timeless if isinstance(event, CodeEvent)]
    sent = [event for event in timeless if isinstance(event, AsgiEvent) and event.kind in ("scope", "send", "done")]
    return [list(code), list(sent)]
