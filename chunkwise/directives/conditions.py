"""The directive that shows conditions: a row for each server, loop, proxy or version, and what differs there."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from chunkwise.conditions import records
from chunkwise.conditions.against_plain import NONE
from chunkwise.directives.options import Names, Text
from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block, nearest
from chunkwise.directives.recording import View, ViewOptions
from chunkwise.directives.stylesheets import first_style
from chunkwise.errors import ChunkwiseError
from chunkwise.views.conditions import HEADS, Row, columns, grouped, known, notes, rows
from chunkwise.views.elements import BREAK, EMPTY, element, joined, lines, prose
from chunkwise.views.render import carded, cell, column, table_row

STYLE = "base/conditions.css"


class ConditionsOptions(ViewOptions):
    caption: Text | None = None
    only: Names | None = None
    """The facts to show; without it those that differ."""


class ConditionsTable(View):
    NAME = "conditions"
    OPTIONS = ConditionsOptions

    def check(self, page: Page, block: Block) -> None:
        found = page.recorded(block, block.argument)
        table = self.rows(page, block, found)
        for name in ConditionsOptions.of(block).only or ():
            if name not in known(table):
                what = f"these conditions don't record the fact {name!r}"
                raise page.error(what, block.line_of("only"), nearest(name, known(table)))

    def rows(self, page: Page, block: Block, found: Recorded) -> tuple[Row, ...]:
        example, variant = found.example, page.variant(block, found)
        if not any(condition.variant == variant for condition in records.conditions(example)):
            what = (
                f"{example.name} is run on plain Uvicorn only: its scenario.toml has no [[condition]] for {variant!r}"
            )
            raise page.error(what, block.line, "Add one, then run `make conditions`.")
        try:
            return rows(records.conditions(example), records.load(example), variant)
        except ChunkwiseError as error:
            raise page.located(error, block.line) from None

    def html(self, page: Page, block: Block) -> Markup:
        found = page.recorded(block, block.argument)
        table = self.rows(page, block, found)
        options = ConditionsOptions.of(block)
        variant = page.variant(block, found)
        caption = options.caption or f"{found.example.runs[variant].title}: where it is the same, and where not"
        names = columns(table, options.only)
        parts = (_table(caption, table, names), _notes(table, names), _installed(table))
        own = {"data_recording": found.example.name, "data_variant": variant}
        figure = element("figure", BREAK, lines(part for part in parts if part), class_="cw-conditions", **own)
        return joined((first_style(page, block, STYLE), figure))


def _table(caption: str, table: Sequence[Row], names: Sequence[str]) -> Markup:
    groups = grouped(table, names)
    said = notes([group.row for group in groups])
    body = []
    for group in groups:
        row = group.row
        where = [element("span", prose(label), _mark(said, row)) for label in group.labels]
        differs = True if set(names) & row.differs else None
        body.append(table_row(joined(where, BREAK), (_cell(row, name) for name in names), data_differs=differs))
    heads = map(column, ("Run on", *(HEADS[name] for name in names)))
    return carded(caption, heads, lines(body))


def _mark(said: Sequence[str], row: Row) -> Markup:
    """The number of a row's note."""
    if not row.note:
        return EMPTY
    return element("sup", element("span", "note ", class_="cw-unseen"), said.index(row.note) + 1)


def _cell(row: Row, name: str) -> Markup:
    """A fact. One that differs is marked with a sign as well as by colour, and in words for the ear."""
    if name in row.differs:
        unseen = element("span", "differs: ", class_="cw-unseen")
        said = element("mark", unseen, prose(row.facts.get(name, NONE)))
    else:
        said = prose(row.facts[name]) if name in row.facts else Markup("&ndash;")
    return cell(said, data_head=HEADS[name])


def _notes(table: Sequence[Row], names: Sequence[str]) -> Markup:
    texts = notes([group.row for group in grouped(table, names)])
    return element("ol", BREAK, lines(element("li", prose(text)) for text in texts)) if texts else EMPTY


def _installed(table: Sequence[Row]) -> Markup:
    """What exactly was installed for each row, to be opened."""
    items = lines(element("li", prose(f"{row.label}: {row.versions}.")) for row in table)
    return element("details", BREAK, lines((element("summary", "The exact versions"), element("ul", BREAK, items))))
