"""The entry of the command line, before anything of it is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chunkwise import entry
from tests.support.made import ROOT


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))

    with pytest.raises(SystemExit) as end:
        entry.main()

    assert str(end.value.code).startswith("Error: chunkwise needs Python 3.11 or newer, and this one is 3.9\n")


def test_a_watch_imports_nothing_that_makes_pages() -> None:
    program = """
import sys
from chunkwise.entry import main
sys.argv = ["chunkwise", "watch", "--help"]
try:
    main()
except SystemExit:
    pass
heavy = {"markdown", "pygments", "fastapi", "uvicorn", "chunkwise.cli", "chunkwise.directives"}
print(sorted(heavy & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "Usage: chunkwise watch" in run.stdout
    assert run.stdout.splitlines()[-1] == "[]"
