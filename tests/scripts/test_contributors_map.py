"""The guide for contributors shows the package as it is."""

from __future__ import annotations

import re

from scripts.contributors_map import GUIDE, drawn, with_map
from tests.support.made import ROOT


def test_the_map_is_that_of_today() -> None:
    guide = GUIDE.read_text("utf-8")
    assert with_map(guide) == guide, "run: python -m scripts.contributors_map"


def test_every_module_says_why_it_exists_and_stays_within_300_lines() -> None:
    for file in (ROOT / "chunkwise").rglob("*.py"):
        text = file.read_text("utf-8")
        assert text.startswith('"""'), file
        assert len(text.splitlines()) <= 300, file


def test_no_module_imports_a_builder() -> None:
    for file in (ROOT / "chunkwise").rglob("*.py"):
        assert not re.search(r"^\s*(import|from) (mkdocs|zensical)", file.read_text("utf-8"), re.MULTILINE), file


def test_every_row_of_the_map_has_a_sentence() -> None:
    assert all(re.fullmatch(r"\| `[\w/.]+` \| .+[.:] \|", row) for row in drawn().splitlines()[2:])


def test_the_folders_that_the_guide_names_are_there() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    tests = guide.split("\ntests/", 1)[1].split("\nbenchmarks/", 1)[0]
    named = set(re.findall(r"(\w+)/", tests))
    assert named == {"cases", "foreign", "lessons", "site", "browser", "static", "support"}
    assert all((ROOT / "tests" / name).is_dir() for name in named)
    parts = guide.split("in a folder for each part of a page: ", 1)[1].split(" for what these share", 1)[0]
    named = set(re.findall(r"`(\w+)/`", parts))
    assert named == {one.name for one in (ROOT / "chunkwise/static").iterdir() if one.is_dir()} - {"vendor"}


def test_no_test_imports_a_test() -> None:
    """What two of them need stands in tests/support."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    assert len(files) > 100
    found = [
        file.name
        for file in files
        if re.search(r"(?m)^(?:from|import) tests\.(?:\w+\.)*test_", file.read_text("utf-8"))
    ]
    assert found == []


KNOWN = {
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md"),
    *("benchmarks", "chunkwise", "docs", "examples", "scripts", "tests"),
    *("constraints.txt", "jsconfig.json", "mkdocs.yml", "package-lock.json", "package.json", "pyproject.toml"),
    *("build", "dist", "node_modules", "screenshots", "site", "chunkwise.egg-info"),  # what jobs make
}


def test_nothing_lies_at_the_top_that_nobody_put_there() -> None:
    """A program that a test runs may write a file where it is run. Such a file was committed twice."""
    there = {one.name for one in ROOT.iterdir() if not one.name.startswith(".")}
    assert there - KNOWN == set(), "run the program in a folder of its own"
