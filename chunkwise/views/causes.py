"""Which event comes from the one before it, because an arrow in a picture is a claim and must not be guessed.

That one event follows another proves nothing: a server may send the first value after the third was yielded. So a pair
counts only if it is known to belong together, and a pair that is not known counts as a mere sequence.
"""

from __future__ import annotations

from collections import Counter

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording, WireEvent

COMPARED = 64
"""How many bytes of a message must be found on the wire for the write to be that message's."""


class Causes:
    """The known pairs of cause and effect in one recording."""

    def __init__(self, recording: Recording) -> None:
        self.events = recording.events
        self._number = _numbers(recording.events)

    def know(self, before: int, after: int) -> bool:
        """Return whether the event at ``after`` comes from the one at ``before``, which precedes it in its step."""
        first, second = self.events[before], self.events[after]
        if first.exchange != second.exchange:
            return False
        match first, second:
            case ClientEvent(kind="request"), WireEvent(kind="up"):
                return True
            case ClientEvent(kind="hang up"), AsgiEvent(type="http.disconnect"):
                return True
            case WireEvent(kind="up"), AsgiEvent(kind="scope" | "receive"):
                return second.type != "http.disconnect"
            case WireEvent(kind="down"), ClientEvent(kind="headers" | "piece" | "finished"):
                return True
            case AsgiEvent(kind="scope" | "receive"), CodeEvent(kind="start"):
                return first.type != "http.disconnect"
            case AsgiEvent(kind="send"), WireEvent(kind="down"):
                return first.body is None or first.body.text[:COMPARED] in second.data.text
            case CodeEvent(), AsgiEvent():
                return self._out(first, second, self._number.get(before) == self._number.get(after))
        return False

    @staticmethod
    def _out(code: CodeEvent, message: AsgiEvent, same: bool) -> bool:
        """Whether what a frame did is what makes the app send a message, or return; ``same``: both are the nth."""
        left = code.kind in ("return", "unwind")
        if message.kind in ("done", "error"):
            return left
        if message.type == "http.response.start":
            return left and code.role == "endpoint" and not code.generator
        if message.type != "http.response.body" or not code.generator or code.role == "dependency":
            return False
        return same if code.kind == "yield" else left and not message.more_body


def _numbers(events: tuple[Event, ...]) -> dict[int, int]:
    """Count each frame's yields and each exchange's body messages: a value and its message have the same number."""
    seen: Counter[tuple[str, int]] = Counter()
    found = {}
    for index, event in enumerate(events):
        if isinstance(event, CodeEvent) and event.kind == "yield":
            seen["frame", event.frame] += 1
            found[index] = seen["frame", event.frame]
        elif isinstance(event, AsgiEvent) and event.kind == "send" and event.type == "http.response.body":
            seen["exchange", event.exchange] += 1
            found[index] = seen["exchange", event.exchange]
    return found
