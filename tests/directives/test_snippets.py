"""A snippet of a page is a file below the folder of the examples, or an error with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.errors import PageError
from scripts import settings
from tests.support.made import ROOT


def converted(text: str) -> str:
    """Convert with the site's own settings."""
    options = settings.extensions(ROOT / "mkdocs.yml")
    made: str = Markdown(extensions=list(options), extension_configs=options).convert(text)
    return made


@pytest.fixture(autouse=True)
def _project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize(
    "path",
    [
        "csv_export/nothing.html",
        "../mkdocs.yml",
        "csv_export/../../mkdocs.yml",
        "/etc/passwd",
        (Path(__file__).parents[2] / "mkdocs.yml").as_posix(),
        "csv_export",
        "http://127.0.0.1:1/page.html",
    ],
)
def test_what_is_no_file_below_the_examples_is_refused(path: str) -> None:
    with pytest.raises(PageError) as caught:
        converted(f'Text.\n\n```html\n--8<-- "{path}"\n```\n')
    assert caught.value.what.startswith("there is no snippet ")
    assert (str(caught.value.file), caught.value.line) == ("page.md", 4)
    assert "below examples/" in str(caught.value.hint)


def test_a_file_or_some_lines_of_it_are_taken() -> None:
    assert "doctype html" in converted('--8<-- "csv_export/step_4_goodbye/page.html"')
    assert converted('```\n--8<-- "csv_export/step_1_rows/app.py:1:2"\n```\n').count("import") == 2


@pytest.mark.parametrize("snippets", [{}, {"pymdownx.snippets": {"check_paths": False}}], ids=["none", "unchecked"])
def test_where_snippets_are_not_checked_nothing_is_refused(snippets: dict[str, dict[str, Any]]) -> None:
    site = settings.extensions(ROOT / "mkdocs.yml")
    options = {name: one for name, one in site.items() if "snippets" not in name} | snippets
    made = Markdown(extensions=list(options), extension_configs=options).convert('Text.\n\n--8<-- "nothing"')
    assert made.startswith("<p>Text.</p>")
