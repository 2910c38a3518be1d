"""What moved in each lane during a step, because one `yield` is four events in four places.

The lanes are your code, the ASGI messages, the bytes on the wire and the client; where the program asks another server,
the upstream as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chunkwise.events import AsgiEvent, Blob, ClientEvent, CodeEvent, Event, Recording, UpstreamEvent, WireEvent
from chunkwise.views import wording
from chunkwise.views.exchange import Segment, lines, segments
from chunkwise.views.steps import Step

LANES = {
    "code": "Your code",
    "asgi": "ASGI messages",
    "wire": "Bytes on the wire",
    "client": "Client",
    "upstream": "Upstream",
}
"""The lanes from left to right; the upstream's, which few runs have, is left of them all."""

LONGEST = 64
"""How many characters of data a lane shows; the exchange shows all that was kept."""


@dataclass(frozen=True)
class Entry:
    """One short sentence, or bytes with their framing set apart. Program text stands between backquotes.

    ``sent`` has the segments of each line of a head and of each chunk. ``cause`` is the lane that this comes from, if
    it is known to come from the entry before; otherwise it is empty.
    """

    lane: str
    text: str
    sent: tuple[tuple[Segment, ...], ...] = ()
    cause: str = ""


@dataclass(frozen=True)
class LaneStep:
    """What happened in one step, in the recording's order; ``lines`` are the lines of the program that ran in it."""

    step: Step
    entries: tuple[Entry, ...]
    lines: tuple[int, ...]


def lanes(recording: Recording, steps: Sequence[Step]) -> tuple[LaneStep, ...]:
    """Return what each lane did, step by step."""
    wires = segments(recording)
    several = len({event.client for event in recording.events if isinstance(event, ClientEvent)}) > 1
    return tuple(
        LaneStep(step, tuple(_entries(recording.events, step, wires, several)), lines_run(recording, step))
        for step in steps
    )


def lines_run(recording: Recording, step: Step) -> tuple[int, ...]:
    """Return the lines of ``app.py`` that ran in ``step``, each once, in the order in which they first ran."""
    events = (recording.events[index] for index in step.events)
    ran = (event for event in events if isinstance(event, CodeEvent) and event.kind == "line" and not event.file)
    return tuple(dict.fromkeys(event.line for event in ran))


def _entries(
    events: tuple[Event, ...], step: Step, wires: dict[int, tuple[Segment, ...]], several: bool
) -> Iterator[Entry]:
    before: list[int] = []
    for group in _groups(events, step.events):
        first = group[0]
        event = events[first]
        cause = events[before[-1]].lane if before and event.cause in before else ""
        before = group
        match event:
            case CodeEvent(kind="line"):
                ran = (events[index] for index in group)
                yield Entry("code", _ran([one for one in ran if isinstance(one, CodeEvent)]), cause=cause)
            case CodeEvent():
                yield Entry("code", _said(event), cause=cause)
            case AsgiEvent():
                yield Entry("asgi", _asgi(event), cause=cause)
            case WireEvent():
                yield Entry("wire", _way(event, several), tuple(lines(_brief(wires[first], event.data.size))), cause)
            case ClientEvent():
                yield Entry("client", (f"{event.client} " if several else "") + _client(event), cause=cause)
            case UpstreamEvent():
                yield Entry("upstream", _upstream(event), cause=cause)


def _groups(events: tuple[Event, ...], indexes: Sequence[int]) -> Iterator[list[int]]:
    """Group what becomes one sentence: the lines that one frame ran in a row."""
    group: list[int] = []
    frame: tuple[str, int] | None = None
    for index in indexes:
        event = events[index]
        ran = (event.function, event.frame) if isinstance(event, CodeEvent) and event.kind == "line" else None
        if group and (ran is None or ran != frame):
            yield group
            group = []
        group.append(index)
        frame = ran
    if group:
        yield group


def _ran(events: Sequence[CodeEvent]) -> str:
    numbers = list(dict.fromkeys(event.line for event in events))
    listed = " and ".join(filter(None, [", ".join(map(str, numbers[:-1])), str(numbers[-1])]))
    return f"`{events[0].function}` runs line{'s' if len(numbers) > 1 else ''} {listed}{wording.in_file(events[0])}"


def _way(event: WireEvent, several: bool) -> str:
    if several:
        return f"{'to' if event.kind == 'down' else 'from'} {event.client}:"
    return f"to the {'client' if event.kind == 'down' else 'server'}:"


def _brief(parts: Sequence[Segment], size: int) -> Iterator[Segment]:
    """Shorten long data; where bytes are not shown, say how many there are of all."""
    short = False
    for part in parts:
        if part.kind == "data" and len(part.text) > LONGEST:
            yield Segment("data", part.text[:LONGEST])
            yield Segment("left out", " … ")
            short = True
        elif part.kind != "left out":
            yield part
        elif not short:
            yield Segment("left out", " … ")
            short = True
    if short:
        yield Segment("left out", f" ({size} bytes in all)")


def _said(event: CodeEvent) -> str:
    name = f"`{event.function}`"
    value = f" `{event.value}`" if event.value is not None else ""
    error = f" `{wording.cause(event.error)}`" if event.error else ""
    match event.kind:
        case "start":
            return f"{name} starts" + (" in a worker thread" if event.thread == "worker thread" else "")
        case "resume":
            return f"{name} goes on" + (" in a worker thread" if event.thread == "worker thread" else "")
        case "yield":
            return f"{name} yields{value} on {wording.line(event)} and is suspended"
        case "await":
            return f"{name} waits on {wording.line(event)}"
        case "return":
            if event.generator:
                return f"{name} ends"
            return f"{name} returns{value}"
        case "raise":
            return f"{error.strip()} is raised in {name} on {wording.line(event)}"
        case _:
            return f"{name} ends with{error}"


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
            return f"sends `{event.method} {event.path}`" + wording.carried(event)
        case "part":
            return f"sends `{_text(event.data)}`" if event.data is not None else "sends a part of the body"
        case "body complete":
            return "ends the body"
        case "headers":
            return f"reads the head: status {event.status}"
        case "piece":
            return f"receives `{_text(event.data)}`" if event.data is not None else "receives a piece"
        case "finished":
            return "knows that the body is complete"
        case "cut short":
            return "doesn't receive the end of the body" + (f": `{event.error}`" if event.error else "")
        case "closed":
            return "sees the server close the connection"
        case "open":
            return "sees the connection still open"
        case "hang up":
            return "closes its connection"
        case "stop reading":
            return "stops reading"
        case "no reconnect":
            return "does not reconnect"
        case "log":
            return f"logs `{wording.logged(event)}`"
        case _:
            return "reads on"


def _upstream(event: UpstreamEvent) -> str:
    match event.kind:
        case "request":
            return f"gets `{event.method} {event.path}`"
        case "headers":
            return f"answers with status {event.status}"
        case "piece":
            return f"sends `{_text(event.data)}`" if event.data is not None else "sends a piece"
        case "finished":
            return "has sent its whole answer"
        case "cut short":
            return "ends its answer in the middle"
        case _:
            return "sees its connection closed"


def _size(blob: Blob) -> str:
    return f"{blob.size} byte{'' if blob.size == 1 else 's'}"


def _text(blob: Blob) -> str:
    text = blob.data.decode("utf-8", "backslashreplace")
    return text[:LONGEST] + (f" … ({_size(blob)})" if blob.cut or len(text) > LONGEST else "")
