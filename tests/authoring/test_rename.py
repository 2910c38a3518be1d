"""``chunkwise rename``: a list first, then everything under the new name, or nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chunkwise.authoring import golden
from chunkwise.examples import store
from tests.support.running import ROOT, Project

PAGE = """# A page

/// steps | one/first
///

/// steps | one/second
///

/// example | one/first
///

Look at [[first: end]], at [line 3](#first-line-3) and at `examples/one/first/app.py`, not at one/first_of_all.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """This project's pages and examples, with what names them."""
    for name in ("docs", "examples", "tests/cases/steps", "tests/foreign"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("runtime", "__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "chunkwise").symlink_to(ROOT / "chunkwise")
    return Project(tmp_path)


def build(folder: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_list_comes_first_and_changes_nothing(project: Project) -> None:
    before = project.files()
    code, out, err = project.run("rename", "client_leaves/at_an_await", "client_leaves/awaiting")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "move examples/client_leaves/at_an_await to examples/client_leaves/awaiting"
    assert lines[1].startswith("move tests/cases/steps/client_leaves.at_an_await.txt to ")
    assert any(line.startswith("edit docs/lessons/client-leaves/try.md: lines ") for line in lines)
    assert lines[-1] == "Nothing has changed yet. Add --yes to make these changes."
    assert project.files() == before


def test_an_example_and_a_lesson_of_this_project_build_under_new_names(project: Project) -> None:
    assert project.run("rename", "client_leaves/at_an_await", "client_leaves/awaiting", "--yes")[0] == 0
    assert project.run("rename", "client-leaves", "clients-that-leave", "--yes")[0] == 0
    build(project.folder)
    example = project.example("clients_that_leave/awaiting")
    assert store.load(example)
    assert golden.file_of(example.name, project.folder / golden.FOLDER).is_file()
    left = [path for path in project.files() if "client-leaves" in path or "client_leaves" in path]
    assert [path for path in left if not path.startswith("site/")] == []
    for page in (project.folder / "docs").rglob("*.md"):
        assert not re.search(r"client_leaves/|/client-leaves/|client_leaves/at_an_await", page.read_text("utf-8")), page
    home = (project.folder / "site" / "index.html").read_text("utf-8")
    assert 'data-lesson="clients-that-leave"' in home
    assert ">The client leaves</a>" in home


def test_a_page_keeps_its_references_and_links(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for name in ("one/first", "one/second"):
        project.run("new", name)
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text(PAGE, "utf-8")
    assert project.run("rename", "one/first", "two/begin_here", "--yes")[0] == 0
    assert page.read_text("utf-8") == (
        PAGE.replace("one/first\n", "two/begin_here\n")
        .replace("[[first: end]]", "[[begin_here: end]]")
        .replace("#first-line-3", "#begin-here-line-3")
        .replace("examples/one/first/", "examples/two/begin_here/")
    )
    assert store.load(project.example("two/begin_here"))
    assert (tmp_path / "examples" / "one" / "second").is_dir()


def test_an_example_that_waits_for_its_lesson_waits_for_the_new_name(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.run("new", "other/first")
    scenario = project.example("other/first").scenario_file
    scenario.write_text('planned_for = "old-name"\n' + scenario.read_text("utf-8"), "utf-8")
    assert project.run("record")[0] == 0
    (tmp_path / "docs" / "lessons" / "old-name").mkdir(parents=True)
    assert project.run("rename", "old-name", "new-name", "--yes")[0] == 0
    assert scenario.read_text("utf-8").startswith('planned_for = "new-name"\n')
    assert store.load(project.example("other/first"))
    assert (tmp_path / "docs" / "lessons" / "new-name").is_dir()


def test_what_fails_halfway_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    project.run("new", "one/first")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text("/// steps | one/first\n///\n", "utf-8")
    before = project.files()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(self))

    with monkeypatch.context() as broken:
        broken.setattr(Path, "rename", full)
        code, _, err = project.run("rename", "one/first", "one/begin", "--yes")
    assert (code, "No space left on device" in err) == (1, True)
    assert project.files() == before


MISTAKES = {
    "no such example": (("one/frist", "one/x"), "there is no example 'one/frist'", "Did you mean 'one/first'?"),
    "no such lesson": (("tow", "x"), "there is no lesson 'tow'", "Did you mean 'two'?"),
    "a name that is none": (("one/first", "one"), "'one' is not LESSON/EXAMPLE", "letters"),
    "a lesson's name that is none": (("two", "Two!"), "'Two!' is not a valid name for a lesson", "hyphens"),
    "an example that is there": (("one/first", "one/second"), "one/second: this folder exists already", "Choose"),
    "a lesson that is there": (("two", "three"), "three: this exists already", "Choose another name."),
}


@pytest.mark.parametrize(("names", "what", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_changes_nothing(tmp_path: Path, names: tuple[str, str], what: str, hint: str) -> None:
    project = Project(tmp_path)
    for name in ("one/first", "one/second"):
        project.with_example(name, "x = 1\n", 'title = "x"\n')
    for lesson in ("two", "three"):
        (tmp_path / "docs" / "lessons" / lesson).mkdir(parents=True)
    before = project.files()
    code, out, err = project.run("rename", *names, "--yes")
    assert (code, out) == (1, "")
    assert what in err
    assert hint in err.splitlines()[-1]
    assert project.files() == before
