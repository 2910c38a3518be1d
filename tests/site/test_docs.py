"""All code that a reader is shown is run: Python by pytest-examples, commands in a shell, in the order of the page."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from itertools import takewhile
from pathlib import Path

import httpx
import pytest
from pytest_examples import CodeExample, EvalExample

from chunkwise.conditions.processes import free_port
from chunkwise.events import MAIN, ClientEvent, CodeEvent
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples
from chunkwise.exercises.tasks import find_tasks
from scripts import tools
from tests.support.made import ROOT
from tests.support.record import Once
from tests.support.running import Project
from tests.support.serving import PATH, PATIENCE, _serving
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
CURL_PARTIAL_FILE = 18
"""What curl ends with when a body is cut short."""


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
    assert commands or page.stem in _PAGES_WITHOUT_COMMANDS, "a page that lost its commands, or a list to be renewed"


_PAGES_WITHOUT_COMMANDS = {
    *(
        "index",
        "how-pages-stay-true",
        "challenge",
        "review",
        "watch-your-own-stream",
        "progress",
        "my-stream-arrives-all-at-once",
    )
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
                    once(f"{server[0]} && {line}", partial(_read_with_curl, server[0], line, project))
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
        shlex.split(line), cwd=project, env={**os.environ, "PATH": PATH}, capture_output=True, text=True, timeout=120
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


def _read_with_curl(server: str, line: str, project: Path) -> None:
    """Start the server that a page says, read from it as the page says, and expect what the recording's client got."""
    assert not (missing := tools.missing_curl()), missing
    folder = re.search(r"--app-dir (\S+)", server)
    assert folder is not None
    example = Example(project / "examples", Path(folder[1]).relative_to("examples").as_posix())
    recorded = store.load(example)[MAIN].events
    events = [event for event in recorded if isinstance(event, ClientEvent)]
    first = [event for event in events if event.exchange == 1]
    before = takewhile(lambda event: event.exchange != 1 or event.kind != "piece", events)
    # Where another client makes what this one reads, the page says to ask for it from a second terminal.
    asked = [event for event in before if event.exchange != 1 and event.kind == "request"]
    pieces = [event.data for event in first if event.kind == "piece" and event.data is not None]
    kinds = {event.kind for event in first}
    # Where another client stops this one's stream, it is stopped after as many pieces.
    read = list(takewhile(lambda event: event.exchange != 1 or event.kind != "finished", events))
    stops = [event for event in read if event.method == "POST" and event.path == "/stop" and event not in asked]
    until = read[: read.index(stops[0])] if stops else []
    stopped = sum(event.data.size for event in until if event.exchange == 1 and event.data is not None)
    # What a source makes by the clock from the start on is missed by whoever comes later: which piece is first varies.
    by_the_clock = any(isinstance(event, CodeEvent) and event.role == "lifespan" for event in recorded)
    pieces = pieces[:1] if by_the_clock else pieces
    wanted = sum(piece.size for piece in pieces) if by_the_clock or "hang up" in kinds else -1
    port, other = free_port(), free_port()
    upstream, _, server = (
        server.replace(":9000", f":{other}").replace("--port 9000", f"--port {other}").rpartition(" && ")
    )
    with ExitStack() as stack:
        if upstream:
            stack.enter_context(_serving(upstream, project, other))
        stack.enter_context(_serving(f"{server} --port {port}", project, port))
        base = f"http://127.0.0.1:{port}"
        asking = threading.Timer(1, _ask, [base, asked])
        if asked:
            asking.start()
        got, code = _read_as_the_client_did(
            line.replace(":8000", f":{port}"), wanted, stopped, partial(_ask, base, stops)
        )
        if asked:
            asking.join()
    if by_the_clock:
        assert len(got) == wanted
        return
    # A client that hangs up is ended here; what never waits may have been sent, and curl be done, before that.
    assert "hang up" in kinds or bool(code) == ("cut short" in kinds)
    assert "cut short" not in kinds or code == CURL_PARTIAL_FILE
    for piece in pieces:
        assert got[: piece.size].startswith(piece.data)  # of a large piece, a recording keeps the beginning
        got = got[piece.size :]
    assert got == b""


def _ask(base: str, requests: list[ClientEvent]) -> None:
    """Send requests and leave when their answers begin: one may be a stream without an end."""
    for one in requests:
        with httpx.stream(one.method, base + one.path):
            pass


def _read_as_the_client_did(line: str, wanted: int, stopped: int, stop: Callable[[], None]) -> tuple[bytes, int]:
    """Return what was read and the exit code. A client that hung up has read ``wanted`` bytes, others read all (-1)."""
    with subprocess.Popen(shlex.split(line), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as curl:
        assert curl.stdout is not None
        late = threading.Timer(PATIENCE, curl.kill)
        late.start()
        got = curl.stdout.read(stopped)
        stop()  # of a stream that another client stops, after as many bytes
        got += curl.stdout.read(wanted if wanted < 0 else wanted - stopped)
        if wanted >= 0:
            curl.terminate()
        code = curl.wait()
        late.cancel()
    return got, code
