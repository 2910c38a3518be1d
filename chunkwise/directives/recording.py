"""The directives that show what was recorded: example, steps, variables, lanes, exchange, output."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from markupsafe import Markup
from pydantic import PositiveInt
from pymdownx.highlight import Highlight  # type: ignore[import-untyped]

from chunkwise.directives.commands import is_printed, read_command, serve_command
from chunkwise.directives.directive import Directive
from chunkwise.directives.front_matter import RECORDING
from chunkwise.directives.options import Names, Options, Text
from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block, nearest
from chunkwise.directives.stylesheets import lane_style
from chunkwise.events import MAIN
from chunkwise.examples.example import Run
from chunkwise.views import render
from chunkwise.views.elements import BREAK, EMPTY, attribute_list, element, lines
from chunkwise.views.exchange import body, exchange, exchanges
from chunkwise.views.lanes import LaneStep
from chunkwise.views.trace import trace
from chunkwise.views.variables import variables

LINE_ID = re.compile(r' id="line-0-(\d+)"')
"""How pymdownx marks a line of the program. It cannot stand within one: there a quotation mark is an entity."""


class ViewOptions(Options):
    variant: Text = MAIN


class CaptionedOptions(ViewOptions):
    caption: Text | None = None


class View(Directive):
    """A view of one recording. Subclasses draw it; what was drawn is kept until the recording changes."""

    ARGUMENT = "lesson/example"
    OPTIONS: ClassVar[type[Options]] = CaptionedOptions

    def complete(self, meta: Mapping[str, str], block: Block) -> None:
        block.argument = block.argument or meta.get(RECORDING, "")

    def check(self, page: Page, block: Block) -> None:
        page.variant(block, page.recorded(block, block.argument))

    def html(self, page: Page, block: Block) -> Markup:
        found = page.recorded(block, block.argument)
        variant = page.variant(block, found)
        table = page.table(found.example.name, variant)
        prefix = table.prefix if table else ""
        linked = tuple(row.number for row in table.rows) if table else ()
        kept = (self.NAME, variant, prefix, linked, block.given, self.elsewhere(page, found))
        if kept not in found.fragments:
            found.fragments[kept] = self.draw(page, block, found, found.example.runs[variant], prefix)
        return found.fragments[kept]

    def elsewhere(self, page: Page, found: Recorded) -> bool:
        """What the drawing depends on besides the block: what else is on the page."""
        return False

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        raise NotImplementedError

    def caption(self, block: Block, usual: str) -> str:
        return CaptionedOptions.of(block).caption or usual

    def chosen(self, page: Page, block: Block, found: Recorded) -> tuple[LaneStep, ...]:
        """The steps that the option ``only`` names, or all."""
        rows = found.lanes(page.variant(block, found))
        only = LanesOptions.of(block).only
        if only is None:
            return rows
        names = [row.step.name for row in rows]
        for name in only:
            if name not in names:
                raise page.error(f"there is no step {name!r}", block.line_of("only"), nearest(name, names))
        return tuple(row for row in rows if row.step.name in only)


class LanesOptions(CaptionedOptions):
    only: Names | None = None


class StepsOptions(LanesOptions):
    summary: Text | None = None


class StepsTable(View):
    NAME = "steps"
    OPTIONS = StepsOptions

    def check(self, page: Page, block: Block) -> None:
        found = page.recorded(block, block.argument)
        rows = tuple(row.step for row in self.chosen(page, block, found))
        page.add_table(block, found.example.name, page.variant(block, found), rows)

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        return render.steps_table(
            self.chosen(page, block, found),
            recording=found.example.name,
            variant=run.name,
            prefix=prefix,
            caption=self.caption(block, f"{run.title}, step by step"),
            ends=StepsOptions.of(block).summary or "",
        )


class Variables(View):
    NAME = "variables"

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        return render.variables_table(
            variables(found.recordings[run.name], found.steps(run.name), run.scenario.watch),
            recording=found.example.name,
            variant=run.name,
            caption=self.caption(block, f"{run.title}: values after each yield"),
        )


class Lanes(View):
    NAME = "lanes"
    OPTIONS = LanesOptions

    def check(self, page: Page, block: Block) -> None:
        self.chosen(page, block, page.recorded(block, block.argument))

    def html(self, page: Page, block: Block) -> Markup:
        found = page.recorded(block, block.argument)
        styled = lane_style(page, [found.recordings[page.variant(block, found)]])
        return styled + super().html(page, block)

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        table = page.table(found.example.name, run.name)
        return render.lanes_list(
            self.chosen(page, block, found),
            recording=found.example.name,
            variant=run.name,
            caption=self.caption(block, f"{run.title}: what happens in each lane"),
            prefix=prefix,
            linked=[row.number for row in table.rows] if table else [],
        )


class Player(View):
    """The step player over the views of one recording on this page, and every line that was traced in it."""

    NAME = "player"
    OPTIONS = ViewOptions

    def check(self, page: Page, block: Block) -> None:
        found = page.recorded(block, block.argument)
        if page.table(found.example.name, page.variant(block, found)) is None:
            hint = f"Show the table with /// steps | {block.argument}, above the player."
            raise page.error("a step player without an execution table", block.line, hint)

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        rows = trace(found.recordings[run.name], found.steps(run.name))
        return render.player(rows, recording=found.example.name, variant=run.name)


class ExchangeOptions(CaptionedOptions):
    number: PositiveInt = 1
    """Which request of the recording, counted from 1."""


class WireBytes(View):
    NAME = "exchange"
    OPTIONS = ExchangeOptions

    def check(self, page: Page, block: Block) -> None:
        found = page.recorded(block, block.argument)
        known = exchanges(found.recordings[page.variant(block, found)])
        number = ExchangeOptions.of(block).number
        if number not in known:
            hint = nearest(str(number), map(str, known))
            raise page.error(f"there is no exchange '{number}'", block.line_of("number"), hint)

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        return render.exchange_figure(
            exchange(found.recordings[run.name], ExchangeOptions.of(block).number),
            recording=found.example.name,
            variant=run.name,
            caption=self.caption(block, f"{run.title}: the bytes of the request and of the response"),
        )


class Output(WireBytes):
    """The body that the exchange carried, which ``curl`` prints where the page shows a command that asks for it."""

    NAME = "output"

    def elsewhere(self, page: Page, found: Recorded) -> bool:
        """Whether the page shows the command."""
        programs = (one for one in page.source.blocks if one.name == Program.NAME)
        return any(page.recorded(one, one.argument).example.name == found.example.name for one in programs)

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        recording, number = found.recordings[run.name], ExchangeOptions.of(block).number
        printed = self.elsewhere(page, found) and is_printed(run, recording, number)
        return render.output_figure(
            body(recording, number),
            recording=found.example.name,
            variant=run.name,
            caption=self.caption(block, "What `curl` prints" if printed else "What the client receives"),
        )


class Program(View):
    """The program with the commands that run it and that read from it. The example is shown as it is, or a variant."""

    NAME = "example"
    OPTIONS = ViewOptions
    IDS: ClassVar[str] = ""
    """Keeps the ids of the lines apart from those of another directive that shows the same program."""

    def beside(self, found: Recorded, run: Run) -> Markup:
        """What stands between the program and the commands."""
        return EMPTY

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        example, main = found.example, run.name == MAIN
        title = page.named(example.app) + ("" if main else f", with {run.title[:1].lower()}{run.title[1:]}")
        code = highlighted(run.source, "python", title, numbered=True)
        ids = self.IDS + "-".join([example.name.split("/")[-1], *([] if main else [run.name])]).replace("_", "-")
        code = with_ids(code, ids)
        serve = EMPTY if not main else highlighted(serve_command(page, example), "bash", "Run it")
        # Nothing was said to be started for a variant's program, and one command does not send a body in parts.
        uploads = any(action.part for client in run.scenario.client for action in client.script)
        alone = main and not uploads and run.page is None
        read = highlighted(read_command(run), "bash", "Read from it, in another terminal") if alone else EMPTY
        shown = (highlighted(text, "python", name, numbered=True) for name, text in run.modules.items())
        others = [without_ids(other) for other in shown]
        if run.page is not None:
            others.append(
                without_ids(highlighted(run.page, "javascript", page.named(example.folder / str(run.scenario.page))))
            )
        parts = lines((code, *others, self.beside(found, run), serve, read))
        return element("div", BREAK, parts, class_="cw-example", data_recording=example.name, data_variant=run.name)


class ListingOptions(ViewOptions):
    title: Text | None = None


class Listing(View):
    """A program and nothing else, its lines numbered: for a question about it, which a button to run it would answer.

    What a variant is called is left out as well, for it often says what is wrong with it.
    """

    NAME = "program"
    OPTIONS = ListingOptions

    def draw(self, page: Page, block: Block, found: Recorded, run: Run, prefix: str) -> Markup:
        title = page.named(found.example.app) if run.name == MAIN else "app.py"
        code = highlighted(run.source, "python", ListingOptions.of(block).title or title, numbered=True)
        return element("div", BREAK, without_ids(code), BREAK, class_="cw-program")


def with_ids(code: Markup, ids: str) -> Markup:
    """Return a highlighted program whose lines have ids of their own on the page, and their numbers."""
    return Markup(LINE_ID.sub(lambda found: attribute_list(id=f"{ids}-line-{found[1]}", data_line=found[1]), code))


def without_ids(code: Markup) -> Markup:
    """Return a highlighted program as it may stand on a page twice."""
    return Markup(LINE_ID.sub("", code))


@lru_cache(maxsize=256)
def highlighted(code: str, language: str, title: str, numbered: bool = False) -> Markup:
    """Highlight with pymdownx's own highlighter, so that the theme treats it like any other code on the page."""
    lines = "line" if language == "python" else ""
    highlighter = Highlight(None, pygments_lang_class=True, line_spans=lines, linenums_style="pymdownx-inline")
    start = 1 if numbered else -1
    # It escapes what it is given, the title too.
    return Markup(str(highlighter.highlight(code, language, "highlight", title=title, linestart=start)).strip())
