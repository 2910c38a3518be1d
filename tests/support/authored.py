"""A project with one example as `chunkwise new` writes it, for the tests of what the commands make of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.running import ROOT, Project

STARTERS = ROOT / "chunkwise" / "authoring" / "templates"
APP = (STARTERS / "app.py.txt").read_text("utf-8")
SCENARIO = (STARTERS / "scenario.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recorded")
    assert Project(folder).run("new", "lesson/one")[0] == 0
    return folder


@pytest.fixture
def project(recorded: Path, tmp_path: Path) -> Project:
    """A project with one example, recorded."""
    shutil.copytree(recorded, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


def recording(project: Project, name: str = "lesson/one") -> bytes:
    return project.example(name).recording_file.read_bytes()
