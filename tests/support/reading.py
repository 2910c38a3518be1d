"""How these tests look at a recording: each helper answers one question about one lane."""

from __future__ import annotations

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording, UpstreamEvent, WireEvent


def told(event: Event) -> str:
    """Put an event in a few words: ``generate yield``, ``send http.response.start``, ``client piece``, ``wire 5``."""
    match event:
        case CodeEvent():
            return f"{event.function} {event.kind}"
        case AsgiEvent():
            end = " end" if event.kind == "send" and event.more_body is False else ""
            return f"{event.kind} {event.type}".strip() + end
        case WireEvent():
            return f"wire {event.kind}"
        case ClientEvent():
            return f"{event.client} {event.kind}"
        case UpstreamEvent():
            return f"upstream {event.kind}"


def story(recording: Recording) -> list[str]:
    return [told(event) for event in recording.events]


def in_order(recording: Recording, *words: str) -> bool:
    """Say whether each of ``words`` comes about, the first time after the one before it."""
    rest = iter(story(recording))
    return all(word in rest for word in words)


def code(recording: Recording, function: str, kind: str | None = None) -> list[CodeEvent]:
    return [
        event
        for event in recording.events
        if isinstance(event, CodeEvent) and event.function == function and kind in (None, event.kind)
    ]


def ran(recording: Recording, function: str) -> list[str]:
    """The source of the lines of a function that ran, in order."""
    lines = recording.source.splitlines()
    return [lines[event.line - 1].strip() for event in code(recording, function, "line")]


def sent(recording: Recording) -> list[str]:
    """The bodies of the ASGI messages, the last and empty one included."""
    return [
        event.body.text
        for event in recording.events
        if isinstance(event, AsgiEvent) and event.kind == "send" and event.body is not None
    ]


def wire(recording: Recording, exchange: int = 1) -> list[str]:
    """What came down the socket for one exchange, one entry for each write of the server."""
    return [
        event.data.text
        for event in recording.events
        if isinstance(event, WireEvent) and event.kind == "down" and event.exchange == exchange
    ]


def client(recording: Recording, exchange: int = 1) -> list[str]:
    """What the client of one exchange did and understood."""
    return [event.kind for event in recording.events if isinstance(event, ClientEvent) and event.exchange == exchange]


def pieces(recording: Recording, exchange: int = 1) -> list[str]:
    return [
        event.data.text
        for event in recording.events
        if isinstance(event, ClientEvent) and event.data is not None and event.exchange == exchange
    ]


def status(recording: Recording) -> list[int]:
    return [event.status for event in recording.events if isinstance(event, ClientEvent) and event.status is not None]


def header(recording: Recording, name: str) -> str | None:
    """A header of the first response, as the client saw it."""
    for event in recording.events:
        if isinstance(event, ClientEvent) and event.kind == "headers":
            return next((value for key, value in event.headers if key.lower() == name), None)
    return None


def error(recording: Recording) -> str | None:
    """What the application ended with."""
    return next((event.error for event in recording.events if event.lane == "asgi" and event.kind == "error"), None)


def arrivals(recording: Recording) -> list[float]:
    """When the pieces arrived, in milliseconds; of a free run."""
    return [
        event.at
        for event in recording.events
        if isinstance(event, ClientEvent) and event.kind == "piece" and event.at is not None
    ]
