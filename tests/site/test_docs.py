"""All code that a reader is shown is run: Python by pytest-examples, commands in a shell, in the order of the page."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from pytest_examples import CodeExample, EvalExample

from chunkwise.examples.example import Example, find_examples
from chunkwise.exercises.tasks import find_tasks
from tests.support.curl import read_with_curl
from tests.support.made import ROOT
from tests.support.record import Once
from tests.support.running import Project
from tests.support.serving import PATH
from tests.support.shown import PAGES, README, Block, blocks

EXAMPLES = find_examples(ROOT / "examples")
LESSON_GUIDE = ROOT / "docs/about/write-a-lesson.md"
FOREIGN_GUIDE = ROOT / "docs/use-it-in-your-own-docs.md"
"""Its programs are those of other people's sites, and its commands are run there (`tests/foreign`)."""
RUNS = [run for example in EXAMPLES for run in example.runs.values()]
TEST_FILES = {file.read_text("utf-8").strip() for file in (ROOT / "examples").glob("*/*/test_*.py")}
"""Tests of an example, beside its program. A page that shows one says the command that runs it."""
MODULES = {text.strip() for run in RUNS for text in run.modules.values()}
"""The other files of programs."""
SCRIPTS = {file.read_text("utf-8").strip() for file in (ROOT / "examples").glob("*/*.py")}
"""Programs without a server, beside the examples of a lesson; what one prints lies beside it, and a test compares."""
PROGRAMS = {text.strip() for run in RUNS for text in (run.source, run.upstream or "")} | TEST_FILES | SCRIPTS | MODULES
EVALUATED = {example.source.strip() for example in EXAMPLES} | TEST_FILES | SCRIPTS
STARTERS = {task.starter.strip() for task in find_tasks(ROOT / "examples")}
THEIR_OWN = "On your own server"
"""What stands over commands for a program that only the reader has."""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the programs find in theirs, such as a key of a service; the scenarios say it."""
    for example in EXAMPLES:
        for name, text in example.scenario.environment.items():
            monkeypatch.setenv(name, text)


def _id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_clean_and_runs_by_itself(
    example: Example, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(example.app.parent))  # as Uvicorn does: it may have other files beside it
    for file in example.app.parent.glob("*.py"):
        monkeypatch.delitem(sys.modules, file.stem, raising=False)
    _evaluate(example.source, example.app, eval_example)


@pytest.mark.parametrize("page", [p for p in PAGES if p != FOREIGN_GUIDE], ids=_id)
def test_the_python_of_a_page_is_an_example_that_runs(page: Path, eval_example: EvalExample, once: Once) -> None:
    for block in blocks(page):
        text = block.text.strip()
        if text in STARTERS:
            continue  # which readers finish; what they begin with has blanks
        if block.language in ("python", "py", "pycon"):
            assert text in PROGRAMS, f"{block}: this is no program below examples/"
            if text not in EVALUATED:  # a variant's program
                once(text, partial(_evaluate, block.text, page, eval_example))


@pytest.mark.parametrize("page", [p for p in PAGES if p not in (LESSON_GUIDE, FOREIGN_GUIDE)], ids=_id)
def test_the_commands_of_a_page_do_what_it_says(page: Path, tmp_path: Path, once: Once) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "Makefile", tmp_path)
    commands = _followed(blocks(page), tmp_path, once)
    assert commands or {page.stem, _id(page)} & _PAGES_WITHOUT_COMMANDS, (
        "a page that lost its commands, or a list to be renewed"
    )


_PAGES_WITHOUT_COMMANDS = {
    *("index", "how-pages-stay-true", "challenge", "review", "watch-your-own-stream", "progress", "api"),
    "my-stream-arrives-all-at-once",
    "docs/lessons/whose-buffer/learn.md",  # whose program is a variant, which no command serves
    # What they show takes a Redis, several workers or a collector of spans: tests/lessons runs it.
    *(
        f"docs/lessons/{lesson}/deep-dive.md"
        for lesson in ("broadcast", "detach-and-rejoin", "production", "resuming-events")
    ),
}


def test_write_a_lesson_ends_with_a_page_that_builds(tmp_path: Path, once: Once) -> None:
    project = _copy_of_the_project(tmp_path)
    _followed(blocks(LESSON_GUIDE), project, once)
    _run("mkdocs build --strict --quiet", project)
    page = (project / "site/lessons/countdown/learn/index.html").read_text("utf-8")
    assert page.count("<table") == 3
    assert "Client hangs up" in page
    assert "Fill in the blank" in (project / "site/lessons/countdown/try/index.html").read_text("utf-8")
    assert 'data-lesson="countdown"' in (project / "site/index.html").read_text("utf-8")
    listed = re.search(r"(?m)^\d+\. countdown \|.*$", LESSON_GUIDE.read_text("utf-8"))
    assert listed is not None
    assert listed[0] in (project / "docs/index.md").read_text("utf-8").split("\n")


def test_write_a_lesson_shows_what_a_new_lesson_has() -> None:
    shown = {block.title: block.text for block in blocks(LESSON_GUIDE)}
    written = ROOT / "chunkwise" / "authoring" / "templates" / "lesson" / "scenario.toml"
    assert shown["examples/countdown/three_pieces/scenario.toml"] == written.read_text("utf-8")


def test_the_readme_begins_with_the_two_commands() -> None:
    first = blocks(README)[0]
    assert [line.split("#")[0].strip() for line in first.text.splitlines() if line.strip()] == [
        "make serve",
        "make test",
    ]


def _evaluate(source: str, file: Path, evaluator: EvalExample) -> None:
    # The program of a variant may leave the name of its loop unused: it is one line away from one that uses it.
    evaluator.set_config(
        line_length=120, target_version="py310", ruff_select=["E", "F", "W", "I", "UP", "B"], ruff_ignore=["B007"]
    )
    example = CodeExample.create(source, path=file)
    evaluator.lint_ruff(example)
    evaluator.run_print_check(example)


def _copy_of_the_project(folder: Path) -> Path:
    project = folder / "project"
    project.mkdir()
    for name in ("docs", "examples", "tests/foreign"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("runtime"))
    for name in ("mkdocs.yml", "Makefile", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, project / name)
    (project / "chunkwise").symlink_to(ROOT / "chunkwise")
    return project


def _followed(shown: list[Block], project: Path, once: Once) -> list[str]:
    """Do in ``project`` what the blocks of a page say, in their order; return the commands that they say.

    What several pages say of the same example is done ``once``.
    """
    commands: list[str] = []
    server: list[str] = []
    upstream = ""
    for block in shown:
        if block.title.startswith(("examples/", "docs/")) and block.language != "python":
            file = project / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        if block.language not in ("bash", "console", "sh") or block.title == THEIR_OWN:
            continue
        if block.text.startswith("$ "):
            continue  # a transcript, which the test of that command compares: see tests/watch
        for line in filter(None, (line.split(" #")[0].strip() for line in block.text.splitlines())):
            commands.append(line)
            match shlex.split(line)[0]:
                case "uvicorn" if line.endswith("&"):
                    upstream = line.removesuffix("&").strip()
                case "env":
                    server = [f"{upstream} && {line}"]
                case "uvicorn":
                    server = [line]
                case "curl":
                    assert server, f"{block}: nothing was said to be started for it"
                    once(f"{server[0]} && {line}", partial(read_with_curl, server[0], line, project))
                case "mkdir":
                    return commands  # from here on in a folder of the reader's own: see test_project_page
                case "make":
                    # What a job does is the job's own test: this one would run itself. That it exists is what is asked.
                    _run(f"make --dry-run {line.removeprefix('make')}", project)
                case "chunkwise" if line.startswith("chunkwise task "):
                    _do_task(line, project, once)
                case "chunkwise" | "mkdocs" | "pytest":
                    _run(line, project)
                case _:
                    pytest.fail(f"{block}: nobody runs {line!r}; teach this test how to")
    return commands


def _run(line: str, project: Path, code: int = 0) -> None:
    done = subprocess.run(
        shlex.split(line), cwd=project, env={**os.environ, "PATH": PATH}, capture_output=True, text=True, timeout=500
    )
    assert done.returncode == code, f"{line}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


def _do_task(line: str, project: Path, once: Once) -> None:
    """Check a task as a reader does: before it is done, and, of one task, when its solution is in its starter.

    That every solution passes is tested where every task is, without a command.
    """
    folder = project / "examples" / shlex.split(line)[-1]
    code, out, _ = Project(project).run(*shlex.split(line)[1:])
    assert code == 1
    assert re.search(r"^\d+ of \d+ checks pass$", out, re.MULTILINE)
    starter = (folder / "starter.py").read_text("utf-8")
    shutil.copy(folder / "app.py", folder / "starter.py")
    once("a task that is done", partial(_run, line, project))
    (folder / "starter.py").write_text(starter, "utf-8")
