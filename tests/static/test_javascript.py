"""The site's own scripts: their types hold, and their reducers do what they promise. Node.js checks both."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import chromium
from tests.support.made import ROOT

STATIC = ROOT / "chunkwise/static"
SCRIPTS = [file for file in sorted(STATIC.rglob("*.js")) if file.parent.name != "vendor"]


@pytest.fixture(scope="module", autouse=True)
def _node() -> None:
    """Provide Node.js and the packages that package-lock.json names, once for all workers."""
    if shutil.which("npm") is None and os.geteuid() == 0:
        chromium.call(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", "nodejs", "npm"])
    assert shutil.which("npm"), "the site's scripts are checked by Node.js, and there is none here: install it"
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    with (cache / "npm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = ROOT / "node_modules/.package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < (ROOT / "package-lock.json").stat().st_mtime:
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=True)


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
