"""Trace of a watched run for Perfetto and Chrome's tracing: a track for each task and each lane, on one axis of time.

The format is Chrome's Trace Event Format (JSON object form). A frame is drawn while it runs: from its start, or from
where it was resumed, to where it is suspended or left. All else that happened is a mark on the track of its lane.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording, UpstreamEvent, WireEvent
from chunkwise.watch.rows import asked_at

PROCESS = 1
LANES = {"client": 1, "wire": 2, "asgi": 3, "upstream": 4}
FIRST_TASK = 10
WORKERS = 9
"""The tracks by their numbers, which is their order from the top."""

ENTERED = ("start", "resume")
SUSPENDED = ("yield", "await")
LEFT = ("return", "unwind")

Said = dict[str, Any]


def trace(recording: Recording) -> Said:
    """Return the file's content. Its times are in microseconds from the first request on, as the format has them."""
    return {"displayTimeUnit": "ms", "traceEvents": list(_events(recording))}


def _events(recording: Recording) -> Iterator[Said]:
    asked = asked_at(recording.events)
    named: set[int] = set()
    open_frames: dict[int, list[CodeEvent]] = {}
    last = 0.0
    for event in recording.events:
        track, last = _track(event), ((event.at or 0.0) - asked) * 1000
        if track not in named:
            named.add(track)
            yield _of(track, "M", name="thread_name", args={"name": _name(event)})
            yield _of(track, "M", name="thread_sort_index", args={"sort_index": track})
        if not isinstance(event, CodeEvent):
            yield _of(track, "i", ts=last, s="t", name=_said(event), cat=event.lane)
            continue
        stack = open_frames.setdefault(track, [])
        if event.kind in ENTERED:
            stack.append(event)
            args = {"file": event.file or "app.py", "line": event.line, "frame": event.frame, "role": event.role}
            yield _of(track, "B", ts=last, name=event.function, cat="code", args=args)
        elif event.kind in SUSPENDED + LEFT and stack and stack[-1].frame == event.frame:
            stack.pop()
            yield _of(track, "E", ts=last, args={event.kind: event.value or event.error or f"line {event.line}"})
        elif event.kind == "raise":
            yield _of(track, "i", ts=last, s="t", name=f"raise {event.error}", cat="code")
    # What was running when the recording ended has no end of its own.
    for track, stack in open_frames.items():
        for _ in stack:
            yield _of(track, "E", ts=last, args={"end": "of the recording"})


def _of(track: int, kind: str, **more: Any) -> Said:
    return {"pid": PROCESS, "tid": track, "ph": kind, **more}


def _track(event: Event) -> int:
    if isinstance(event, CodeEvent):
        return FIRST_TASK + event.task if event.task else WORKERS
    return LANES[event.lane]


def _name(event: Event) -> str:
    if isinstance(event, CodeEvent):
        return f"Task {event.task}" if event.task else "Worker threads"
    return {"client": "Client", "wire": "Bytes", "asgi": "ASGI messages", "upstream": "Upstream"}[event.lane]


def _said(event: AsgiEvent | WireEvent | ClientEvent | UpstreamEvent) -> str:
    if isinstance(event, AsgiEvent):
        return " ".join(part for part in (event.kind, event.type, event.error) if part)
    if isinstance(event, WireEvent):
        return f"{event.kind} {event.data.size} bytes"
    return event.kind if event.data is None else f"{event.kind} {event.data.size} bytes"
