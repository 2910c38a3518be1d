"""The stage as HTML: the program for everyone, and in templates, which no browser shows, what a script puts beside it.

A template holds the lanes of each step as finished elements; what a script has to reckon with is its data, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from chunkwise.views import render
from chunkwise.views.elements import BREAK, EMPTY, element, lines, prose
from chunkwise.views.lanes import LANES, LaneStep
from chunkwise.views.stage import Elsewhere, Marks, Scene, Stage
from chunkwise.views.steps import Step


@dataclass(frozen=True)
class Shown:
    """A run on the stage: the tab's name, what it is, its program, and where it differs from the first run."""

    variant: str
    label: str
    title: str
    code: Markup
    stage: Stage
    links: dict[int, str]
    """The address of each step that a table of the page has."""
    changed: Sequence[int] = ()
    other: Sequence[int] = ()
    places: Sequence[Elsewhere] = ()
    """What it came to elsewhere, this place first; empty where nobody looked."""
    program: str | None = None
    """What a reader can change and run of it, as JSON; nothing where it cannot run in a page."""


def stage_element(runs: Sequence[Shown], recording: str, style: Markup, plays: str | None = None) -> Markup:
    """The stage of some runs of one example. The first is shown at once, the others are tabs.

    One that ``plays`` once begins by itself.
    """
    first = runs[0]
    panes = element("div", element("div", first.code, class_="cw-stage-code"), class_="cw-stage-panes")
    # A browser lays out the panes alone only where they are no item of the stage's own layout.
    program = element("div", panes, class_="cw-stage-room")
    # For a script, which finds its place kept.
    several = len(runs) > 1 or any(len(run.places) > 1 for run in runs)
    tabs = element("div", class_="cw-stage-tabs") if several else EMPTY
    content = [tabs, program]
    content += [_template(run, EMPTY if run is first else run.code) for run in runs]
    own = {
        "data_recording": recording,
        "data_variant": first.variant,
        "data_pagefind_ignore": "all",
        "data_plays": plays,
    }
    drawn = element("cw-stage", BREAK, lines(content), class_="cw-stage", **own)
    # Markdown puts into a paragraph what begins with an element of ours.
    return element("div", style, drawn, class_="cw-stage-frame")


def _template(run: Shown, code: Markup) -> Markup:
    steps = element("ol", BREAK, lines(map(_scene, run.stage.scenes)), role="list")
    found = json.dumps(
        _data(run.stage, run.links, run.changed, run.other, run.places), ensure_ascii=False, separators=(",", ":")
    )
    own = {
        "data_variant": run.variant,
        "data_label": run.label,
        "data_title": run.title,
        "data_run": found,
        "data_program": run.program,
    }
    return element("template", code, _heads(run.stage), steps, **own)


def own_run(run: Stage, changed: Sequence[int]) -> dict[str, Any]:
    """What a page puts on a stage by itself: a reader's own run. ``changed`` are lines that the first run has not.

    Returns:
        ``data`` as in a template, ``heads``, the HTML of the lanes' names, and ``scenes``, that of each step.
    """
    scenes = [str(_scene(scene)) for scene in run.scenes]
    return {"data": _data(run, {}, changed), "heads": str(_heads(run)), "scenes": scenes}


def _heads(run: Stage) -> Markup:
    return render.heads([scene.row for scene in run.scenes])


def _scene(scene: Scene) -> Markup:
    step = scene.row.step
    said = element("p", prose(_sentence(step)), class_="cw-stage-said")
    return element("li", said, element("ol", render.events(scene.row.entries, fold=True), role="list"))


def _sentence(step: Step) -> str:
    if step.received == "None":
        return f"{step.action}. The client receives nothing."
    if step.action.startswith("Client "):  # what it does, not what it gets
        return f"{step.action}."
    return f"{step.action}. Client: {step.received}."


def _data(
    run: Stage,
    links: Mapping[int, str],
    changed: Sequence[int] = (),
    other: Sequence[int] = (),
    places: Sequence[Elsewhere] = (),
) -> dict[str, Any]:
    marks: dict[Marks, int] = {}

    def place(one: Marks) -> int:
        return marks.setdefault(one, len(marks))

    steps = [
        {
            "number": scene.row.step.number,
            "name": scene.row.step.name,
            "id": links.get(scene.row.step.number, ""),
            "lanes": _lanes(scene.row),
            "lines": scene.lines,
            "marks": place(scene.marks),
            "at": round(scene.at, 1),
            "traced": [[one.line, one.text, place(one.marks)] for one in scene.traced],
        }
        for scene in run.scenes
    ]
    return {
        "steps": steps,
        "marks": [[one.values, one.suspended] for one in marks],
        "tracks": [[track.name, track.states, track.at] for track in run.tracks],
        "pieces": [[piece.client, piece.step, piece.made, piece.text] for piece in run.pieces],
        "changed": changed,
        "other": other,
        "places": [[place.label, place.text, place.same] for place in places],
    }


def _lanes(row: LaneStep) -> str:
    """Which lanes moved, by their places from left to right."""
    moved = {entry.lane for entry in row.entries}
    return "".join(str(place) for place, lane in enumerate(LANES) if lane in moved)
