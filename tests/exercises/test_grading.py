"""What somebody wrote for a task is run, whatever it does, and held to the checks: ``chunkwise task``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chunkwise.errors import ScenarioError
from chunkwise.exercises.grading import grade
from chunkwise.exercises.tasks import Task
from chunkwise.recording.recorder import Recorder
from tests.support.running import ROOT, Project

NAME = "streaming_responses/all_at_once"
SOLUTION = (ROOT / "examples" / NAME / "app.py").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one task."""
    shutil.copytree(ROOT / "examples" / NAME, tmp_path / "examples" / NAME)
    return Project(tmp_path)


def test_the_starter_is_run_and_each_check_says_what_came_of_it(project: Project) -> None:
    code, out, err = project.run("task", NAME)
    assert (code, err) == (1, "")
    assert "2 yield 0  Generator yields" in out
    assert out.split("\n\n")[1] == (
        "passed   The client gets all three words.\n"
        "not yet  Each word is a piece of its own.\n"
        "         Expected `pieces` to be `['one\\n', 'two\\n', 'three\\n']`, but it is `['one\\ntwo\\nthree\\n']`."
        " Look at step 2.\n"
        "1 of 2 checks pass\n"
    )


def test_a_file_of_ones_own_is_run_and_nothing_is_written(project: Project) -> None:
    (project.folder / "mine.py").write_text(SOLUTION, "utf-8")
    before = project.files()
    code, out, _ = project.run("task", NAME, "mine.py")
    assert code == 0
    assert out.endswith("2 of 2 checks pass\n")
    assert project.files() == before


UNPROMISED = {
    "an exception": (SOLUTION.replace("yield f", "1 / 0; yield f"), "ZeroDivisionError"),
    "another status": (SOLUTION.replace("/words", "/other"), "Status 404"),
    "other names": (SOLUTION.replace("word", "item").replace('"/items"', '"/words"'), "2 of 2 checks pass"),
}


@pytest.mark.parametrize(("source", "said"), UNPROMISED.values(), ids=UNPROMISED.keys())
def test_what_the_scenario_does_not_promise_is_recorded_all_the_same(project: Project, source: str, said: str) -> None:
    (project.folder / "mine.py").write_text(source, "utf-8")
    _, out, err = project.run("task", NAME, "mine.py")
    assert said in out
    assert err == ""


def test_a_program_that_cannot_be_run_passes_nothing_and_is_told_with_its_line(project: Project) -> None:
    (project.folder / "mine.py").write_text("import fastapi\ndef (:\n", "utf-8")
    code, out, err = project.run("task", NAME, "mine.py")
    assert code == 1
    assert "mine.py:2: this is not valid Python" in err
    assert out == (
        "not yet  The client gets all three words.\nnot yet  Each word is a piece of its own.\n0 of 2 checks pass\n"
    )


def test_a_program_that_never_ends_is_ended(project: Project) -> None:
    endless = SOLUTION.replace("    for word", "    while True: pass\n    for word")
    scenario = project.example(NAME).scenario_file
    scenario.write_text("limits = { seconds = 0.5 }\n" + scenario.read_text("utf-8"), "utf-8")
    (project.folder / "mine.py").write_text(endless, "utf-8")
    code, out, err = project.run("task", NAME, "mine.py")
    assert (code, out.split("\n")[-2]) == (1, "0 of 2 checks pass")
    assert "mine.py:10: " in err
    assert "within 0.5 s" in err


def test_variants_of_the_solution_are_no_matter_of_the_reader(project: Project) -> None:
    """They replace pieces of the solution, which an attempt need not hold."""
    task = Task(project.example(NAME))
    assert set(task.example.runs) > {"main"}
    file = project.folder / "mine.py"
    file.write_text(SOLUTION.replace('yield f"{word}\\n"', 'yield word + "\\n"'), "utf-8")
    with Recorder() as recorder:
        assert grade(task, file, recorder).passed
        with pytest.raises(ScenarioError, match="this file is missing"):
            grade(task, project.folder / "none.py", recorder)


def test_an_example_that_is_no_task(project: Project) -> None:
    for name in ("starter.py", "checks.toml"):
        (project.example(NAME).folder / name).unlink()
    code, _, err = project.run("task", NAME)
    assert code == 1
    assert f"the example {NAME!r} is no task" in err
