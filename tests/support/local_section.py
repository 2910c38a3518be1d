"""The section of a project's page that is done locally: what a reader saves and types, in the order of the page."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

from tests.support.made import ROOT
from tests.support.shown import Block, blocks


def shown_at_the_root(page: Path) -> list[Block]:
    """Return all blocks of a page, whose paths to examples count from the project's root."""
    with chdir(ROOT):
        return blocks(page)


def local_section(shown: list[Block]) -> list[Block]:
    """Return the section's blocks, from the one that makes the folder."""
    first = next(index for index, block in enumerate(shown) if block.text.startswith("mkdir"))
    # Below it come, for paper, the answers to all tasks.
    return [block for block in shown[first:] if block.language in ("bash", "html")]
