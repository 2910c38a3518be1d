"""What a page's Python is asked to do: run a reader's program, and say what came of it in a page's own terms.

The page loads this module once and awaits ``run`` for each press of the button. Only plain text passes in and out.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from chunkwise.browser import bounds, errors, traces
from chunkwise.browser.monkeypatches import Libraries
from chunkwise.browser.request import scenario_of
from chunkwise.browser.run import PageRun
from chunkwise.engine.event_log import AnyEvent
from chunkwise.errors import ChunkwiseError
from chunkwise.events import Recording
from chunkwise.examples.scenario import Scenario
from chunkwise.exercises.checks import Check, outcomes
from chunkwise.views import render
from chunkwise.views.exchange import body, exchange, exchanges
from chunkwise.views.lanes import lanes
from chunkwise.views.render_stage import own_run
from chunkwise.views.stage import changed_lines, stage
from chunkwise.views.steps import steps
from chunkwise.views.trace import trace
from chunkwise.views.variables import variables

SHOWN_LIMIT = 1_000
"""Events that the HTML is made of; a longer run is cut after them, so that a page stays quick."""

Tell = Callable[[str, str], Any]

now: asyncio.Future[str] | None = None
"""The run that the page has asked for, so that the page can end it."""
_running: list[PageRun] = []
_libraries = Libraries()


def hang_up() -> None:
    """Let the client of a live run leave now, as a page does that goes on to another."""
    for present in _running:
        present.hang_up()


def prepare() -> None:
    """Import what nearly all programs import, and see what is there before any of them. Twice costs nothing."""
    _libraries.see("import fastapi.responses")


async def run(
    source: str,
    asked: Mapping[str, Any] | str,
    tell: Tell | None = None,
    *,
    checks: Sequence[Mapping[str, str]] | str = (),
    live: bool = False,
    lane: str = "",
    name: str = "yours",
    variant: str = "main",
    prefix: str = "yours-",
    beside: str = "",
    tables: bool = True,
) -> str:
    """Run a program and return what came of it as JSON.

    Args:
        source: The program.
        asked: The request or the scenario, see :func:`chunkwise.browser.request.scenario_of`; a mapping or its JSON.
        tell: Called while it runs, with ``"event"`` and an event as JSON, with ``"printed"`` and ``text`` as JSON, or,
            in a live run, with ``"piece"`` and ``data`` in Base64, part after part of the whole piece just before its
            event, which may be cut. All have ``at``: milliseconds since the beginning, as the program's clock has them.
        checks: What has to be true of the run, each with ``expect`` and ``says``, see
            :mod:`chunkwise.exercises.checks`; or the
            JSON of it.
        live: Whether the program's pauses take their time. Otherwise they take none.
        lane: The lane whose events are told; of every lane without one.
        name: What the HTML gives as ``data-recording``; ``variant`` likewise.
        prefix: Put before the ids in the HTML.
        beside: The program that it is shown beside, if it is to be on a stage as well.
        tables: Whether the HTML is wanted.

    Returns:
        An object with

        - ``error``: why there is no run or no more of it (``what``, ``line``, ``hint``, ``traceback``), or null;
        - ``raised``: the same for each exception that the application raised;
        - ``printed``: what the program printed;
        - ``checks``: for each check ``says``, ``passed``, ``expected``, ``happened`` and ``step`` (a number or null);
        - ``output``: what the client got, the bodies of all responses in order, as far as it is kept;
        - ``status``: the status of each response, in order;
        - ``patched``: what the program changed or left behind, by name; the next program must not run in this Python;
        - ``events``: how many events there are, and ``shown``: how many of them the HTML is made of;
        - ``html``: ``steps``, ``variables``, ``lanes``, ``player`` (HTML), ``exchanges`` and ``outputs`` (lists of it,
          one for each request). Empty when nothing was recorded;
        - ``stage``, if it is ``beside`` another program: see :func:`chunkwise.views.render_stage.own_run`.
    """
    try:
        scenario = scenario_of(json.loads(asked) if isinstance(asked, str) else asked)
    except (ChunkwiseError, ValueError) as error:
        known = error if isinstance(error, ChunkwiseError) else ChunkwiseError(f"this is no request: {error}")
        return json.dumps(_nothing(errors.of_run(known, None)))

    def told(at: float, what: AnyEvent | str | bytes) -> None:
        if tell is None:
            return
        if isinstance(what, bytes):
            if live:
                for part in bounds.parts(what):
                    tell("piece", json.dumps({"at": at, "data": part}))
        elif isinstance(what, str):
            tell("printed", json.dumps({"at": at, "text": what}))
        elif lane in ("", what.lane):
            event = bounds.event(what).model_dump(mode="json", exclude_defaults=True)
            tell("event", json.dumps({**event, "at": at}))

    _libraries.see(source)
    present = PageRun(source, scenario, told, live=live)
    _running.append(present)
    try:
        ran = await present.perform()
    finally:
        _running.remove(present)
    result = _nothing(bounds.texts(errors.of_run(ran.error, ran.cause)) if ran.error else None)
    result["raised"] = [bounds.texts(errors.of_program(error)) for error in ran.raised[: bounds.RAISED]]
    for described in ran.raised:
        errors.let_go(described)
    result["printed"] = ran.printed
    result["patched"] = [
        bounds.text(one, bounds.LINE) for one in [*_libraries.changed(), *traces.left()][: bounds.NAMES]
    ]
    given = json.loads(checks) if isinstance(checks, str) else checks
    if given:
        found = outcomes([Check(**one) for one in given], ran.recording, ran.error.what if ran.error else None)
        result["checks"] = [bounds.texts(asdict(one)) for one in found]
    if ran.recording.events and tables:
        kept = tuple(map(bounds.event, ran.recording.events[:SHOWN_LIMIT]))
        result |= {"events": len(ran.recording.events), "shown": len(kept)}
        recording = ran.recording.model_copy(update={"events": kept})
        result |= shown(recording, scenario, name, variant, prefix)
        if beside:
            staged = stage(recording, lanes(recording, steps(recording)))
            result["stage"] = own_run(staged, changed_lines(beside, source))
    return bounds.answer(result)


def shown(recording: Recording, scenario: Scenario, name: str, variant: str, prefix: str) -> dict[str, Any]:
    """Return what a page shows of a recording, by the views and the HTML of every other recording."""
    where: dict[str, Any] = {"recording": name, "variant": variant}
    found = steps(recording)
    rows = lanes(recording, found)
    tracker = variables(recording, found, scenario.watch)
    numbers = exchanges(recording)
    return {
        "output": "".join(part.text for number in numbers for part in body(recording, number) if part.kind == "data"),
        "status": [e.status for e in recording.events if e.lane == "client" and e.kind == "headers"],
        "html": {
            "steps": render.steps_table(rows, **where, prefix=prefix, caption="Your run, step by step"),
            "variables": render.variables_table(tracker, **where, caption="Your run: values after each yield"),
            "lanes": render.lanes_list(
                rows,
                **where,
                caption="Your run: what happens in each lane",
                prefix=prefix,
                linked=range(1, len(found) + 1),
            ),
            "player": render.player(trace(recording, found), **where),
            "exchanges": [
                render.exchange_figure(exchange(recording, number), **where, caption=f"Request {number}, as bytes")
                for number in numbers
            ],
            "outputs": [
                render.output_figure(
                    body(recording, number), **where, caption=f"What the client got from request {number}"
                )
                for number in numbers
            ],
        },
    }


def _nothing(error: dict[str, Any] | None) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "raised": [],
        "checks": [],
        "printed": "",
        "patched": [],
        "output": "",
        "status": [],
        "events": 0,
        "shown": 0,
    }
    return {"error": error, **empty, "html": {}}
