"""The project is done locally as its page says: the same files, the same commands, in the same order."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from chunkwise.conditions.processes import free_port
from chunkwise.event_stream import read
from chunkwise.exercises.projects import Project
from tests.support.local_section import local_section, shown_at_the_root
from tests.support.made import ROOT
from tests.support.serving import _serving
from tests.support.shown import Block

PAGE = ROOT / "docs/lessons/streaming-responses/project.md"
SETUP = [
    "mkdir csv-export && cd csv-export",
    "python3 -m venv .venv",
    ". .venv/bin/activate",
    'pip install "fastapi>=0.135" uvicorn',
]
HEADING = "order,customer,total\r\n"
LEAVES_AFTER = 1.2
"""Seconds. The page asks to press Ctrl+C after some lines, and a line takes 0.3 of them."""


@pytest.fixture(scope="module")
def local() -> list[Block]:
    """The blocks of the section, from the one that makes the folder."""
    return local_section(shown_at_the_root(PAGE))


def test_it_begins_with_a_folder_and_an_environment_of_its_own(local: list[Block]) -> None:
    assert local[0].text.splitlines() == SETUP
    assert tuple(map(int, version("fastapi").split(".")[:2])) >= (0, 135)


def test_the_page_to_be_saved_is_the_one_that_is_tested_in_a_browser(local: list[Block]) -> None:
    (solution, page) = Project(ROOT / "examples", "csv_export").steps[-1].example.folder, local[1]
    assert page.title == "page.html"
    assert page.text.strip() == (solution / "page.html").read_text("utf-8").strip()


def test_each_command_does_what_the_page_says(local: list[Block], tmp_path: Path) -> None:
    solution = Project(ROOT / "examples", "csv_export").steps[-1].example
    (tmp_path / "app.py").write_text(solution.source, "utf-8")
    (tmp_path / "page.html").write_text(local[1].text, "utf-8")
    serve, *reading = [line for block in local[2:] for line in block.text.splitlines()]
    port = free_port()
    with _serving(f"{serve} --port {port}", tmp_path, port):
        six, ended, twenty, stopped = (shlex.split(line.replace(":8000", f":{port}")) for line in reading)
        rows = _output(six).split("\r\n")
        assert [row.split(",")[0] for row in rows] == ["order", "1", "2", "3", "4", "5", "6", ""]
        assert _told(_output(ended)) == [("progress", '{"state":"finished","rows":6,"total":6,"released":true}')]
        some = _output(twenty, leaves=True)
        assert some.startswith(HEADING)
        name, data = _told(_output(stopped))[-1]
        assert name == "progress"
        assert re.fullmatch(r'\{"state":"stopped","rows":\d+,"total":20,"released":true\}', data)
        assert _output(["curl", f"http://127.0.0.1:{port}/"]).strip() == local[1].text.strip()


def _output(command: list[str], leaves: bool = False) -> str:
    """Run curl, and press Ctrl+C where the page asks to."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as curl:
        try:
            told, _ = curl.communicate(timeout=LEAVES_AFTER if leaves else 30)
        except subprocess.TimeoutExpired:
            assert leaves, f"{command} is not done"
            curl.send_signal(signal.SIGINT)
            told, _ = curl.communicate()
    return told.decode()


def _told(stream: str) -> list[tuple[str, str]]:
    return [(name, data) for _, name, data in read([stream])]
