"""Titles, captions and other words that would like to be markup: a page that is made of them has no more tags."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.views.elements import label
from tests.support.converting import convert
from tests.support.hostile_text import MARKUP
from tests.support.made import ROOT
from tests.support.parsed import Parsed

REPORT = "stream_or_build/report"
BARE = f"/// {{}} | {REPORT}\n    variant: row_by_row\n"
PAGE = "\n".join(
    (
        *(BARE.format(name) + "    caption: TEXT\n///\n" for name in ("variables", "lanes", "exchange", "output")),
        BARE.format("steps") + "    caption: TEXT\n    summary: TEXT\n///\n",
        BARE.format("compare") + "    caption: TEXT\n///\n",
        *(BARE.format(name) + "///\n" for name in ("example", "player")),
        f"/// example | {REPORT}\n///\n",
        BARE.format("program") + "    title: TEXT\n///\n",
        f"/// measured | {REPORT}\n    after: row_by_row\n    caption: TEXT\n///\n",
    )
)
"""Every directive that shows a recording, with every option that is text."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of examples with one that was recorded and measured."""
    root = tmp_path_factory.mktemp("examples")
    shutil.copytree(ROOT / "examples" / REPORT, root / REPORT)
    return root


def quoted(text: str) -> str:
    """Write a text as a string that TOML and YAML read alike."""
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def titled(root: Path, text: str) -> str:
    """Give an example and its variants this title, and return a page that says it wherever it can."""
    example = Example(root, REPORT)
    recordings = store.load(Example(ROOT / "examples", REPORT))
    scenario = Example(ROOT / "examples", REPORT).scenario_text
    example.scenario_file.write_text(
        re.sub(r"(?m)^(title|variants\.\w+\.title) = .*", lambda m: f"{m[1]} = {quoted(text)}", scenario)
    )
    store.save(example, recordings)
    return PAGE.replace("TEXT", quoted(text))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(MARKUP.filter(lambda text: "[[" not in text and text.strip()))
def test_no_title_and_no_caption_adds_a_tag_or_an_attribute(folder: Path, text: str) -> None:
    page = Parsed(convert(titled(folder, text), examples=str(folder)))
    assert page.shape == harmless(folder)
    labels = [attributes["aria-label"] for _, attributes in page.tags if attributes.get("role") == "region"]
    assert labels.count(label(text)) == 3  # of the tables; other views put words of their own before it


@cache
def harmless(folder: Path) -> list[tuple[str, list[str]]]:
    return Parsed(convert(titled(folder, "x"), examples=str(folder))).shape
