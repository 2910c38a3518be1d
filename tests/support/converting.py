"""Markdown in, HTML out, in the real project or in an empty one, for the tests of all directives."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from tests.support.made import ROOT, THREE_CHUNKS

EXTENSIONS = ["attr_list", "md_in_html", "toc", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.snippets"]

OPEN = f"/// steps | {THREE_CHUNKS}"
STEPS = f"{OPEN}\n///\n"
QUIZ = f"""/// quiz | q
    recording: {THREE_CHUNKS}
    answer: step(3).state
    hint: Look.

Which?

/// right | Yielded 1
Yes.
///
/// option | Yielded 2
No.
///
///
"""


def convert(text: str, docs: str = "docs", extensions: tuple[str, ...] = (), examples: str = "examples") -> str:
    md = Markdown(
        extensions=[*EXTENSIONS, *extensions, "chunkwise.markdown"],
        extension_configs={"chunkwise.markdown": {"examples": examples, "docs": docs}},
    )
    return str(md.convert(text))


def body(page: Path) -> str:
    """A page without its front matter, as MkDocs hands it to Markdown."""
    return re.sub(r"\A---\n.*?\n---\n", "", page.read_text("utf-8"), flags=re.DOTALL).lstrip("\n")


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that has the first example, and the environments that it is run in elsewhere."""
    shutil.copytree(ROOT / "examples" / THREE_CHUNKS, tmp_path / "examples" / THREE_CHUNKS)
    shutil.copy(ROOT / "examples/environments.toml", tmp_path / "examples")
    (tmp_path / "docs" / "lessons" / "streaming-responses").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
