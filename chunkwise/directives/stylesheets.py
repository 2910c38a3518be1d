"""Styles that only some pages need, so that no other page loads them: a page asks for its own where it begins to."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from markupsafe import Markup

from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block
from chunkwise.events import Recording, UpstreamEvent
from chunkwise.views.elements import EMPTY, element, lines

FOLDER = "assets/chunkwise/"
UPSTREAM = "base/upstream.css"


def style(page: Page, name: str) -> Markup:
    """Return the link from a page to a style of ours, as finished HTML.

    For a browser a page is a folder, and MkDocs leaves addresses in HTML alone. Zensical takes them for addresses
    beside the page's file, and adds what is missing.
    """
    inside = page.file.relative_to(page.docs) if page.file.is_relative_to(page.docs) else page.file
    up = len(inside.parent.parts) + (page.is_folder and inside.stem != "index" and "zensical" not in sys.modules)
    return element("link", rel="stylesheet", href=f"{'../' * up}{FOLDER}{name}")


def first_style(page: Page, block: Block, name: str) -> Markup:
    """Return that link and a line feed, or nothing if a directive of this kind further up has brought the style."""
    before = page.source.blocks[: block.number]
    return EMPTY if any(other.name == block.name for other in before) else lines([style(page, name)])


def lane_style(page: Page, recordings: Iterable[Recording]) -> Markup:
    """Return the link to the upstream's style and a line feed, or nothing if none of these runs has that lane."""
    asks = any(isinstance(event, UpstreamEvent) for one in recordings for event in one.events)
    return lines([style(page, UPSTREAM)]) if asks else EMPTY
