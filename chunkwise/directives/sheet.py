"""The sheet: what is worth having on one page of paper, with its facts from recordings as everywhere else."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chunkwise.directives.directive import Directive, add
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block
from chunkwise.directives.stylesheets import style
from chunkwise.views.elements import element as html

STYLE = "review/review.css"


class Sheet(Directive):
    """One page of A4. What stands in it is the author's, and directives that show recordings."""

    NAME = "sheet"
    ARGUMENT = "its title"
    HOLDS = True

    def check(self, page: Page, block: Block) -> None:
        for other in page.source.blocks[: block.number]:
            if other.name == self.NAME:
                what = f"this page already has a /// sheet, in line {page.line(other.line)}"
                raise page.error(what, block.line, "Combine them into one.")
        if not block.children and not any(line.strip() for _, line in block.text):
            what = "an empty /// sheet"
            raise page.error(what, block.line, "Write the rules of the lesson below it.")

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        link_style(page, block, parent)
        add(add(parent, "cw-review"), "cw-print")  # where a script puts the button that prints the sheet
        box = add(parent, "section", class_="cw-sheet", aria_label=block.argument)
        add(box, "p", block.argument, class_="cw-sheet-title")
        return box


def link_style(page: Page, block: Block, parent: Element) -> None:
    """Link the style of Review pages, before the first block that needs it."""
    if not any(other.name in ("cards", "sheet") for other in page.source.blocks[: block.number]):
        add(parent, "p", page.stash(html("div", style(page, STYLE), hidden=True)))
