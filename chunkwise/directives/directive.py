"""What every directive is made of: what it takes, how it is checked, what it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString  # type: ignore[import-untyped]
from markupsafe import Markup

from chunkwise.directives.options import Options, given
from chunkwise.directives.parser import Block
from chunkwise.text import plain
from chunkwise.views.elements import EMPTY

if TYPE_CHECKING:
    from chunkwise.directives.page import Page


class Directive:
    """A kind of block. It is checked with the whole page known, before any of the page is converted."""

    NAME: ClassVar[str]
    ARGUMENT: ClassVar[str] = ""
    """What stands after the bar, for the message to an author who left it out; empty where nothing may."""
    OPTIONS: ClassVar[type[Options]] = Options
    PARENT: ClassVar[str] = ""
    HOLDS: ClassVar[bool] = False
    """Whether Markdown may stand in it."""

    def complete(self, meta: Mapping[str, str], block: Block) -> None:
        """Fill in what the block leaves to its page's front matter."""

    def accept(self, page: Page, block: Block) -> None:
        """Check all that is the same for every directive."""
        name = f"/// {self.NAME}"
        if self.ARGUMENT and not block.argument:
            raise page.error(f"{name} lacks its argument", block.line, f"Write {name} | {self.ARGUMENT}")
        if block.argument and not self.ARGUMENT:
            raise page.error(f"{name} takes no argument", block.line, f"Write only {name} on this line.")
        block.given = given(page, block, self.OPTIONS)
        above = block.parent.name if block.parent else ""
        if self.PARENT and above != self.PARENT:
            raise page.error(f"{name} is outside /// {self.PARENT}", block.line, "Move it into one.")
        if not self.HOLDS and (block.children or any(line.strip() for _, line in block.text)):
            raise page.error(
                f"{name} contains text, but shows only a recording",
                next((number for number, line in block.text if line.strip()), block.line),
                "Move the text out, or close the directive before it.",
            )

    def check(self, page: Page, block: Block) -> None:
        """Raise if the block names something that is not there."""

    def html(self, page: Page, block: Block) -> Markup:
        """Return what a directive without text in it becomes."""
        return EMPTY

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        """Return the element that the block's Markdown goes into."""
        raise NotImplementedError

    def end(self, page: Page, block: Block, element: Element) -> None:
        """Arrange the element, now that all of the block is in it."""


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element; ``class_`` is its class, and ``data_x`` its attribute ``data-x``."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    element = SubElement(parent, tag, named)
    element.text = text or None
    return element


def literal(text: str) -> str:
    """Return text that Markdown leaves as it is."""
    return AtomicString(plain(text))  # type: ignore[no-any-return]
