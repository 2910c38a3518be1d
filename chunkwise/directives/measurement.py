"""The directive that shows what was measured: two versions of a program side by side, with a bar for each figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from chunkwise.directives.options import Names, Options, Text
from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block, nearest
from chunkwise.directives.recording import View
from chunkwise.directives.stylesheets import first_style
from chunkwise.errors import ChunkwiseError
from chunkwise.events import MAIN
from chunkwise.examples.example import Run
from chunkwise.measure import figures
from chunkwise.measure.figures import Measurement
from chunkwise.views import render
from chunkwise.views.elements import BREAK, element, joined, lines, prose

NAMES = {"python": "Python", "fastapi": "FastAPI", "starlette": "Starlette", "uvicorn": "Uvicorn"}
STYLE = "base/measured.css"
SURE = 100
"""Up to where a ratio is said. What is beyond it depends on the smaller figure, and that on the day."""


class MeasuredOptions(Options):
    before: Text = MAIN
    after: Text
    caption: Text | None = None
    only: Names | None = None


class Measured(View):
    """Before and after, from a committed measurement."""

    NAME = "measured"
    OPTIONS = MeasuredOptions

    def check(self, page: Page, block: Block) -> None:
        found = page.recorded(block, block.argument)
        known = set(found.example.runs)
        options = MeasuredOptions.of(block)
        for option, name in (("before", options.before), ("after", options.after)):
            if name not in known:
                what = f"{found.example.name} has no variant {name!r}"
                raise page.error(what, block.line_of(option), nearest(name, known))
        for name in self.names(block):
            if name not in FIGURES:
                raise page.error(f"no figure is called {name!r}", block.line_of("only"), nearest(name, FIGURES))
        self.measurement(page, block, found)

    def names(self, block: Block) -> tuple[str, ...]:
        """The figures that the option ``only`` names, or all."""
        return MeasuredOptions.of(block).only or tuple(FIGURES)

    def measurement(self, page: Page, block: Block, found: Recorded) -> Measurement:
        try:
            return figures.load(found.example)
        except ChunkwiseError as error:
            raise page.located(error, block.line) from None

    def html(self, page: Page, block: Block) -> Markup:
        found = page.recorded(block, block.argument)
        measured = self.measurement(page, block, found)
        options = MeasuredOptions.of(block)
        before, after = found.example.runs[options.before], found.example.runs[options.after]
        caption = options.caption or f"{before.title}, and {after.title[:1].lower()}{after.title[1:]}"
        chosen = self.names(block)
        rows = lines(_row(name, measured, (before, after)) for name in FIGURES if name in chosen)
        titles = (joined((f"{side}: ", prose(run.title))) for side, run in zip(SIDES, (before, after), strict=True))
        heads = map(render.column, ("Measured", *titles, "Ratio"))
        where = element("figcaption", prose(_where(measured, with_memory="peak memory" in chosen)))
        parts = lines((render.table(caption, heads, rows), where))
        figure = element("figure", BREAK, parts, class_="cw-measured", data_recording=found.example.name)
        return joined((first_style(page, block, STYLE), figure))


def milliseconds(value: float) -> str:
    return f"{value / 1000:.1f} s" if value >= 1000 else f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"


def memory(value: float) -> str:
    return f"{value / 2**20:.1f} MiB" if value >= 2**20 else f"{value / 1024:.0f} KiB"


def count(value: float) -> str:
    return f"{value:,.0f}"


def ratio(before: float, after: float) -> str:
    """Say how two figures compare, as surely as one can: ``17 : 1``, ``1 : 1.3``, ``over 100 : 1``."""
    if not min(before, after):
        return f"over {SURE} : 1" if before else f"1 : over {SURE}" if after else "1 : 1"
    times = max(before, after) / min(before, after)
    said = f"over {SURE}" if times > SURE else f"{times:.0f}" if times >= 10 else f"{times:.1f}".removesuffix(".0")
    return f"{said} : 1" if before > after else f"1 : {said}"


FIGURES: dict[str, tuple[str, str, Callable[[float], str]]] = {
    "first byte": ("first_byte", "First byte of the body", milliseconds),
    "last byte": ("last_byte", "Last byte", milliseconds),
    "peak memory": ("peak_memory", "Peak memory of the server", memory),
    "messages": ("messages", "ASGI messages", count),
    "wire bytes": ("wire_bytes", "Bytes on the wire", count),
}
"""What an author may pick, with the figure's name, its words and its unit."""


SIDES = ("Before", "After")


def _row(name: str, measured: Measurement, runs: Sequence[Run]) -> Markup:
    figure, words, said = FIGURES[name]
    values = [float(getattr(measured.runs[run.name], figure)) for run in runs]
    sides = zip(SIDES, values, strict=True)
    cells = [render.cell(said(value), _bar(value, max(values)), data_head=side) for side, value in sides]
    return render.table_row(words, [*cells, render.cell(ratio(*values), data_head="Ratio")])


def _bar(value: float, most: float) -> Markup:
    """A bar whose length is an attribute and no style, which the site's policy would not allow."""
    share = round(100 * value / most, 1) if most else 0
    bar = element("rect", width=f"{share:g}%", height="100%")
    return element("svg", bar, class_="cw-bar", aria_hidden="true", width="100%", height=8, fill="currentColor")


def _where(measured: Measurement, *, with_memory: bool) -> str:
    machine = measured.machine
    versions = ", ".join(f"{NAMES.get(name, name)} {number}" for name, number in measured.versions.items())
    memory = "Memory is the peak of the server's process, minus what it had before the request. " if with_memory else ""
    return (
        f"Medians of {measured.times} requests `{measured.request}`, each to a new server process on the same machine. "
        f"{memory}"
        f"{machine.system}, {machine.processor}, {machine.processors} processors; {versions}. "
        "Numbers differ between machines: compare the bars and the ratios."
    )
