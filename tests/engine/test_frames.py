"""What the tracer sees of a program, event by event: the same from every backend of every Python.

Each event is written `line kind function`, with the frame's number where it is not the first and what it carries.
"""

from __future__ import annotations

import asyncio
import contextlib
import linecache
import sys
from collections.abc import Coroutine, Iterator
from typing import NoReturn

import pytest

from chunkwise.engine.event_log import Log
from chunkwise.engine.frames import Frames
from chunkwise.engine.tracing import backends
from chunkwise.errors import RecordingError
from chunkwise.events import CodeEvent
from tests.support.traced import PROGRAMS


async def patient() -> None:
    """Wait for a cancellation, and make nothing of it."""
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.get_running_loop().create_future()


async def cancelled(body: Coroutine[None, None, str]) -> str:
    task = asyncio.create_task(body)
    await asyncio.sleep(0)
    task.cancel()
    return await task


def traced(source: str, backend: str) -> str:
    log = Log("lock-step", 1_000, _give_up)
    file = "/example/app.py"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names = {"asyncio": asyncio, "contextlib": contextlib, "patient": patient, "cancelled": cancelled}
    exec(compile(source, file, "exec"), names)
    made = backends()[backend](Frames(file=file, source=source, watch=("i",), log=log))
    made.start()
    try:
        names["main"]()  # type: ignore[operator]
    finally:
        made.stop()
    return "".join(f"{_told(event)}\n" for event in log.events if isinstance(event, CodeEvent))


def _give_up(error: RecordingError) -> NoReturn:
    raise error


def _told(event: CodeEvent) -> str:
    number = f" {event.frame}" if event.frame > 1 else ""
    names = "".join(f" {name}={value}" for name, value in event.names.items())
    value = f" -> {event.value}" if event.value is not None else ""
    error = f" ! {event.error}" if event.error is not None else ""
    return f"{event.line} {event.kind} {event.function}{number}{names}{value}{error}"


@pytest.fixture
def _own_trace() -> Iterator[None]:
    before = sys.gettrace()
    yield
    sys.settrace(before)


@pytest.mark.usefixtures("_own_trace")
@pytest.mark.parametrize("backend", backends())
@pytest.mark.parametrize(("source", "expected"), PROGRAMS.values(), ids=PROGRAMS)
def test_the_events_are_the_same_everywhere(source: str, expected: str, backend: str) -> None:
    assert traced(source, backend) == expected


def test_python_3_12_and_later_have_both_backends() -> None:
    assert list(backends()) == (["settrace"] if sys.version_info < (3, 12) else ["monitoring", "settrace"])
