"""The hub is done locally as its page says: the same files, the same commands, in the same order, with a real Redis."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from chunkwise.conditions.processes import free_port
from chunkwise.event_stream import EventStream
from chunkwise.exercises.projects import Project
from tests.support.local_section import local_section, shown_at_the_root
from tests.support.made import ROOT
from tests.support.serving import _serving
from tests.support.shown import Block

PAGE = ROOT / "docs/lessons/broadcast/project.md"
SOLUTION = Project(ROOT / "examples", "hub").steps[-1].example
SETUP = [
    "mkdir hub && cd hub",
    "python3 -m venv .venv",
    ". .venv/bin/activate",
    'pip install "fastapi>=0.135" uvicorn redis',
]
TIMED_OUT = 28
"""What curl ends with when its time is over, as it is for a stream that goes on."""


@pytest.fixture(scope="module")
def local() -> list[Block]:
    """The blocks of the section, from the one that makes the folder."""
    return local_section(shown_at_the_root(PAGE))


def test_it_begins_with_a_folder_and_shows_the_page_that_is_tested_in_a_browser(local: list[Block]) -> None:
    assert local[0].text.splitlines() == SETUP
    assert local[1].title == "page.html"
    assert local[1].text.strip() == (SOLUTION.folder / "page.html").read_text("utf-8").strip()


def test_each_command_does_what_the_page_says(local: list[Block], tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOLUTION.source, "utf-8")
    (tmp_path / "page.html").write_text(local[1].text, "utf-8")
    serve, asking, store, share, again = [block.text.splitlines() for block in local[2:]]
    port, bus = free_port(), free_port()
    own = {":8000": f":{port}", "6390": str(bus)}
    with _serving(f"{serve[0]} --port {port}", tmp_path, port):
        *sends, everything, rest = [line_of(line, own) for line in asking]
        assert [output(line) for line in sends] == ["null", "null"]
        assert events(output(everything)) == [("1", '"kettle sold"'), ("2", '"cup sold"')]
        assert events(output(rest)) == [("2", '"cup sold"')]
    with (
        _serving(line_of(store[0], own), tmp_path, bus),
        _serving(f"{line_of(share[0], own)} --port {port}", tmp_path, port),
    ):
        send, everything = [line_of(line, own) for line in again]
        assert output(send) == "null"
        ((number, text),) = events(output(everything))
    assert text == '"pot sold"'
    milliseconds, _, place = number.partition("-")
    assert len(milliseconds) == 13
    assert place == "0"


def line_of(line: str, own: dict[str, str]) -> str:
    for shown, ours in own.items():
        line = line.replace(shown, ours)
    return line


def output(command: str) -> str:
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == (TIMED_OUT if "--max-time" in command else 0), done.stderr
    return done.stdout


def events(text: str) -> list[tuple[str, str]]:
    """The id and the data of each event."""
    stream = EventStream()
    return [(stream.last_event_id, data) for _, data in stream.feed(text)]
