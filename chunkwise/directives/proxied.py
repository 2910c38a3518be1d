"""The directives about one proxy: its configuration, as a reader would use it, and a run behind it, on both sides."""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup

from chunkwise.conditions import proxies, records
from chunkwise.conditions.records import Record
from chunkwise.directives.conditions import STYLE
from chunkwise.directives.options import Options, Text
from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block, nearest
from chunkwise.directives.recording import View, ViewOptions, highlighted
from chunkwise.directives.stylesheets import style
from chunkwise.errors import ChunkwiseError
from chunkwise.examples.condition import Condition
from chunkwise.views.conditions import where
from chunkwise.views.elements import BREAK, element, joined, lines, prose
from chunkwise.views.passage import LANES, left_out, passage
from chunkwise.views.render import carded, cell, column, table_row

LISTEN, UPSTREAM, CERTIFICATE = "127.0.0.1:8080", "127.0.0.1:8000", "/etc/ssl/example.pem"
"""The addresses that a page shows where a configuration has words."""
LANGUAGES = {"nginx": "nginx"}
"""Proxies whose configuration is highlighted."""


class ConfigurationOptions(ViewOptions):
    configuration: Text


class About(View):
    """A view of one configuration, which the scenario names in a condition."""

    def named(self, page: Page, block: Block, variant: str | None = None) -> Condition:
        """Return the first condition with the configuration, or of the variant."""
        found = page.recorded(block, block.argument)
        wanted = ConfigurationOptions.of(block).configuration
        known = [one for one in records.conditions(found.example) if one.proxy and variant in (None, one.variant)]
        for condition in known:
            if condition.configuration == wanted:
                return condition
        what = f"{found.example.name} isn't run with {wanted!r}" + (f" as {variant!r}" if variant else "")
        names = sorted({str(one.configuration) for one in known})
        raise page.error(what, block.line_of("configuration"), nearest(wanted, names))


class Configuration(About):
    """A proxy's configuration with addresses in it, so that it can be copied. The proxy itself has checked it."""

    NAME = "configuration"
    OPTIONS: ClassVar[type[Options]] = ConfigurationOptions

    def check(self, page: Page, block: Block) -> None:
        self.named(page, block)

    def html(self, page: Page, block: Block) -> Markup:
        example, condition = page.recorded(block, block.argument).example, self.named(page, block)
        addresses = {"listen": LISTEN, "upstream": UPSTREAM, "certificate": CERTIFICATE}
        text = proxies.filled(proxies.configuration(example, condition), **addresses)
        title = page.named(example.folder / str(condition.configuration))
        code = highlighted(text, LANGUAGES.get(str(condition.proxy), "text"), title)
        return element("div", BREAK, code, class_="cw-example", data_recording=example.name)


class PassageOptions(ConfigurationOptions):
    caption: Text | None = None


class Passage(About):
    """What the program, the proxy and the client did in one run, side by side and in order."""

    NAME = "passage"
    OPTIONS: ClassVar[type[Options]] = PassageOptions

    def check(self, page: Page, block: Block) -> None:
        self.record(page, block, page.recorded(block, block.argument))

    def record(self, page: Page, block: Block, found: Recorded) -> Record:
        condition = self.named(page, block, page.variant(block, found))
        try:
            made = records.load(found.example)
        except ChunkwiseError as error:
            raise page.located(error, block.line) from None
        return next(one for one in made if one.condition.place == condition.place)

    def html(self, page: Page, block: Block) -> Markup:
        found = page.recorded(block, block.argument)
        record = self.record(page, block, found)
        run = found.example.runs[record.condition.variant]
        caption = PassageOptions.of(block).caption or f"{run.title}, behind {where(record)[0]}"
        names = [name.capitalize() for name in LANES]
        rows = [
            table_row(number, (cell(prose(row.get(lane, "")), data_head=lane.capitalize()) for lane in LANES))
            for number, row in enumerate(passage(record.events), 1)
        ]
        table = carded(caption, map(column, ("Order", *names)), lines(rows))
        if more := left_out(record.events):
            table = lines([table, element("p", f"{more} more lines of this run are not shown.", class_="cw-more")])
        own = {"data_recording": found.example.name, "data_variant": run.name}
        styled = any(one.name in ("conditions", self.NAME) for one in page.source.blocks[: block.number])
        link = joined(()) if styled else lines([style(page, STYLE)])
        return joined((link, element("figure", BREAK, table, class_="cw-conditions cw-passage", **own)))
