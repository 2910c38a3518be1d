"""The site's own scripts: their types hold, and their reducers do what they promise. Node.js checks both."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scripts import tools
from tests.support.made import ROOT

STATIC = ROOT / "chunkwise/static"
SCRIPTS = [file for file in sorted(STATIC.rglob("*.js")) if file.parent.name != "vendor"]


@pytest.fixture(scope="module", autouse=True)
def _node() -> None:
    assert not (missing := tools.missing_node()), missing


def test_the_types_hold() -> None:
    done = subprocess.run(
        ["node_modules/.bin/tsc", "--project", "jsconfig.json"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout


def test_the_reducers_do_what_they_promise() -> None:
    files = [str(file) for file in sorted((ROOT / "tests/static/js").glob("*.test.mjs"))]
    assert files
    done = subprocess.run(["node", "--test", *files], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: f"{script.parent.name}/{script.name}")
def test_a_script_is_small_and_makes_no_markup_out_of_text(script: Path) -> None:
    text = script.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    assert "innerHTML" not in text
    assert "eval(" not in text
