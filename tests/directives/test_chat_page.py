"""The chat is done locally as its page says: the same files, the same commands, in the same order."""

from __future__ import annotations

import json
import shlex
import subprocess
import time
from pathlib import Path

import pytest

from chunkwise.conditions.processes import free_port
from chunkwise.event_stream import read
from chunkwise.exercises.projects import Project
from tests.support.local_section import local_section, shown_at_the_root
from tests.support.made import ROOT
from tests.support.serving import PATIENCE, _serving
from tests.support.shown import Block

PAGE = ROOT / "docs/lessons/tokens/project.md"
SETUP = [
    "mkdir chat && cd chat",
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
    solution = Project(ROOT / "examples", "chat").steps[-1].example.folder
    assert local[1].title == "page.html"
    assert local[1].text.strip() == (solution / "page.html").read_text("utf-8").strip()


def test_each_command_does_what_the_page_says(local: list[Block], tmp_path: Path) -> None:
    solution = Project(ROOT / "examples", "chat").steps[-1].example
    (tmp_path / "app.py").write_text(solution.source, "utf-8")
    (tmp_path / "page.html").write_text(local[1].text, "utf-8")
    serve, *asking = [line for block in local[2:] for line in block.text.splitlines()]
    port = free_port()
    with _serving(f"{serve} --port {port}", tmp_path, port):
        asked, whole, rest, again, stop, saved = (_output(line.replace(":8000", f":{port}")) for line in asking)
        until = time.monotonic() + PATIENCE
        # A reader types the last command. Here it may come before the save, which takes a tenth of a second.
        while len(json.loads(saved)) < 2 and time.monotonic() < until:
            saved = _output(asking[-1].replace(":8000", f":{port}"))
        page = _output(f"curl http://127.0.0.1:{port}/")
    assert (asked, again, stop) == ("1", "2", "")
    tokens = [("token", json.dumps(f"{word} ")) for word in ("You", "said:", "one", "two", "three")]
    end = ("done", '{"complete": true}')
    assert [event[1:] for event in read([whole])] == [*tokens, end]
    assert [event[1:] for event in read([rest])] == [*tokens[3:], end]
    first, second = json.loads(saved)
    assert (first["text"], first["complete"]) == ("You said: one two three ", True)
    assert second["complete"] is False
    assert page.strip() == local[1].text.strip()


def _output(command: str) -> str:
    """Run curl, which ends by itself: an answer does."""
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=30, check=True)
    return done.stdout
