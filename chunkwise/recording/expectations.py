"""Whether a run did what its scenario promises, because a recording of a mistake would teach the mistake."""

from __future__ import annotations

import sys
import threading
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Match

from chunkwise.engine.locations import Place, place_of, place_of_error, place_on
from chunkwise.errors import RecordingError
from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, behind
from chunkwise.examples.scenario import Scenario
from chunkwise.recording.sandbox import started_a_process
from chunkwise.values import exception


class ExpectationFailed(RecordingError):
    """``at`` leads to the place in the scenario to look at, where the mistake is there and not in the program."""

    at: tuple[str | int, ...] = ()


def broken(
    files: Mapping[str, str],
    scenario: Scenario,
    app: Any,
    events: list[Event],
    errors: list[BaseException],
    *,
    threaded: bool = False,
    declared: Mapping[int, int | None] = MappingProxyType({}),
    standing: Container[int] = (),
) -> RecordingError | None:
    """Return what the run did otherwise than its scenario says, if anything.

    ``threaded`` says if threads had work, ``declared`` which status the route of each exchange says that it answers.
    ``standing`` threads may run on: they began before the clients did, and stay as long as the server.
    """
    path = Path(next(iter(files)))
    raised = type(errors[0]).__name__ if errors else ""
    if errors and raised != scenario.raises:
        hint = f'Mend it, or say raises = "{raised}" in scenario.toml if that is what the example shows.'
        place = place_of_error(files, errors[0]) or _led_there(files, events) or Place(str(path), None)
        what = f"the program raised {exception(errors[0])}"
        return RecordingError(what, file=Path(place.file), line=place.line, hint=hint)
    # An exception that the scenario expects is answered with 500 where no answer has begun.
    failed = {event.exchange for event in events if isinstance(event, AsgiEvent) and event.kind == "error"}
    for event in _answers(events, browser=scenario.page is not None):
        expected = {*scenario.status, declared.get(event.exchange), *([500] if event.exchange in failed else [])}
        if event.status not in expected:
            return _other_status(path, scenario, app, events, event)
    if scenario.raises and not errors:
        error = ExpectationFailed(
            f"the scenario expects {scenario.raises}, and nothing was raised",
            hint="Remove raises, or correct the program.",
        )
        error.at = ("raises",)
        return error
    seen = any(isinstance(event, CodeEvent) and event.thread == "worker thread" for event in events)
    if (threaded and not seen) != (scenario.threads and not seen):
        return _threads_unsaid(threaded)
    for place in _threads_in(files, standing):
        what, hint = "a thread of the program still runs at the end", "Make it end, or remove it."
        return RecordingError(what, file=Path(place.file), line=place.line, hint=hint)
    if started_a_process():
        return RecordingError("the program starts a process", file=path, hint="A recording covers one process.")
    return None


def _answers(events: list[Event], *, browser: bool) -> Iterator[ClientEvent]:
    """Yield what each client read of a response's head. What a browser's page reads is not known; what is sent is."""
    asked: dict[int, ClientEvent] = {}
    for event in events:
        if isinstance(event, ClientEvent) and event.kind == "headers":
            yield event
        elif isinstance(event, ClientEvent) and event.kind == "request":
            asked[event.exchange] = event
        elif browser and isinstance(event, AsgiEvent) and event.status is not None and event.exchange in asked:
            yield asked[event.exchange].model_copy(update={"status": event.status})


def _led_there(files: Mapping[str, str], events: list[Event]) -> Place | None:
    ends = (event for event in events if isinstance(event, AsgiEvent) and event.kind == "error")
    led = (behind(events, event) for event in ends)
    return next((place_of(files, event) for event in led if event is not None), None)


def _threads_unsaid(threaded: bool) -> RecordingError:
    what, hint = "the scenario says threads = true, but no worker thread ran", "Remove threads."
    if threaded:
        what = "a worker thread runs for the program but runs none of its lines, so the recorder can't see it"
        hint = "Say threads = true in scenario.toml."
    error = ExpectationFailed(what, hint=hint)
    error.at = ("title",) if threaded else ("threads",)
    return error


def _other_status(path: Path, scenario: Scenario, app: Any, events: list[Event], answer: ClientEvent) -> RecordingError:
    expected = " or ".join(map(str, scenario.status))
    what = f"{answer.client} was answered {answer.status}, and the scenario expects {expected}"
    allow = f"say status = {answer.status} in scenario.toml"
    asked = [e for e in events if isinstance(e, ClientEvent) and e.kind == "request" and e.client == answer.client]
    number = next((n for n, event in enumerate(asked) if event.exchange == answer.exchange), 0)
    request = asked[number] if asked else answer
    code = [e for e in events if isinstance(e, CodeEvent) and e.exchange == answer.exchange]
    if not any(event.role == "endpoint" for event in code) and isinstance(app, Starlette):
        target = request.path.split("?")[0]
        paths = ", ".join(_paths(app.routes)) or "none"
        if not _matches(app, request.method, target):
            what = f"the program has no path {target}: {what}"
        error = ExpectationFailed(what, hint=f"Its paths: {paths}. Correct the request, or {allow}.")
        error.at = _sent(scenario, answer.client, number)
        return error
    told = next((event for event in reversed(code) if event.kind == "raise"), code[-1] if code else None)
    where = path.parent / told.file if told is not None and told.file else path
    return RecordingError(what, file=where, line=told.line if told else None, hint=f"Correct the program, or {allow}.")


def _matches(app: Starlette, method: str, path: str) -> bool:
    """Ask the routes themselves, which know of their routers, prefixes and mounts."""
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": [], "query_string": b""}
    return any(route.matches(dict(scope))[0] is not Match.NONE for route in app.routes)


def _paths(routes: Iterable[Any], prefix: str = "") -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        found = prefix + (getattr(route, "path", None) or "")
        if getattr(route, "include_in_schema", True) is False and not inner:
            continue
        if inner:
            yield from _paths(inner, found)
        elif getattr(route, "methods", None) is not None:
            yield f"{'/'.join(sorted(route.methods - {'HEAD'} or route.methods))} {found}"
        elif found:
            yield found


def _sent(scenario: Scenario, name: str, number: int) -> tuple[str | int, ...]:
    """Lead to the ``send`` that was the client's request of that number, counted from 0, or to the browser."""
    if scenario.page is not None:
        return ("client",)
    index, client = next((i, c) for i, c in enumerate(scenario.client) if c.name == name)
    sends = [position for position, action in enumerate(client.script) if action.send is not None]
    return ("client", index, "script", sends[number], "send")


def _threads_in(files: Mapping[str, str], standing: Container[int]) -> Iterator[Place]:
    """Find the other threads that are in the program's code now, but for those that are ``standing``."""
    for thread, top in sys._current_frames().items():
        if thread != threading.get_ident() and thread not in standing and (place := place_on(files, top)) is not None:
            yield place
