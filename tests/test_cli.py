"""The commands as an author and CI run them."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from chunkwise.directives.try_it import data
from tests.support.authored import APP, SCENARIO, project, recorded, recording
from tests.support.running import ROOT, Project

__all__ = ["project", "recorded"]


def test_a_variant_in_a_file_of_its_own_is_recorded_shown_and_makes_the_recording_stale(project: Project) -> None:
    example = project.example("lesson/one")
    example.scenario_file.write_text(SCENARIO + '[variants.five]\ntitle = "Five"\nfile = "five.py"\n', "utf-8")
    program = example.folder / "five.py"
    program.write_text(APP.replace("range(3)", "range(5)"), "utf-8")
    assert project.run("record")[:2] == (0, "recorded lesson/one\n")
    assert project.run("steps", "lesson/one", "--variant", "five")[1].count("yields") == 5
    run = project.example("lesson/one").runs["five"]
    assert json.loads(data(run))["source"] == program.read_text("utf-8")
    program.write_text(APP.replace("range(3)", "range(4)"), "utf-8")
    code, _, err = project.run("check")
    assert code == 1
    assert "this recording is stale: its program or scenario.toml has changed since" in err


def test_new_writes_an_example_that_is_recorded_and_can_be_shown(tmp_path: Path) -> None:
    project = Project(tmp_path)

    assert project.run("new", "lesson/one") == (
        0,
        "wrote examples/lesson/one: change app.py and scenario.toml, then run `chunkwise record`\n",
        "",
    )
    files = ("app.py", "recording.json", "scenario.toml")
    assert sorted(project.files()) == [f"examples/lesson/one/{name}" for name in files]
    assert project.run("check") == (0, "checked 1 example: 1 the same, 0 not\n", "")
    code, out, _ = project.run("steps", "lesson/one")
    assert code == 0
    assert out.split("\n")[0].split("  ")[0] == "Step"
    assert "piece 2" in out


def test_new_says_no_to_a_name_that_is_taken_or_is_none(project: Project) -> None:
    before = project.files()
    for name, said in (("lesson/one", "exists already"), ("../x", "is not LESSON/EXAMPLE"), ("x", "is not LESSON/EXA")):
        code, _, err = project.run("new", name)
        assert (code, said in err) == (1, True)
    assert project.files() == before


def test_record_rewrites_what_has_changed_and_nothing_else(project: Project) -> None:
    assert project.run("record") == (0, "", "")
    project.example("lesson/one").app.write_text(APP.replace("range(3)", "range(4)"))

    code, _, err = project.run("check")
    assert code == 1
    assert "examples/lesson/one/recording.json: this recording is stale" in err
    assert project.run("record", "--stale") == (0, "recorded lesson/one\n", "")
    assert project.run("record", "--stale") == (0, "", "")
    assert project.run("check", "lesson/one")[0] == 0


def test_a_bad_example_does_not_keep_the_good_ones_from_being_recorded_and_checked(project: Project) -> None:
    project.with_example("lesson/bad", "1 / 0\n", SCENARIO).with_example("lesson/two", APP, SCENARIO)

    code, out, err = project.run("record")
    assert (code, out) == (1, "recorded lesson/two\n")
    assert err.startswith("Error: examples/lesson/bad/app.py:1: importing it raised ZeroDivisionError")
    code, out, err = project.run("check")
    assert (code, out) == (1, "checked 3 examples: 2 the same, 1 not\n")
    assert "examples/lesson/bad/recording.json: there is no recording yet" in err


def test_a_variant_that_fails_leaves_the_last_good_recording_as_it_was(project: Project) -> None:
    before = recording(project)
    scenario = SCENARIO + '[variants.broken]\ntitle = "x"\nreplace = [{ old = "range(3)", new = "nothing" }]\n'
    project.example("lesson/one").scenario_file.write_text(scenario)

    code, _, err = project.run("record")
    assert code == 1
    assert "app.py:8: in the variant 'broken': the program raised NameError" in err
    assert recording(project) == before


def test_names_that_do_not_exist_are_answered_with_those_that_do(project: Project) -> None:
    for arguments, said in (
        (("record", "lesson/ome"), "Did you mean lesson/one?"),
        (("check", "zzz"), "There are: lesson/one."),
        (("steps", "lesson/one", "--variant", "x"), "It has: main."),
    ):
        code, out, err = project.run(*arguments)
        assert (code, out) == (1, "")
        assert said in err


def test_commands_outside_a_project_say_so(tmp_path: Path) -> None:
    for command in ("record", "check"):
        code, _, err = Project(tmp_path).run(command)
        assert code == 1
        hint = "Run this in the project's folder, or name that of the examples: chunkwise --examples DIR."
        assert err == f"Error: examples: there are no examples here\n  {hint}\n"


def test_check_finds_half_examples(project: Project) -> None:
    examples = project.folder / "examples"
    for name in ("lesson/half/notes.txt", "app.py", "lesson/one/deep/scenario.toml", "lesson/bare/recording.json"):
        (examples / name).parent.mkdir(exist_ok=True)
        (examples / name).write_text("x = 1\n")

    code, out, err = project.run("check")
    assert code == 1
    assert "examples/lesson/half: this folder is half an example" in err
    assert "examples/app.py: an example must be two folders deep, and this one isn't" in err
    assert "examples/lesson/one/deep/scenario.toml: an example must be two folders deep" in err
    assert "examples/lesson/bare/recording.json:1: this recording is damaged" in err
    assert out == "checked 2 examples: 1 the same, 1 not\n"


def test_check_holds_pages_and_examples_against_each_other(project: Project) -> None:
    docs = project.folder / "docs"
    docs.mkdir()
    page = docs / "page.md"
    page.write_text("# A page\n")
    assert "examples/lesson/one/scenario.toml:1: no page uses this example" in project.run("check")[2]

    page.write_text("# A page\n\n/// steps | lesson/one\n///\n")
    assert project.run("check")[0] == 0

    page.write_text("# A page\n\n/// steps | lesson/ome\n///\n")
    code, _, err = project.run("check")
    assert code == 1
    assert "docs/page.md:3: there is no example 'lesson/ome'\n  Did you mean lesson/one?" in err


def test_an_example_may_wait_for_its_page_but_not_when_a_page_shows_it(project: Project) -> None:
    page = project.folder / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text("# A page\n")
    project.example("lesson/one").scenario_file.write_text('planned_for = "the lesson"\n' + SCENARIO)
    project.run("record")
    assert project.run("check")[:2] == (
        0,
        "waiting for the page of the lesson: 1 example\nchecked 1 example: 1 the same, 0 not\n",
    )

    page.write_text("/// steps | lesson/one\n///\n")
    err = project.run("check")[2]
    assert "scenario.toml:1: this example is planned for the lesson, and docs/page.md shows it" in err


def test_check_shows_what_a_program_does_otherwise_now(project: Project) -> None:
    file = project.example("lesson/one").recording_file
    file.write_text(file.read_text().replace('"h11": "', '"h11": "9.'))

    code, _, err = project.run("check")
    assert code == 1
    assert "examples/lesson/one/recording.json:9: the program now behaves differently\n  @@" in err


def test_two_runs_at_once_both_end_well(project: Project) -> None:
    for name in ("two", "three", "four"):
        project.with_example(f"lesson/{name}", APP, SCENARIO)
    runs = [project.start("record"), project.start("record")]
    ends = [(*run.communicate(timeout=60), run.returncode) for run in runs]
    assert [code for *_, code in ends] == [0, 0]
    assert project.run("check")[0] == 0
    assert not [name for name in project.files() if "/." in name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_goes_nowhere_is_told_of(project: Project) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "chunkwise", "check"], cwd=project.folder, stdout=full, stderr=subprocess.PIPE
        )
    assert run.returncode == 1
    assert b"No space left on device" in run.stderr
    assert b"Traceback" not in run.stderr


def test_progress_is_shown_on_a_terminal_only(project: Project) -> None:
    project.with_example("lesson/two", APP, SCENARIO)
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "chunkwise", "record"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80"}
    run = subprocess.Popen(command, cwd=project.folder, stderr=end, stdout=subprocess.PIPE, env=env)
    os.close(end)
    assert run.communicate(timeout=60)[0] == b"recorded lesson/two\n"
    shown = b""
    with contextlib.suppress(OSError):
        while data := os.read(terminal, 4096):
            shown += data
    os.close(terminal)
    assert b"100%" in shown
    assert b"lesson/two" in shown
    assert project.run("record")[2] == ""


def test_control_characters_do_not_reach_the_terminal(project: Project) -> None:
    example = project.example("lesson/one")
    example.app.write_text(APP.replace("piece", "\\x1b[2Jpiece\\x07\\u202e<b>"))
    assert project.run("record")[0] == 0
    out = project.run("steps", "lesson/one")[1]
    assert out.replace("\n", "").isprintable()
    assert "<b>" in out
