"""Whether two runs of a program agree, because a recording that cannot be made again proves nothing.

They are made by two processes, so that addresses and the seed of hashes differ as they do from day to day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from chunkwise.errors import RecordingError
from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording, UpstreamEvent, WireEvent
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder
from chunkwise.views.comparable import comparable
from chunkwise.views.wording import logged

SOURCES = {
    r"\buuid\.(uuid1|getnode)|\buuid1\b": "uuid1, which depends on the machine and the time",
    r"\b(datetime|date)\.(now|today|utcnow)\b|\butcnow\b": "datetime, which reads the machine's clock",
    r"\bSystemRandom\b|\bgetrandom\b": "the operating system's random bytes",
    r"\bid\(|\bobject\.__repr__|\bhash\(": "id() or hash(), which are addresses",
    r"\bfrozenset\b": "the order of a frozenset",
    r"\bst_(m|c|a)time|\bgetmtime|\bFileResponse\b": "the time of a file",
    r"\bmultipart\b|\bboundary\b": "the boundary of a multipart body",
    r"\bglobals\(\)|\bgc\.|\bweakref\b": "what else is in memory",
    r"\bos\.(environ|getpid|listdir|scandir)\b|\bglob\b": "the process or the order of a folder's files",
}
"""What a program takes from outside that is not the same each time, by how it is written."""

REST = "something outside the program"
HINT = 'Fix it in the program, or say clock = "free" in scenario.toml if only the order differs.'


PAGE_HINT = "Let the page's script log only what is the same each time, and no times or sizes; await what races."


def record_twice(recorder: Recorder, witness: Recorder, example: Example) -> dict[str, Recording]:
    """Record an example with both, and return what the first recorded, by the names of the runs.

    Raises:
        RecordingError: A run cannot be recorded, or the two differ.
    """
    found = recorder.record_all(example)
    for name, again in witness.record_all(example).items():
        if error := disagreement(example.app, name, found[name], again):
            raise error
    return found


def disagreement(file: Path, name: str, one: Recording, other: Recording) -> RecordingError | None:
    """Return how two recordings of the same run differ, with the event, the line and the likely source; else nothing.

    Args:
        file: The program.
        name: The run: ``main``, or a variant's name.
        one: What one process recorded.
        other: What another one did.
    """
    for first, second in zip(comparable(one), comparable(other), strict=True):
        for index, (event, again) in enumerate(zip_longest(first, second)):
            if event != again:
                shown = event or again
                assert shown is not None
                if one.clock == "free" and isinstance(shown, ClientEvent):
                    what = f"two runs of {name!r} differ: {_page_said(event)}, and then {_page_said(again)}"
                    return RecordingError(what, file=file, hint=PAGE_HINT)
                line = next(_lines(first[: index + 1]), None)
                what = f"two runs of {name!r} differ, first where {_said(shown)}; likely cause: {_source(one.source)}"
                return RecordingError(what, file=file, line=line, hint=HINT)
    return None


def _lines(events: list[Event]) -> Iterator[int]:
    """Yield the lines that ran, from the last on."""
    yield from (event.line for event in reversed(events) if isinstance(event, CodeEvent))


def _said(event: Event) -> str:
    match event:
        case CodeEvent():
            return f"`{event.function}` comes to its {event.kind} in line {event.line}"
        case AsgiEvent():
            return f"the application's {event.kind} {event.type}".rstrip()
        case WireEvent():
            return "bytes cross the wire"
        case ClientEvent():
            return f"{event.client} has its {event.kind}"
        case UpstreamEvent():
            return f"the upstream has its {event.kind}"


def _page_said(event: Event | None) -> str:
    if not isinstance(event, ClientEvent):
        return "the page's script says nothing more"
    if event.kind == "request":
        return f"the page asks `{event.method} {event.path}`"
    return f"the page's script logs `{logged(event)}`"


def _source(program: str) -> str:
    return next((said for pattern, said in SOURCES.items() if re.search(pattern, program)), REST)
