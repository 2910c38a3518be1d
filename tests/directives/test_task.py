"""The directive ``task``: it has all that a reader needs without scripts, and every mistake is named in its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from chunkwise.browser.request import scenario_of
from chunkwise.directives.registry import used_examples
from chunkwise.errors import PageError
from chunkwise.examples.example import Example
from chunkwise.exercises.tasks import Task
from tests.support.converting import convert, root
from tests.support.made import ROOT
from tests.support.programs import Programs

__all__ = ["root"]

NAME = "streaming_responses/event_stream"
TASK = f"/// task | {NAME}\n    title: Say what it is\n    hints: [Look at the check.]\n\nFill the blank.\n///"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a task in a project of its own, whose page sets it."""
    folder = tmp_path / "examples" / NAME
    shutil.copytree(ROOT / "examples" / NAME, folder)
    page = tmp_path / "docs" / "lessons" / "streaming-responses" / "try.md"
    page.parent.mkdir(parents=True)
    page.write_text(f"---\ntitle: Try\n---\n\n{TASK}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_it_has_everything_without_scripts(folder: Path) -> None:
    made = convert(TASK)
    task = Task(Example(folder.parents[1], NAME))
    shown = [part.split("</code>")[0] for part in made.split("<code>")[1:]]
    assert "____" in shown[0]
    assert "text/event-stream" in shown[1]
    assert made.index("Say what it is") < made.index("Fill the blank.") < made.index("starter.py")
    for said in (*(check.says for check in task.checks), "Look at the check."):
        assert f">{said}</" in made
    assert f'task<span class="w"> </span>{NAME}' in made
    assert made.count("<details") == 3
    assert "<details open" not in made


def test_a_script_finds_the_starter_the_scenario_and_the_checks(folder: Path) -> None:
    (program,) = Programs(convert(TASK)).found
    assert program["example"] == NAME
    assert program["source"] == (folder / "starter.py").read_text("utf-8")
    task = Task(Example(folder.parents[1], NAME))
    assert program["checks"] == [{"expect": check.expect, "says": check.says} for check in task.checks]
    scenario = program["scenario"]
    assert isinstance(scenario, dict)
    assert scenario_of(scenario).client == task.example.scenario.client
    assert 'text/event-stream"' not in json.dumps(program["source"])


def test_on_paper_the_solution_stands_in_the_appendix(folder: Path) -> None:
    before, appendix = convert(TASK).split('<section class="cw-appendix"')
    assert "<p>Say what it is</p>" in appendix
    assert "text/event-stream" in appendix
    assert before.index('<details class="cw-answer">') < before.rindex("text/event-stream")


def test_a_task_is_an_example_that_a_page_uses() -> None:
    assert used_examples(TASK) == {NAME}


def test_the_text_of_a_task_may_hold_directives(folder: Path) -> None:
    made = convert(TASK.replace("Fill the blank.", f"Fill it.\n\n/// output | {NAME}\n///"))
    assert made.index("Fill it.") < made.index('class="cw-output"') < made.index("cw-checks")


MISTAKES = {
    "unknown": (TASK.replace("event_stream", "event_strem"), "unknown example", "event_stream", 5),
    "no hints": (TASK.replace("    hints: [Look at the check.]\n", ""), "lacks the option 'hints'", "hints", 5),
    "hints that are none": (TASK.replace("[Look at the check.]", "Look."), "a value that it can't have", "hints: [", 7),
    "no title": (TASK.replace("    title: Say what it is\n", ""), "lacks the option 'title'", "title", 5),
    "nothing to do": (TASK.replace("Fill the blank.\n", ""), "does not say what to do", "below the options", 5),
    "twice": (f"{TASK}\n\n{TASK}", "already on this page, in line 5", "Remove one", 12),
    "run there": (TASK.replace("    title", "    run: there\n    title"), "no run 'there'", "run: locally", 6),
    "needlessly": (TASK.replace("    title", "    run: locally\n    title"), "can run this task", "Remove run", 6),
    "a variant": (TASK.replace("    title", "    variant: x\n    title"), "no option 'variant'", "", 6),
}


@pytest.mark.parametrize(("text", "what", "hint", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_on_the_page_is_named(folder: Path, text: str, what: str, hint: str, line: int) -> None:
    page = Path("docs/lessons/streaming-responses/try.md")
    page.write_text(f"---\ntitle: Try\n---\n\n{text}\n", "utf-8")
    error = _error(text)
    assert what in error.what
    assert hint in str(error.hint)
    assert (error.file, error.line) == (page, line)


ELSEWHERE = "/// task | relay/step_1_bytes\n    title: Relay it\n    hints: [Look.]\n{run}\nDo it.\n///"


@pytest.mark.usefixtures("root")
def test_a_task_that_asks_an_upstream_is_for_a_readers_own_machine() -> None:
    made = convert(ELSEWHERE.format(run="    run: locally\n"))
    assert "<strong>On your own machine only.</strong> This program sends requests to another server" in made
    assert 'task<span class="w"> </span>relay/step_1_bytes' in made
    assert "in a copy of this project, and check it:" in made
    # No script makes an editor of it, and no score waits for it.
    assert Programs(made).found == []
    assert "data-quiz" not in made


@pytest.mark.usefixtures("root")
def test_and_it_has_to_say_so() -> None:
    error = _error(ELSEWHERE.format(run=""))
    assert error.what.startswith("a page can't run this task. This program sends requests to another server")
    assert "run: locally" in str(error.hint)


def test_an_example_that_is_no_task(folder: Path) -> None:
    (folder / "starter.py").unlink()
    (folder / "checks.toml").unlink()
    assert "is no task: it has neither starter.py nor checks.toml" in _error(TASK).what


@pytest.mark.parametrize("missing", ["starter.py", "checks.toml"])
def test_a_task_that_lacks_a_file(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    error = _error(TASK)
    assert f"{NAME}/{missing}: this file is missing" in error.what
    assert error.line == 5


def test_a_task_without_a_solution(folder: Path) -> None:
    (folder / "app.py").unlink()
    error = _error(TASK)
    assert error.what == f"the task {NAME!r} has no solution"
    assert error.hint == f"Write it as examples/{NAME}/app.py"


def test_a_task_that_begins_with_its_solution(folder: Path) -> None:
    shutil.copy(folder / "app.py", folder / "starter.py")
    assert f"{NAME}/starter.py:1: the starter is already the solution" in _error(TASK).what


def test_a_solution_that_fails_a_check(folder: Path) -> None:
    checks = folder / "checks.toml"
    checks.write_text(checks.read_text("utf-8").replace("len(pieces) == 3", "len(pieces) == 4"), "utf-8")
    error = _error(TASK)
    assert f"{NAME}/checks.toml:2: the solution fails this check: expected `len(pieces)` to be `4`" in error.what
    assert "it is `3`" in error.what


@pytest.mark.parametrize("check", ["headers[pieces] == 1", "100 <= status < 200"])
def test_a_check_that_is_not_true_of_the_solution(folder: Path, check: str) -> None:
    (folder / "checks.toml").write_text(f'[[check]]\nsays = "x"\nexpect = "{check}"\n', "utf-8")
    assert "checks.toml:3: the solution fails this check: expected `" in _error(TASK).what


def test_a_check_that_nobody_can_read(folder: Path) -> None:
    (folder / "checks.toml").write_text('[[check]]\nexpect = "staus == 200"\nsays = "x"\n', "utf-8")
    assert "checks.toml:2: the check 'staus == 200' cannot be read" in _error(TASK).what


def _error(text: str) -> PageError:
    with pytest.raises(PageError) as caught:
        convert(text)
    return caught.value
