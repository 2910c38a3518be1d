"""The log tail is done locally as its page says: the same files, the same commands, in the same order."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from chunkwise.conditions.processes import free_port
from chunkwise.exercises.projects import Project
from tests.support.local_section import local_section, shown_at_the_root
from tests.support.made import ROOT
from tests.support.serving import _serving
from tests.support.shown import Block

PAGE = ROOT / "docs/lessons/never-awaiting/project.md"
SETUP = [
    "mkdir log-tail && cd log-tail",
    "python3 -m venv .venv",
    ". .venv/bin/activate",
    'pip install "fastapi>=0.135" uvicorn',
]


@pytest.fixture(scope="module")
def local() -> list[Block]:
    """The blocks of the section, from the one that makes the folder."""
    return local_section(shown_at_the_root(PAGE))


def test_it_begins_with_a_folder_and_shows_the_page_that_is_tested_in_a_browser(local: list[Block]) -> None:
    assert local[0].text.splitlines() == SETUP
    solution = Project(ROOT / "examples", "log_tail").steps[-1].example.folder
    assert local[1].title == "page.html"
    assert local[1].text.strip() == (solution / "page.html").read_text("utf-8").strip()


def test_each_command_does_what_the_page_says(local: list[Block], tmp_path: Path) -> None:
    solution = Project(ROOT / "examples", "log_tail").steps[-1].example
    (tmp_path / "app.py").write_text(solution.source, "utf-8")
    (tmp_path / "page.html").write_text(local[1].text, "utf-8")
    port = free_port()
    serve, follow, *writes, count, misspelt = [
        line.replace(":8000", f":{port}") for block in local[2:] for line in block.text.splitlines()
    ]
    with _serving(f"{serve} --port {port}", tmp_path, port):
        with subprocess.Popen(shlex.split(follow), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as tail:
            assert tail.stdout is not None
            assert json.loads(tail.stdout.readline()) == {"skipped": 315}
            assert json.loads(tail.stdout.readline()) == {"level": "ERROR", "text": "disk is full"}
            for line in writes:
                subprocess.run(line, shell=True, cwd=tmp_path, check=True)
            assert json.loads(tail.stdout.readline()) == {"level": "ERROR", "text": "till is short"}
            assert _output(count) == "1"
            tail.terminate()
        assert "422 Unprocessable" in _output(misspelt).splitlines()[0]
        # A reader types this command some seconds later. The server has heard of the disconnect when it answers 0.
        while _output(count) != "0":
            pass
        assert _output(f"curl http://127.0.0.1:{port}/").strip() == local[1].text.strip()


def _output(command: str) -> str:
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=30, check=True)
    return done.stdout
