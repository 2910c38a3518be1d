"""Every traced line, one by one, because some questions are about the line and not about the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chunkwise.events import CodeEvent, Recording
from chunkwise.views import wording
from chunkwise.views.steps import Step


@dataclass(frozen=True)
class TraceRow:
    """One thing that one of the example's frames did: the step it belongs to, the line, and a sentence.

    The line is one of ``app.py``, and 0 in its other files.
    """

    step: int
    line: int
    kind: str
    text: str


def trace(recording: Recording, steps: Sequence[Step]) -> tuple[TraceRow, ...]:
    """Return what the example's code did, in order."""
    number = {index: step.number for step in steps for index in step.events}
    return tuple(
        TraceRow(number[index], 0 if event.file else event.line, event.kind, _said(event))
        for index, event in enumerate(recording.events)
        if isinstance(event, CodeEvent)
    )


def _said(event: CodeEvent) -> str:
    known = ", ".join(f"`{name}` is `{value}`" for name, value in event.names.items())
    name, error = f"`{event.function}`", wording.cause(event.error or "")
    said = {
        "start": f"{name} starts",
        "line": f"{name} reaches {wording.line(event)}",
        "yield": f"{name} yields `{event.value}` and is suspended in {wording.line(event)}",
        "await": f"{name} waits in {wording.line(event)}",
        "resume": f"{name} goes on in {wording.line(event)}",
        "return": f"{name} returns `{event.value}`",
        "raise": f"`{error}` is raised in {wording.line(event)}",
        "unwind": f"{name} ends with `{error}`",
    }[event.kind]
    return f"{said}; {known}" if known and event.kind == "line" else said
