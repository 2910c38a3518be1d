"""Two runs side by side: what was changed, and which steps are other ones for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup
from pydantic import Field

from chunkwise.directives.directive import Directive
from chunkwise.directives.front_matter import RECORDING
from chunkwise.directives.options import Options, Text
from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block
from chunkwise.directives.recording import StepsOptions, StepsTable
from chunkwise.directives.stylesheets import first_style
from chunkwise.events import MAIN
from chunkwise.examples.example import Run
from chunkwise.text import plain
from chunkwise.views import render
from chunkwise.views.differences import CELLS, Line, Pair, client_difference, pairs, source_difference
from chunkwise.views.elements import BREAK, EMPTY, element, joined, label, lines, prose
from chunkwise.views.steps import Step

HEADS = ("Step", "Action", "Generator state", "Data yielded", "Client receives", "Compared")
WORDS = {"same": "", "removed": "Removed: ", "added": "Added: "}
TAGS = {"same": "span", "removed": "del", "added": "ins"}
STYLE = "base/compare.css"
GAP = Markup("\n  …\n")
"""Stands for the lines between two changes that are the same on both sides."""
LEVEL = 38
"""How many rows the style sheet can keep level with those of the other side."""

Side = tuple[Recorded, Run]


class CompareOptions(Options):
    variant: Text | None = None
    """A variant of the example; beside another example, the variant of this name that both have."""
    other: Text | None = Field(default=None, alias="with")
    """Another example."""
    caption: Text = "Two runs side by side: what is changed, and what differs as a result"


class Compare(Directive):
    """An example beside one of its variants or beside another example, or the variants of one name of two examples.

    Its tables count as the execution tables of both, except where the page shows one of them with ``/// steps`` or in
    a comparison further up: then the steps lead there.
    """

    NAME = "compare"
    ARGUMENT = "lesson/example"
    OPTIONS = CompareOptions

    def complete(self, meta: Mapping[str, str], block: Block) -> None:
        block.argument = block.argument or meta.get(RECORDING, "")

    def check(self, page: Page, block: Block) -> None:
        options = CompareOptions.of(block)
        if options.variant is None and options.other is None:
            hint = "Give it a variant: of the example, or with: another lesson/example."
            raise page.error("/// compare has nothing to compare with", block.line, hint)
        one, other = _sides(page, block)
        if side_of(one) == side_of(other):
            line = block.line_of("with" if options.other else "variant")
            raise page.error("/// compare with the same run twice", line, "Name a variant, or another example.")
        if not any(_differences(one[1], other[1])):
            what = f"{side_of(one)[0]} and what it is compared with are the same, in the source and for the client"
            raise page.error(what, block.line, "Compare it with a run that differs.")
        for (found, run), side in zip((one, other), _shown(block), strict=True):
            if _owner(page, side) is block:
                page.add_table(block, *side, found.steps(run.name))

    def html(self, page: Page, block: Block) -> Markup:
        one, other = _sides(page, block)
        source, client = _differences(one[1], other[1])
        caption = CompareOptions.of(block).caption
        found = pairs(one[0].steps(one[1].name), other[0].steps(other[1].name))
        parts = [lines([element("figcaption", prose(caption))]), first_style(page, block, STYLE)]
        if source:
            parts.append(_program(joined((_code(group) for group in source), GAP), caption))
        if client:
            parts.append(_client(client))
        tables = lines(_table(page, block, side, found, first=side is one) for side in (one, other))
        level = " cw-level" if len(found) <= LEVEL else ""
        sides = element("div", BREAK, tables, class_=f"cw-sides{level}")
        parts.append(lines((element("p", _sum(found), class_="cw-direction"), sides)))
        return element("figure", BREAK, *parts, class_="cw-compare")


def side_of(side: Side) -> tuple[str, str]:
    """Return the names of an example and of its variant."""
    return side[0].example.name, side[1].name


def _shown(block: Block) -> tuple[tuple[str, str], ...]:
    """The recordings whose tables a block shows, by example and variant."""
    if block.name == StepsTable.NAME:
        return ((block.argument, StepsOptions.of(block).variant),)
    if block.name == Compare.NAME:
        options = CompareOptions.of(block)
        variant = options.variant or MAIN
        return ((block.argument, variant if options.other else MAIN), (options.other or block.argument, variant))
    return ()


def _owner(page: Page, side: tuple[str, str]) -> Block:
    """Return the block whose table of this recording gets the ids: one that shows nothing else, or else the first."""
    showing = [block for block in page.source.blocks if side in _shown(block)]
    return next((block for block in showing if block.name == StepsTable.NAME), showing[0])


def _sides(page: Page, block: Block) -> tuple[Side, Side]:
    found = page.recorded(block, block.argument)
    name = CompareOptions.of(block).other
    other = page.recorded(block, name, block.line_of("with")) if name else found
    variant = page.variant(block, found) if name else MAIN
    return (found, found.example.runs[variant]), (other, other.example.runs[page.variant(block, other)])


def _differences(one: Run, other: Run) -> tuple[tuple[tuple[Line, ...], ...], tuple[Line, ...]]:
    return source_difference(one.source, other.source), client_difference(one.scenario, other.scenario)


def _program(code: Markup, caption: str) -> Markup:
    title = "What is changed in the program"
    code = element("pre", code, class_="cw-printed")
    return lines(
        (element("p", title, class_="cw-direction"), render.scrolling(f"{title}: {label(caption)}", code)),
    )


def _code(group: Iterable[Line]) -> Markup:
    return joined((_line(line, element("code", line.text)) for line in group), BREAK)


def _client(changes: Iterable[Line]) -> Markup:
    items = lines(element("li", _line(line, prose(line.text))) for line in changes)
    title = element("p", "What is changed in the client's script", class_="cw-direction")
    return lines((title, element("ul", BREAK, items, role="list")))


def _line(line: Line, text: Markup) -> Markup:
    """A line with what became of it in words, which are for the ear: the style sheet draws a sign."""
    words = WORDS[line.kind]
    return element(TAGS[line.kind], element("span", words, class_="cw-unseen") if words else EMPTY, text)


def _compared(pair: Pair, found: Sequence[Pair]) -> str:
    """Say of a step how it compares. One that both runs have, but at different places, is in two pairs."""
    if pair.one and pair.other:
        return "differs" if pair.differs else "same"
    return "moved" if sum(one.name == pair.name for one in found) > 1 else "only here"


def _sum(found: Sequence[Pair]) -> str:
    each = [_compared(pair, found) for pair in found]
    counts = {
        "the same in both": each.count("same"),
        "different": each.count("differs"),
        "at another place": each.count("moved") // 2,
        "on one side only": each.count("only here"),
    }
    said = [f"{count} {'is' if count == 1 else 'are'} {what}" for what, count in counts.items() if count]
    return f"Step by step: {', '.join(said)}"


def _table(page: Page, block: Block, side: Side, found: Sequence[Pair], *, first: bool) -> Markup:
    """One side. Its rows are drawn as cards where there is little room, so each says what it is: CSS takes it away."""
    recorded, run = side
    table = page.table(*side_of(side))
    assert table is not None  # of this block, or of the one that shows it elsewhere
    own = _owner(page, side_of(side)) is block
    ran = {row.step.number: row.lines for row in recorded.lanes(run.name)}
    places = {step.name: step.number for step in recorded.steps(run.name)}
    rows = []
    for pair in found:
        step = pair.one if first else pair.other
        if step is None:
            rows.append(_missing(pair, places.get(pair.name)))
            continue
        place = f"{table.prefix}step-{step.number}"
        link = element("a", step.number, href=f"#{place}", data_step=step.number) if step in table.rows else step.number
        compared = _compared(pair, found)
        cells = (
            element("th", link, scope="row", role="rowheader"),
            *_cells(step, pair),
            element("td", compared, role="cell"),
        )
        marks = {
            "id": place if own else None,
            "data_step": step.number if own else None,
            "data_name": plain(step.name),
            "data_lines": render.numbers(ran[step.number]),
            "data_differs": None if compared == "same" else True,
        }
        rows.append(element("tr", *cells, role="row", **marks))
    heads = element("tr", *(element("th", head, scope="col", role="columnheader") for head in HEADS), role="row")
    parts = (
        element("caption", prose(run.title)),
        element("thead", heads, role="rowgroup"),
        element("tbody", BREAK, lines(rows), role="rowgroup"),
    )
    drawn = lines([element("table", BREAK, lines(parts), class_="cw-cards", role="table")])
    marked = {"data_recording": side_of(side)[0], "data_variant": run.name} if own else {}
    return element("div", BREAK, drawn, class_="cw-side cw-steps" if own else "cw-side", **marked)


def _cells(step: Step, pair: Pair) -> Iterable[Markup]:
    for cell in CELLS:
        said = render.told(getattr(step, cell))
        yield element("td", element("mark", said) if cell in pair.differs else said, role="cell")


def _missing(pair: Pair, number: int | None) -> Markup:
    """A row for a step that this side does not have, or has at another place."""
    there = pair.one or pair.other
    said = f"{'Not here' if number is None else f'Step {number} here'}: {there.action if there else ''}"
    cells = (
        element("th", Markup("&ndash;"), scope="row", role="rowheader"),
        element("td", prose(said), role="cell", colspan=5),
    )
    return element("tr", *cells, role="row", data_differs=True)
