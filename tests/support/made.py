"""Recordings for tests: the committed one of the first example, and small ones made by hand for what it never shows."""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from pathlib import Path

from chunkwise.events import Blob, CodeEvent, Event, Recording, WireEvent
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.views.steps import Step

ROOT = Path(__file__).resolve().parents[2]
THREE_CHUNKS = "streaming_responses/three_chunks"


@cache
def recordings() -> dict[str, Recording]:
    """The committed recordings of the first example."""
    return store.load(Example(ROOT / "examples", THREE_CHUNKS))


def recording(*events: Event) -> Recording:
    return Recording(clock="lock-step", source="", events=events)


def step(
    number: int, name: str, state: str = "N/A", events: tuple[int, ...] = (), action: str = "", **cells: str
) -> Step:
    return Step(number, name, action, state, cells.get("yielded", "None"), cells.get("received", "None"), events)


def down(text: str, *, size: int | None = None, exchange: int = 1) -> WireEvent:
    """Bytes that the server wrote; ``size`` where some of them were not kept."""
    return WireEvent(
        lane="wire",
        kind="down",
        client="client",
        exchange=exchange,
        data=Blob(size=len(text) if size is None else size, text=text),
    )


def up(text: str, *, exchange: int = 1) -> WireEvent:
    return WireEvent(lane="wire", kind="up", client="client", exchange=exchange, data=Blob(size=len(text), text=text))


def code(kind: str, line: int = 1, *, frame: int = 1, function: str = "generate", **names: str) -> CodeEvent:
    return CodeEvent.model_validate(
        {
            "lane": "code",
            "kind": kind,
            "function": function,
            "frame": frame,
            "generator": True,
            "line": line,
            "names": names,
        }
    )


def timeless(recording: Recording) -> Recording:
    """A recording without its times."""
    events = tuple(event.model_copy(update={"at": None}) for event in recording.events)
    return recording.model_copy(update={"events": events})


def first_difference(one: Recording, other: Recording) -> str:
    """Return the first event that two recordings don't share, as both have it; nothing if they are the same."""
    for place, (event, again) in enumerate(zip_longest(one.events, other.events)):
        if event != again:
            return f"event {place}:\n{event!r}\n{again!r}"
    return ""
