"""The plugin in somebody else's project: found by its name, silent until it is used, and clear where a test fails."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.made import ROOT
from tests.support.packed_wheel import ran
from tests.test_package import WITHOUT

GUIDE = ROOT / "docs" / "watch-your-own-stream.md"
PYTEST = (sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider")
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
"""No plugin but the one that is named: whether this environment's metadata knows ours already, is its own affair."""

BROKEN = """
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/words", response_class=StreamingResponse)
async def words():
    collected = []
    for word in ("one", "two"):
        collected.append(word)
    yield "".join(collected)
    yield "end"


def test_it_streams(stream_recorder):
    recording = stream_recorder(app, "GET /words")
    recording.client.received_before("one", yield_=0)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a test that fails, away from ours."""
    (tmp_path / "test_words.py").write_text(BROKEN, "utf-8")
    return tmp_path


def _timeless(text: str) -> str:
    """Return what was printed without its times, and what their width does to the lines."""
    return re.sub(r"\s+", " ", re.sub(r"\d+\.\d{3}", "N", text)).strip()


def test_a_plain_test_fails_with_the_steps_that_prove_it(project: Path) -> None:
    said = ran(*PYTEST, "-p", "chunkwise.pytest_plugin", cwd=project, code=1, PYTHONPATH=str(ROOT), **ALONE)
    assert 'recording.client.received_before("one", yield_=0)' in said
    (shown,) = re.findall(r"```console\n\$ pytest test_words.py\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert _timeless(shown) in _timeless(said)
    assert "recorded.py" not in said, "of our own code there is nothing to see"
    assert "1 failed" in said


def test_the_wheel_brings_the_plugin_by_its_name(project: Path, installed: Path) -> None:
    said = ran(*PYTEST, "-p", "chunkwise", cwd=project, code=1, PYTHONPATH=str(installed), **ALONE)
    assert "only after yield 0" in said


def test_loading_it_imports_nothing_else_of_ours() -> None:
    program = "import pytest, sys; before = set(sys.modules); import chunkwise.pytest_plugin"
    said = ran(sys.executable, "-c", f"{program}; print(*sorted(set(sys.modules) - before))")
    assert said.split() == ["chunkwise", "chunkwise.pytest_plugin"]


def test_without_a_server_it_says_what_to_install(project: Path) -> None:
    (project / "test_words.py").write_text(
        "async def app(scope, receive, send): ...\n"
        "def test_it(stream_recorder):\n    stream_recorder(app, 'GET /')\n"
        "def test_another(): ...\n",
        "utf-8",
    )
    (project / "run.py").write_text(
        WITHOUT + 'import pytest\nsys.exit(pytest.main(["-q", "-p", "chunkwise.pytest_plugin"]))\n', "utf-8"
    )
    said = ran(sys.executable, "run.py", cwd=project, code=1, PYTHONPATH=str(ROOT), **ALONE)
    assert "Install it: python -m pip install 'chunkwise[record]'." in said
    assert "1 passed, 1 error" in said


def test_the_tests_of_the_guide_pass(tmp_path: Path) -> None:
    lesson = ROOT / "examples" / "testing_streams"
    shutil.copytree(lesson / "ticks", tmp_path / "ticks", ignore=shutil.ignore_patterns("test_*"))
    shutil.copy(lesson / "test_the_stream.py", tmp_path)
    path = os.pathsep.join([str(ROOT), str(tmp_path)])
    assert "2 passed" in ran(*PYTEST, "-p", "chunkwise.pytest_plugin", cwd=tmp_path, PYTHONPATH=path, **ALONE)
