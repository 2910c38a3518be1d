"""What is generated and committed is what would be generated today, and everything public has a docstring."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import ModuleType

import pytest

from scripts import api_page, reference
from scripts.api_page import Undocumented, drawn, public, undocumented

MADE = '''
"""A module."""

__all__ = ["Public", "act"]

class Public:
    """A class."""

    def told(self) -> None:
        """A method."""

    def untold(self) -> None: ...

    def _own(self) -> None: ...

def act(one: int = 1) -> None: ...
'''


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    (tmp_path / "a_module.py").write_text(MADE.lstrip(), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "a_module", raising=False)
    return __import__("a_module")


def test_the_page_of_the_api_and_the_schemas_are_those_of_today() -> None:
    generated = reference.files()
    assert {file.name for file in generated} == {"api.md", "recording-2.json", "example-2.json"}
    for file, text in generated.items():
        assert file.read_text("utf-8") == text, "run: make reference"
    assert set((reference.DOCS / "schema").iterdir()) == {file for file in generated if file.suffix == ".json"}


@pytest.mark.parametrize("module", public(), ids=lambda module: module.__name__)
def test_what_is_public_is_there_and_has_a_docstring(module: ModuleType) -> None:
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    assert undocumented(module) == []


def test_a_docstring_that_is_missing_is_named(made: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert undocumented(made) == ["a_module.Public.untold", "a_module.act"]
    monkeypatch.setattr(api_page, "public", lambda: [made])
    with pytest.raises(Undocumented, match=r"no docstring: a_module\.Public\.untold, a_module\.act"):
        drawn()


def test_the_page_shows_what_may_be_imported_as_it_is_declared() -> None:
    page = drawn()
    for module in public():
        assert f"\n## `{module.__name__}`\n" in page
    assert "def loads(text: str) -> Recording: ..." in page
    assert "- `exchange: int = 0`: Which request and response this belongs to" in page
    assert "_Event" not in page
    for block in page.split("```pyi\n")[1:]:
        ast.parse(block.split("```")[0])


def test_what_the_page_promises_stands_in_the_guide_for_contributors_too() -> None:
    guide = (reference.ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert "`make reference`" in guide
    assert "api.md" in guide
