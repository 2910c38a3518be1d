"""What moved in each lane during a step, because one `yield` is four events in four places.

The lanes are your code, the ASGI messages, the bytes on the wire and the client.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chunkwise.events import AsgiEvent, Blob, ClientEvent, CodeEvent, Recording, WireEvent
from chunkwise.views.exchange import Segment, segments
from chunkwise.views.steps import Step

LANES = {"code": "Your code", "asgi": "ASGI messages", "wire": "Bytes on the wire", "client": "The client"}


@dataclass(frozen=True)
class Entry:
    """One short sentence, or bytes with their framing set apart. Program text stands between backquotes."""

    text: str
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class LaneStep:
    """What each lane did in one step; ``lines`` are the lines of the program that ran in it, in order."""

    step: Step
    code: tuple[Entry, ...]
    asgi: tuple[Entry, ...]
    wire: tuple[Entry, ...]
    client: tuple[Entry, ...]
    lines: tuple[int, ...]


def lanes(recording: Recording, steps: Sequence[Step]) -> tuple[LaneStep, ...]:
    """Return what each lane did, step by step."""
    wires = segments(recording)
    clients = {event.client for event in recording.events if isinstance(event, ClientEvent)}
    return tuple(_lane_step(recording, step, wires, several=len(clients) > 1) for step in steps)


def lines_run(recording: Recording, step: Step) -> tuple[int, ...]:
    """Return the lines of the program that ran in ``step``, each once, in the order in which they first ran."""
    events = (recording.events[index] for index in step.events)
    return tuple(dict.fromkeys(event.line for event in events if isinstance(event, CodeEvent) and event.kind == "line"))


def _lane_step(recording: Recording, step: Step, wires: dict[int, tuple[Segment, ...]], *, several: bool) -> LaneStep:
    events = [(index, recording.events[index]) for index in step.events]
    wire = []
    for index, event in events:
        if isinstance(event, WireEvent):
            ways = ("from", "to") if several else ("to the server:", "to the client:")
            way = ways[event.kind == "down"] + (f" {event.client}:" if several else "")
            wire.append(Entry(way, wires[index]))
    return LaneStep(
        step,
        code=tuple(_code(event for _, event in events if isinstance(event, CodeEvent))),
        asgi=tuple(Entry(_asgi(event)) for _, event in events if isinstance(event, AsgiEvent)),
        wire=tuple(wire),
        client=tuple(
            Entry((f"{event.client} " if several else "") + _client(event))
            for _, event in events
            if isinstance(event, ClientEvent)
        ),
        lines=lines_run(recording, step),
    )


def _code(events: Iterator[CodeEvent]) -> Iterator[Entry]:
    """Say what the frames did; lines that one frame ran in a row become one sentence."""
    waiting: list[CodeEvent] = []
    for event in events:
        same = waiting and (waiting[-1].function, waiting[-1].frame) == (event.function, event.frame)
        if event.kind == "line" and (same or not waiting):
            waiting.append(event)
            continue
        yield from _ran(waiting)
        waiting = [event] if event.kind == "line" else []
        if event.kind != "line":
            yield Entry(_said(event))
    yield from _ran(waiting)


def _ran(events: list[CodeEvent]) -> Iterator[Entry]:
    if events:
        numbers = list(dict.fromkeys(event.line for event in events))
        listed = " and ".join(filter(None, [", ".join(map(str, numbers[:-1])), str(numbers[-1])]))
        yield Entry(f"`{events[0].function}` runs line{'s' if len(numbers) > 1 else ''} {listed}")


def _said(event: CodeEvent) -> str:
    name = f"`{event.function}`"
    value = f" `{event.value}`" if event.value is not None else ""
    error = f" `{event.error}`" if event.error else ""
    match event.kind:
        case "start":
            return f"{name} starts" + (" in a worker thread" if event.thread == "worker thread" else "")
        case "resume":
            return f"{name} goes on" + (" in a worker thread" if event.thread == "worker thread" else "")
        case "yield":
            return f"{name} yields{value} on line {event.line} and is suspended"
        case "await":
            return f"{name} waits on line {event.line}"
        case "return":
            if event.generator:
                return f"{name} ends"
            return f"{name} returns{value}"
        case "raise":
            return f"{error.strip()} is raised in {name} on line {event.line}"
        case _:
            return f"{name} is left with{error}"


def _asgi(event: AsgiEvent) -> str:
    match event.kind:
        case "scope":
            return f"the server calls the app: {' '.join(filter(None, [event.type, event.method, event.path]))}"
        case "done":
            return "the app returns to the server"
        case "error":
            return f"the app ends with `{event.error}`"
    crossing = "the app receives" if event.kind == "receive" else "the app sends"
    details = []
    if event.status is not None:
        details.append(f"status {event.status}")
    if event.body is not None:
        details.append(_size(event.body))
    if event.more_body is not None:
        details.append(f"`more_body={event.more_body}`")
    return f"{crossing} `{event.type}`" + (f": {', '.join(details)}" if details else "")


def _client(event: ClientEvent) -> str:
    match event.kind:
        case "request":
            return f"sends `{event.method} {event.path}`"
        case "headers":
            return f"reads the head: status {event.status}"
        case "piece":
            return f"receives `{_text(event.data)}`" if event.data is not None else "receives a piece"
        case "finished":
            return "knows that the body is complete"
        case "cut short":
            return "misses the end of the body" + (f": `{event.error}`" if event.error else "")
        case "closed":
            return "sees the server close the connection"
        case "open":
            return "sees the connection still open"
        case "hang up":
            return "closes its connection"
        case "stop reading":
            return "stops reading"
        case _:
            return "reads on"


def _size(blob: Blob) -> str:
    return f"{blob.size} byte{'' if blob.size == 1 else 's'}"


def _text(blob: Blob) -> str:
    return blob.data.decode("utf-8", "backslashreplace") + (f" … ({_size(blob)})" if blob.cut else "")
