"""The wrapper serves a program of several files as its ``app.py`` imports them, with a dot or without."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.made import ROOT

PROGRAMS = ROOT / "tests" / "cases" / "programs"


@pytest.mark.parametrize(
    ("name", "paths"), [("several_files", ["/api/names"]), ("several_files_with_dots", ["/words"])]
)
def test_a_program_of_several_files_is_served(name: str, paths: list[str], tmp_path: Path) -> None:
    shutil.copytree(PROGRAMS / name, tmp_path / "run")
    shutil.copy(ROOT / "chunkwise" / "conditions" / "served.py", tmp_path / "run")
    ask = "import served; print([path for path in served.app.app.openapi()['paths']])"
    environment = {**os.environ, "CHUNKWISE_LOG": str(tmp_path / "log.jsonl")}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path / "run", env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == f"{paths}\n", done.stderr
