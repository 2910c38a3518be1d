"""The file service is done locally as its page says: the same files, the same commands, in the same order."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from chunkwise.conditions.processes import free_port
from chunkwise.exercises.projects import Project
from tests.support.local_section import local_section, shown_at_the_root
from tests.support.made import ROOT
from tests.support.serving import PATH, _serving
from tests.support.shown import Block

PAGE = ROOT / "docs/lessons/files-and-uploads/project.md"
SETUP = [
    "mkdir file-service && cd file-service",
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
    solution = Project(ROOT / "examples", "file_service").steps[-1].example.folder
    assert local[1].title == "page.html"
    assert local[1].text.strip() == (solution / "page.html").read_text("utf-8").strip()


def test_each_command_does_what_the_page_says(local: list[Block], tmp_path: Path) -> None:
    solution = Project(ROOT / "examples", "file_service").steps[-1].example
    (tmp_path / "app.py").write_text(solution.source, "utf-8")
    (tmp_path / "page.html").write_text(local[1].text, "utf-8")
    port = free_port()
    serve, *commands = [line.replace(":8000", f":{port}") for block in local[2:] for line in block.text.splitlines()]
    with _serving(f"{serve} --port {port}", tmp_path, port):
        part, beyond, _, _, letters, _, tested, _ = (_output(command, tmp_path) for command in commands)
        page = _output(f"curl http://127.0.0.1:{port}/", tmp_path)
    assert "206 Partial Content" in part.splitlines()[0]
    assert part.splitlines()[-1] == "fghijklmno"
    assert "416 " in beyond.splitlines()[0]
    assert "content-range: bytes */26" in beyond.splitlines()
    assert letters == "abcdefghijklmnopqrstuvwxyz"
    assert "Done testing" in tested
    assert (tmp_path / "files/large.bin").stat().st_size == 1_000_000
    assert page.strip() == local[1].text.strip()


def _output(command: str, folder: Path) -> str:
    """Run a command in a shell, as a reader does."""
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": PATH},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return done.stdout
