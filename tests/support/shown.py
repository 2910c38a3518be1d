"""The code blocks that a reader sees, taken from the pages as they are built: with snippets and examples pulled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markdown import Markdown  # type: ignore[import-untyped]

from scripts import settings
from tests.support.made import ROOT

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]


@dataclass(frozen=True)
class Block:
    """One block of code on a page."""

    page: Path
    number: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}[{self.number}]"


def blocks(page: Path) -> list[Block]:
    """Return the blocks of a page in their order. The current folder has to be the project's."""
    soup = BeautifulSoup(_converter().convert(_body(page)), "html.parser")
    found = []
    for number, block in enumerate(soup.select("div.highlight"), start=1):
        language = next((c.removeprefix("language-") for c in _classes(block) if c.startswith("language-")), "")
        title = block.select_one(".filename")
        code = block.select_one("code")
        assert code is not None
        found.append(Block(page, number, language, title.get_text() if title else "", code.get_text()))
    return found


def _converter() -> Markdown:
    options = settings.extensions(ROOT / "mkdocs.yml")
    return Markdown(extensions=list(options), extension_configs=options)


def _classes(block: Tag) -> list[str]:
    classes = block.get("class")
    return classes if isinstance(classes, list) else []


def _body(page: Path) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", page.read_text("utf-8"), flags=re.DOTALL).lstrip("\n")
