"""The command ``chunkwise conditions``, with real servers in the environments that ``make conditions-env`` has made."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chunkwise.cli import main
from chunkwise.conditions import environments, records
from chunkwise.conditions.actions import NOT_CHECKED
from chunkwise.conditions.environments import FILE, Environments
from chunkwise.examples.example import Example
from chunkwise.examples.store import digest_of
from tests.support.made import ROOT

NAME = "conditions/blocking_sleep"
SMALL = """title = "Small"

[[client]]
script = [{ send = "GET /pieces" }, { read = "all" }]

[[condition]]
loop = "uvloop==0.22.1"
expects = { pieces = "all at the end" }
"""
SLOW = SMALL.replace('expects = { pieces = "all at the end" }\n', "")


def project(folder: Path) -> Example:
    """Make an example with two conditions, in a project of its own that uses this one's environments."""
    made = folder / "examples" / NAME
    made.mkdir(parents=True)
    shutil.copy(ROOT / "examples" / NAME / "app.py", made)
    shutil.copy(ROOT / "examples" / FILE, folder / "examples")
    (made / "scenario.toml").write_text(SMALL, "utf-8")
    (folder / ".venvs").symlink_to(ROOT / ".venvs")
    return Example(folder / "examples", NAME)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What recording says and writes, made once."""
    folder = tmp_path_factory.mktemp("recorded")
    example = project(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        recorded = conditions("--record")
    assert recorded.exit_code == 0, recorded.output
    return recorded.output, records.file_of(example).read_text("utf-8")


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Example:
    project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Example(Path("examples"), NAME)


@pytest.fixture
def recorded(example: Example, recording: tuple[str, str]) -> Example:
    records.file_of(example).write_text(recording[1], "utf-8")
    return example


def conditions(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["conditions", *arguments], catch_exceptions=False)


def test_this_project_has_its_environments() -> None:
    """Says what to run where the others of this file would fail for another reason."""
    found = Environments(ROOT / "examples")
    missing = [name for name in found.pins if not (ROOT / environments.folder_of(name)).is_dir()]
    assert missing == [], "Run `make conditions-env`."


def test_what_is_recorded_is_shown_and_holds(recorded: Example, recording: tuple[str, str]) -> None:
    assert "recorded conditions/blocking_sleep: 2 conditions" in recording[0]
    plain, held = records.load(recorded)
    assert plain.facts == {**held.facts, "pieces": "one by one"}
    assert held.ran_with["uvloop"] == "0.22.1"
    assert "program sends a piece, 3 times: 24 bytes" in held.events
    shown = conditions(NAME)
    assert "Uvicorn, uvloop 0.22.1         200     all at the end *" in shown.output
    checked = conditions("--check")
    assert (checked.exit_code, checked.output) == (0, "checked 2 of 2 conditions: 2 the same, 0 not, 0 NOT CHECKED\n")


def test_a_changed_program_gets_a_new_story_although_its_facts_are_the_same(recorded: Example) -> None:
    recorded.app.write_text(recorded.app.read_text("utf-8") + "\n# changed\n", "utf-8")
    old = json.loads(records.file_of(recorded).read_text("utf-8"))
    for one in old["conditions"]:
        one["events"].append("program prints what the old one did")
    old["digest"] = digest_of(json.dumps(old["conditions"]))
    records.file_of(recorded).write_text(json.dumps(old), "utf-8")
    assert conditions("--record").exit_code == 0
    assert "what the old one did" not in records.file_of(recorded).read_text("utf-8")


def test_a_fact_that_nobody_expects_is_not_written(example: Example) -> None:
    example.scenario_file.write_text(SLOW, "utf-8")
    made = conditions("--record")
    assert made.exit_code == 1
    assert "uvicorn, uvloop==0.22.1 is not as scenario.toml expects" in made.output
    assert 'pieces: "one by one" on plain Uvicorn, and here "all at the end"' in made.output
    assert not records.file_of(example).exists()


def test_a_fact_that_does_not_hold_any_more_is_told_old_and_new(recorded: Example) -> None:
    data = json.loads(records.file_of(recorded).read_text("utf-8"))
    for one in data["conditions"]:
        one["facts"]["program"] = "goes on"
    data["digest"] = digest_of(json.dumps(data["conditions"]))
    records.file_of(recorded).write_text(json.dumps(data), "utf-8")
    checked = conditions("--check")
    assert checked.exit_code == 1
    assert checked.output.count('program: was "goes on", is "runs to its end"') == 2


@pytest.mark.usefixtures("recorded")
def test_what_is_not_here_is_said_loudly_and_by_the_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "FOLDER", tmp_path / "nowhere")
    checked = conditions("--check")
    assert checked.exit_code == NOT_CHECKED
    assert checked.output.count("NOT CHECKED: conditions/blocking_sleep, uvicorn") == 2
    assert "Run `make conditions-env`." in checked.output
    assert "0 the same, 0 not, 2 NOT CHECKED" in checked.output


def test_a_proxy_that_is_not_installed_is_missing_and_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Environments, "installed", staticmethod(lambda name: None))
    monkeypatch.chdir(ROOT)
    example = Example(Path("examples"), "conditions/behind_a_proxy")
    condition = next(one for one in records.conditions(example) if one.proxy == "haproxy")
    with pytest.raises(environments.MissingError, match=r"haproxy is not installed\n  Install it \(apt-get install"):
        Environments(example.root).proxy(condition)


def test_an_example_without_conditions_says_so(example: Example) -> None:
    example.scenario_file.write_text(SMALL.partition("[[condition]]")[0], "utf-8")
    assert "is run on plain Uvicorn only" in conditions(NAME).output


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_nothing_keeps_running_when_it_is_interrupted(example: Example, tmp_path: Path, sent: signal.Signals) -> None:
    app = example.app.read_text("utf-8")
    example.app.write_text(app.replace("time.sleep(0.2)", "time.sleep(5)"), "utf-8")
    mark = f"chunkwise-test-{os.getpid()}-{sent.name}"
    (tmp_path / mark).mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / mark)}
    command = [sys.executable, "-m", "chunkwise", "conditions", "--record"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        until = time.monotonic() + 30
        while not servers(mark) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        assert servers(mark), process.communicate()[0]
        process.send_signal(sent)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert b"Interrupted" in said
    assert servers(mark) == []
    assert list((tmp_path / mark).iterdir()) == []


def servers(mark: str) -> list[str]:
    """Return the processes that run in a folder with ``mark`` in its name."""
    listed = subprocess.run(["ps", "-eo", "pid"], capture_output=True, text=True, check=True).stdout.split()[1:]
    found = []
    for pid in listed:
        try:
            folder = Path(f"/proc/{pid}/cwd").readlink()
        except OSError:
            continue
        if mark in str(folder):
            found.append(pid)
    return found
