"""Each benchmark runs: once, as small as it can be, because nobody runs them all at each change."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from benchmarks.__main__ import PARTS
from benchmarks.sites import without_directives
from tests.support.made import ROOT

pytestmark = pytest.mark.everything


@pytest.mark.parametrize("part", [*PARTS])
def test_a_benchmark_runs_and_gives_its_figures(part: str) -> None:
    command = [sys.executable, "-m", "benchmarks", "--small", part]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{done.stdout[-1000:]}{done.stderr[-3000:]}"
    lines = done.stdout.splitlines()
    assert len(lines) >= 3
    for line in lines:
        assert re.fullmatch(rf"{part} +.+: [\d,.]+ .*\(at most .+\) (ok|TOO MUCH)", line), line


def test_an_unknown_benchmark_is_named() -> None:
    command = [sys.executable, "-m", "benchmarks", "bilding"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "there is no bilding; there are recording, attaching, building" in done.stderr


def test_a_page_without_directives_keeps_its_words() -> None:
    text = "# A\n\n/// quiz | q\n    right: a\n\nWhich?\n\n//// option | a\nIn [[end]].\n////\n///\n\n    code: x\n"
    assert without_directives(text) == "# A\n\n\nWhich?\n\nIn a step.\n\n    code: x\n"
