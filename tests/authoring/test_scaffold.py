"""``chunkwise new lesson``: from nothing to a lesson that builds, or to nothing at all."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chunkwise.authoring import golden, scaffold
from chunkwise.directives.modes import MODES
from chunkwise.errors import RecordingError
from chunkwise.examples import store
from chunkwise.exercises.tasks import find_tasks
from tests.support.running import ROOT, Project

CONFIG = """site_name: A site  # with a comment
site_url: !ENV [CHUNKWISE_SITE_URL, https://example.org/]
nav:
  - Home: index.md
  - Lessons:
theme: {name: material, font: false}
plugins: []
markdown_extensions:
  - pymdownx.highlight
  - pymdownx.superfences
  - chunkwise.markdown
"""
HOME = """# Home

/// curriculum
### The lessons

1. slow-readers | `Slow` readers: They read slowly.
///
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A site without a lesson."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(HOME, "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    return Project(tmp_path)


def build(folder: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_new_lesson_builds_at_once(project: Project) -> None:
    code, out, err = project.run("new", "lesson", "slow-readers")
    assert (code, err) == (0, "")
    assert out.split("\n")[:4] == [
        "wrote examples/slow_readers/three_pieces",
        "wrote examples/slow_readers/yield_it",
        "wrote docs/lessons/slow-readers",
        "wrote mkdocs.yml",
    ]
    assert project.run("check")[:2] == (0, "checked 2 examples: 2 the same, 0 not\n")
    build(project.folder)
    lesson = project.folder / "site" / "lessons" / "slow-readers"
    for mode in scaffold.FIRST_MODES:
        page = (lesson / mode / "index.html").read_text("utf-8")
        assert f'data-lesson="slow-readers" data-mode="{mode}"' in page
        assert "Slow readers" in page
    assert 'data-lesson="slow-readers"' in (project.folder / "site" / "index.html").read_text("utf-8")


def test_a_title_is_on_the_map_and_on_the_pages(project: Project) -> None:
    """That a lesson builds in this project too, with its own plugins and validation, is proved with the guide."""
    assert project.run("new", "lesson", "a-new-idea", "--title", "A new idea")[0] == 0
    assert re.search(r"\d+\. a-new-idea \| A new idea: ", (project.folder / "docs/index.md").read_text("utf-8"))
    assert "A new idea" in (project.folder / "docs/lessons/a-new-idea/learn.md").read_text("utf-8")


def test_a_new_lesson_meets_what_the_tests_ask_of_every_lesson(project: Project) -> None:
    """Golden tables where the project keeps them, and headings that leave no level out."""
    (project.folder / golden.FOLDER).mkdir(parents=True)
    _, out, _ = project.run("new", "lesson", "slow-readers")
    for name in (scaffold.SHOWN, scaffold.TASK):
        example = project.example(f"slow_readers/{name}")
        file = golden.file_of(example.name)
        assert f"wrote {file}\n" in out
        assert (project.folder / file).read_text("utf-8") == golden.text_of(store.load(example))
    build(project.folder)
    for page in (project.folder / "site" / "lessons" / "slow-readers").glob("*/index.html"):
        article = page.read_text("utf-8").partition("<article")[2]
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", article)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), page


def test_a_new_example_has_a_golden_table_too(project: Project) -> None:
    (project.folder / golden.FOLDER).mkdir(parents=True)
    project.run("new", "lesson/one")
    text = (project.folder / golden.file_of("lesson/one")).read_text("utf-8")
    assert text.startswith("[main]\n1 request | ")


def test_the_guide_names_what_is_there() -> None:
    """It is followed with the names as they stand."""
    guide = (ROOT / "docs/about/write-a-lesson.md").read_text("utf-8")
    written = {scaffold.SHOWN, scaffold.TASK, *(f"{mode}.md" for mode in scaffold.FIRST_MODES)}
    named = set(re.findall(r"\bcountdown/([\w.]+)", guide)) - {"NAME"}
    assert named <= written
    assert {scaffold.SHOWN, scaffold.TASK} <= named
    assert "source .venv/bin/activate" in guide


@pytest.mark.parametrize("mode", ["deep-dive", "try"])
def test_a_page_of_another_mode_joins_its_lesson_and_builds(project: Project, mode: str) -> None:
    project.run("new", "lesson", "slow-readers")
    pages = project.folder / "docs" / "lessons" / "slow-readers"
    settings = (project.folder / "mkdocs.yml").read_text("utf-8")
    if mode == "try":
        (pages / "try.md").unlink()
        shutil.rmtree(project.folder / "examples" / "slow_readers" / scaffold.TASK)
    code, out, err = project.run("new", "lesson", "slow-readers", "--mode", mode)
    assert (code, err) == (0, "")
    assert f"wrote docs/lessons/slow-readers/{mode}.md\n" in out
    assert ("wrote examples/slow_readers/yield_it\n" in out) == (mode == "try")
    assert (project.folder / "mkdocs.yml").read_text("utf-8") == settings
    there = [name for name in MODES if name in scaffold.FIRST_MODES or name == mode]
    build(project.folder)
    assert f"{len(there)} modes" in (project.folder / f"site/lessons/slow-readers/{mode}/index.html").read_text("utf-8")


PAGE_MISTAKES = {
    "no such lesson": (("slow-reader", "--mode", "try"), "there is no lesson 'slow-reader'", "'slow-readers'"),
    "no such mode": (("slow-readers", "--mode", "tyr"), "there is no mode 'tyr'", "'try'"),
    "a page that is there": (("slow-readers", "--mode", "try"), "try.md: this page exists already", "another mode"),
    "nothing to start from": (("slow-readers", "--mode", "why"), "there is no template for the mode 'why'", "learn, d"),
    "a title": (("slow-readers", "--mode", "try", "--title", "x"), "a page has the title of its lesson", "the map"),
}


@pytest.mark.parametrize(("arguments", "what", "hint"), PAGE_MISTAKES.values(), ids=PAGE_MISTAKES.keys())
def test_a_page_that_cannot_be_begun_changes_nothing(
    project: Project, arguments: tuple[str, ...], what: str, hint: str
) -> None:
    pages = project.folder / "docs" / "lessons" / "slow-readers"
    pages.mkdir(parents=True)
    (pages / "try.md").write_text("# Try\n", "utf-8")
    before = project.files()
    code, out, err = project.run("new", "lesson", *arguments)
    assert (code, out) == (1, "")
    assert what in err
    assert hint in err.splitlines()[-1]
    assert project.files() == before


def test_what_an_author_has_to_write_is_not_shown(project: Project) -> None:
    project.run("new", "lesson", "slow-readers")
    pages = sorted((project.folder / "docs" / "lessons" / "slow-readers").glob("*.md"))
    assert sum("<!--" in page.read_text("utf-8") for page in pages) == len(pages)
    for page in pages:
        shown = re.sub(r"(?s)<!--.*?-->", "", page.read_text("utf-8"))
        assert not re.search(r"(?i)todo|lorem|write here|your own words|\$", shown)


def test_the_pages_are_of_modes_that_there_are() -> None:
    assert set(scaffold.FIRST_MODES) < set(MODES)


def test_the_task_is_one_that_its_starter_does_not_pass(project: Project) -> None:
    project.run("new", "lesson", "slow-readers")
    (task,) = find_tasks(project.folder / "examples")
    assert "____" in task.starter
    code, out, _ = project.run("task", "slow_readers/yield_it")
    assert (code, out.endswith("0 of 2 checks pass\n")) == (1, True)
    shutil.copy(task.example.app, task.starter_file)
    assert project.run("task", "slow_readers/yield_it")[0] == 0


def test_a_lesson_that_is_not_on_the_map_comes_last_there(project: Project) -> None:
    assert project.run("new", "lesson", "quick-readers")[0] == 0
    home = (project.folder / "docs" / "index.md").read_text("utf-8")
    assert f"They read slowly.\n2. quick-readers | Quick readers: {scaffold.IDEA}\n///" in home


def test_an_example_that_waits_for_its_lesson_is_left_alone(project: Project) -> None:
    project.run("new", "slow_readers/first")
    before = project.files()
    assert project.run("new", "lesson", "slow-readers")[0] == 0
    after = project.files()
    assert [name for name in before if after[name] != before[name]] == ["mkdocs.yml"]


MISTAKES = {
    "a bad name": (("Slow_Readers",), "'Slow_Readers' is not a valid name for a lesson", "hyphens"),
    "a path": (("../x",), "'../x' is not a valid name for a lesson", "hyphens"),
    "not a valid name": ((), "a new lesson has one name", "new lesson slow-readers"),
    "two names": (("a", "b"), "a new lesson has one name", "new lesson slow-readers"),
    "a bad title": (("a", "--title", "a: b"), "'a: b' is no title", "Leave out :"),
    "a lesson that is there": (("taken",), "docs/lessons/taken: this lesson exists already", "Choose another"),
    "an example that is there": (("half",), "examples/half/yield_it: this folder exists already", "Choose another"),
}


@pytest.mark.parametrize(("arguments", "what", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_leaves_everything_as_it_was(
    project: Project, arguments: tuple[str, ...], what: str, hint: str
) -> None:
    (project.folder / "docs" / "lessons" / "taken").mkdir(parents=True)
    (project.folder / "examples" / "half" / "yield_it").mkdir(parents=True)
    (project.folder / "examples" / "half" / "yield_it" / "app.py").write_text("x = 1\n")
    before = project.files()
    code, out, err = project.run("new", "lesson", *arguments)
    assert (code, out) == (1, "")
    assert what in err
    assert hint in err.splitlines()[-1]
    assert project.files() == before


def test_a_title_is_for_lessons_only(project: Project) -> None:
    code, _, err = project.run("new", "a/b", "--title", "A title")
    assert (code, "a new example takes a name and nothing else" in err) == (1, True)


def test_a_site_without_a_place_for_lessons_is_left_as_it_was(project: Project) -> None:
    settings = project.folder / "mkdocs.yml"
    settings.write_text(CONFIG.replace("Lessons", "Courses"), "utf-8")
    before = project.files()
    code, _, err = project.run("new", "lesson", "slow-readers")
    assert (code, "mkdocs.yml:3: the navigation has no place for lessons" in err) == (1, True)
    settings.unlink()
    code, _, err = project.run("new", "lesson", "slow-readers")
    assert (code, "mkdocs.yml: there is no site here" in err) == (1, True)
    assert project.files() == {name: text for name, text in before.items() if name != "mkdocs.yml"}


def test_what_fails_halfway_is_taken_back(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = project.files()
    write = store.write

    def full(file: Path, text: str) -> None:
        if file.name == "mkdocs.yml":
            raise RecordingError("the disk is full", file=file)
        write(file, text)

    (project.folder / golden.FOLDER).mkdir(parents=True)
    monkeypatch.setattr("chunkwise.examples.store.write", full)
    code, _, err = project.run("new", "lesson", "quick-readers")
    assert (code, "the disk is full" in err) == (1, True)
    assert project.files() == before
    assert not (project.folder / "docs" / "lessons").exists()
