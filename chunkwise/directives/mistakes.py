"""Mistakes of a page, all at once: a build lists them and ends, a live page shows each one as a box in its place.

One mistake often makes others: without its table, no reference finds its step. Those are left out, so that an author
reads what they have to mend and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from markupsafe import Markup

from chunkwise.directives import parser
from chunkwise.directives.compare import Compare
from chunkwise.directives.directive import Directive, add
from chunkwise.directives.front_matter import FRONT_MATTER
from chunkwise.directives.page import Page, ShownError, shown
from chunkwise.directives.parser import Block
from chunkwise.directives.recording import StepsTable
from chunkwise.errors import ChunkwiseError, PageError
from chunkwise.views import elements
from chunkwise.views.elements import BREAK, element, escaped

REFERENCE = r"\[\[([^\[\]\n]+)\]\]"
CODE_SPAN = re.compile(r"(`+).*?\1")
BOX = "admonition failure cw-mistake"
"""The theme draws it as a box of its own; no reader ever meets one."""
INSIDE = "cw-mistaken"
TABLES = (StepsTable, Compare)
"""What a reference may be about. An unknown directive may have been meant to be one."""
LISTED = 20
"""Mistakes of other pages that a build lists."""


def examine(page: Page, directives: Mapping[str, Directive], others: Collection[str]) -> None:
    """Read a page and check every directive and every reference on it; what is wrong is then in ``page.mistakes``."""
    page.source = parser.read(page.text, directives, others, leniently=True)
    page.mistakes = [
        (block, page.located(error, error.line or 1))
        for block, error in page.source.mistakes
        if not (page.typed_python and isinstance(error, parser.TypedPythonError))
    ]
    for block in page.source.blocks:
        if block.name in directives:
            directives[block.name].complete(page.meta, block)
    for look in ("accept", "check"):  # when all are accepted: some look at others further down
        for block in page.source.blocks:
            directive = directives.get(block.name)
            above = block.parent is not None and is_mistaken(page, block.parent)
            if directive is None or any(block is other for other, _ in page.mistakes) or (above and directive.PARENT):
                continue
            try:
                getattr(directive, look)(page, block)
            except PageError as error:
                page.mistakes.append((block, error))
            except Exception:
                if not page.mistakes:
                    raise  # otherwise it asked for what a mistaken directive would have had
    if any(block and isinstance(directives.get(block.name, StepsTable()), TABLES) for block, _ in page.mistakes):
        page.mistakes.sort(key=_line)
        return
    for number, line in page.said:
        for text in re.findall(REFERENCE, CODE_SPAN.sub("", line)) if "[[" in line else ():
            try:
                page.reference(text, number)
            except PageError as error:
                page.mistakes.append((None, error))
    page.mistakes.sort(key=_line)


def _line(mistake: tuple[Block | None, PageError]) -> int:
    return mistake[1].line or 0


def together(page: Page, directives: Mapping[str, Directive], others: Collection[str]) -> PageError:
    """Return all mistakes of a page as one error, and below them those of the other pages, for a build that ends."""
    first, *rest = (error for _, error in page.mistakes)
    for file in sorted(page.docs.rglob("*.md")):
        if len(rest) < LISTED and file != page.file:
            text = file.read_text("utf-8-sig", errors="replace")
            other = Page(FRONT_MATTER.sub("", text).lstrip("\n"), page.examples, page.docs, file)
            try:
                examine(other, directives, others)
            except ChunkwiseError:
                continue
            rest += [error for _, error in other.mistakes]
    whole = first if isinstance(first, ShownError) else shown(first.what, first.file, first.line, first.hint)
    return whole.with_others(rest)


def is_mistaken(page: Page, block: Block) -> bool:
    """Whether a directive has a mistake, or stands in one that has."""
    if not page.mistakes:
        return False
    wrong = [other for other, _ in page.mistakes if other is not None]
    at: Block | None = block
    while at is not None:
        if at in wrong:
            return True
        at = at.parent
    return False


def create(page: Page, block: Block, parent: Element, failures: Mapping[str, ChunkwiseError]) -> Element:
    """Return the element for a mistaken directive: the boxes first, then what it holds, plainly."""
    inside = add(parent, "div", class_=INSIDE)
    for other, error in page.mistakes:
        if other is block:
            add_box(page, inside, cause(block, error, failures))
    return inside


def cause(block: Block | None, error: ChunkwiseError, failures: Mapping[str, ChunkwiseError]) -> ChunkwiseError:
    """Return why an example has no recording of now, where a directive's mistake is that it has none."""
    named = [block.argument, *map(str, block.options.values())] if block else []
    return next((failures[name] for name in named if name in failures), error)


def add_box(page: Page, parent: Element, error: ChunkwiseError, at: int | None = None) -> None:
    """Add a box with one mistake, at the end or at a place among the parent's elements."""
    place = Element("p")
    place.text = page.stash(box(error))
    parent.insert(len(parent) if at is None else at, place)


def box(error: ChunkwiseError) -> Markup:
    """Return the HTML of a box with one mistake."""
    lines = str(error).split("\n")
    hint = lines.pop().strip() if error.hint else ""
    parts = [
        element("p", "A mistake", class_="admonition-title"),
        element("pre", element("code", escaped("\n".join(lines)))),
    ]
    if hint:
        parts.append(element("p", escaped(hint)))
    return element("div", BREAK, elements.lines(parts), class_=BOX)


def in_boxes(html: str) -> list[str]:
    """Return the mistakes that a page's boxes show, as text."""
    found = _Boxes()
    found.feed(html)
    return found.texts


class _Boxes(HTMLParser):
    """Reads the text of boxes, line by line of what :func:`box` writes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._depth = 0
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "div" and ("class", BOX) in attributes:
            self._depth = 1
        elif tag == "div" and self._depth:
            self._depth += 1
        elif self._depth and tag == "code":
            self.texts.append("")
            self._inside = "code"
        elif self._depth and tag == "p" and not attributes:
            self.texts[-1] += "\n  "
            self._inside = "p"

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
        if tag == "div" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and self._inside:
            self.texts[-1] += data
