"""The relay is done locally as its page says: the same files, the same commands, in their order, and its upstream."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from chunkwise.conditions.processes import free_port
from chunkwise.event_stream import read
from chunkwise.exercises.projects import Project
from tests.support.local_section import local_section, shown_at_the_root
from tests.support.made import ROOT
from tests.support.serving import _serving
from tests.support.shown import Block

PAGE = ROOT / "docs/lessons/behind-a-proxy/project.md"
STEPS = Project(ROOT / "examples", "relay").steps
SOLUTION = STEPS[-1].example
SETUP = [
    "mkdir relay && cd relay",
    "python3 -m venv .venv",
    ". .venv/bin/activate",
    'pip install "fastapi>=0.135" uvicorn httpx',
]


@pytest.fixture(scope="module")
def shown() -> list[Block]:
    return shown_at_the_root(PAGE)


@pytest.fixture(scope="module")
def local(shown: list[Block]) -> list[Block]:
    """The blocks of the section, from the one that makes the folder."""
    return local_section(shown)


def test_the_upstream_on_the_page_is_that_of_every_step(shown: list[Block]) -> None:
    (upstream,) = [block.text.strip() for block in shown if block.title.endswith("upstream.py")]
    assert {(task.example.folder / "upstream.py").read_text("utf-8").strip() for task in STEPS} == {upstream}


def test_it_begins_with_a_folder_and_shows_the_page_that_is_tested_in_a_browser(local: list[Block]) -> None:
    assert local[0].text.splitlines() == SETUP
    assert local[1].title == "page.html"
    assert local[1].text.strip() == (SOLUTION.folder / "page.html").read_text("utf-8").strip()


def test_each_command_does_what_the_page_says(local: list[Block], tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOLUTION.source, "utf-8")
    shutil.copy(SOLUTION.folder / "upstream.py", tmp_path)
    upstream, relay, asking = [block.text.strip() for block in local[2:]]
    port, other = free_port(), free_port()
    with (
        _serving(upstream.replace("9000", str(other)), tmp_path, other),
        _serving(f"{relay.replace('9000', str(other))} --port {port}", tmp_path, port),
    ):
        report, missing, broken = [output(line.replace(":8000", f":{port}")) for line in asking.splitlines()]
    assert [event[1:] for event in read([report])] == [("begun", "report"), ("done", "42 rows")]
    assert report.count(": heartbeat\n\n") >= 4
    assert missing.startswith("HTTP/1.1 404 Not Found")
    assert [event[1:] for event in read([broken])] == [("begun", "report"), ("failed", "upstream")]


def output(command: str) -> str:
    """Run curl, which ends by itself: a job does."""
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=60, check=True)
    return done.stdout
