"""The directive ``stage``: a run and its variants on one screen, right below the mode strip.

It brings all that it shows, so that it can stand on a page without tables. Where the page has an execution table of the
same run, a step has one address in both.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from markupsafe import Markup

from chunkwise.conditions import records
from chunkwise.directives.options import Names, Options
from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block, nearest
from chunkwise.directives.recording import LINE_ID, View, ViewOptions, highlighted
from chunkwise.directives.stylesheets import first_style, lane_style
from chunkwise.directives.try_it import data
from chunkwise.errors import ChunkwiseError
from chunkwise.events import MAIN
from chunkwise.examples.example import Run
from chunkwise.views.conditions import elsewhere, rows
from chunkwise.views.elements import attribute_list, element
from chunkwise.views.files import first_places
from chunkwise.views.render_stage import Shown, stage_element
from chunkwise.views.runnable import why_not_in_browser
from chunkwise.views.stage import Elsewhere, changed_places, same, stage

STYLE = "stage/stage.css"


class StageOptions(ViewOptions):
    variants: Names = ()
    plays: Literal["once"] | None = None
    """Whether it plays by itself, to show what it is, once for each reader who lets things move."""


class Stage(View):
    """The step player on one screen: the program, its state, the lanes of the present step and what the client has."""

    NAME = "stage"
    OPTIONS: ClassVar[type[Options]] = StageOptions

    def check(self, page: Page, block: Block) -> None:
        found = page.recorded(block, block.argument)
        first = page.variant(block, found)
        others = sorted(set(found.recordings) - {first})
        given = StageOptions.of(block).variants
        for number, name in enumerate(given):
            if name == first or name in given[:number]:
                raise page.error(
                    f"the variant {name!r} is on the stage twice", block.line_of("variants"), "Remove one."
                )
            if name not in others:
                what = f"{found.example.name} has no variant {name!r}"
                raise page.error(what, block.line_of("variants"), nearest(name, others))

    def html(self, page: Page, block: Block) -> Markup:
        found = page.recorded(block, block.argument)
        names = (page.variant(block, found), *StageOptions.of(block).variants)
        links = [_links(page, found, name) for name in names]
        style = first_style(page, block, STYLE) + lane_style(page, (found.recordings[name] for name in names))
        plays = StageOptions.of(block).plays
        places = [_elsewhere(page, block, found, name) for name in names]
        kept = (self.NAME, names, tuple(map(str, links)), style, plays, tuple(places))
        if kept not in found.fragments:
            each = zip(names, links, places, strict=True)
            runs = [_shown(found, found.example.runs[name], names[0], to, there) for name, to, there in each]
            found.fragments[kept] = stage_element(runs, found.example.name, style, plays)
        return found.fragments[kept]


def _links(page: Page, found: Recorded, variant: str) -> dict[int, str]:
    """The address of each step that is in a table of this page."""
    table = page.table(found.example.name, variant)
    return {row.number: f"{table.prefix}step-{row.number}" for row in table.rows} if table else {}


def _elsewhere(page: Page, block: Block, found: Recorded, variant: str) -> tuple[Elsewhere, ...]:
    """What a run came to on other servers, loops, proxies and versions, where its scenario names some."""
    conditions = records.conditions(found.example)
    if not any(condition.variant == variant for condition in conditions):
        return ()
    try:
        return elsewhere(rows(conditions, records.load(found.example), variant))
    except ChunkwiseError as error:
        raise page.located(error, block.line) from None


def _program(run: Run) -> Markup:
    """The program, its lines with their places; of several files each under its name."""
    if not run.modules:
        return _coded(run.source, "", 0)
    texts = {"app.py": run.source, **run.modules}
    files = zip(texts.items(), first_places(run.source, run.modules).values(), strict=True)
    return element("div", *(_coded(text, name, place) for (name, text), place in files))


def _coded(text: str, name: str, place: int) -> Markup:
    code = highlighted(text, "python", name, numbered=True)
    # No ids: the program is on the page once more, as an example.
    return Markup(LINE_ID.sub(lambda line: attribute_list(data_line=f"{place + int(line[1])}"), code))


def _shown(found: Recorded, run: Run, first: str, links: dict[int, str], places: tuple[Elsewhere, ...] = ()) -> Shown:
    usual_run = found.example.runs[first]
    steps, usual = found.lanes(run.name), found.lanes(first)
    differs = (row.step.number for at, row in enumerate(steps) if at >= len(usual) or not same(row, usual[at]))
    return Shown(
        run.name,
        "The program" if run.name == MAIN else run.name.replace("_", " ").capitalize(),
        run.title,
        _program(run),
        stage(found.recordings[run.name], steps),
        links,
        changed_places((usual_run.source, usual_run.modules), (run.source, run.modules)),
        tuple(differs),
        places,
        None if why_not_in_browser(run.scenario, found.recordings[run.name]) else data(run),
    )
