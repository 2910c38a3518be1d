"""Aliases: words by which readers look for a page are found by a search, and nobody has to read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.converting import convert, project

__all__ = ["project"]

TEXT = "# Title\n\nFirst words.\n\n## Section\n\nMore."
HIDDEN = '<p data-pagefind-weight="10" hidden="">Also about: SSE, &lt;b&gt;.</p>'


def converted(project: Path, aliases: str) -> str:
    text = f"---\naliases: {aliases}\n---\n\n{TEXT}\n"
    (project / "docs/page.md").write_text(text, "utf-8")
    return convert(TEXT)


@pytest.mark.parametrize("aliases", ["[SSE, <b>]", "SSE, <b>"])
def test_they_stand_hidden_before_the_first_section(project: Path, aliases: str) -> None:
    made = converted(project, aliases)
    assert made.index("First words.") < made.index(HIDDEN) < made.index("<h2")


@pytest.mark.parametrize("aliases", ["", "[]"])
def test_a_page_without_any_has_nothing_hidden(project: Path, aliases: str) -> None:
    assert "hidden" not in converted(project, aliases)
