"""`make lesson`: which lesson is meant, which tests are its own, and one screen of what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chunkwise.errors import ChunkwiseError
from scripts import lesson
from scripts.lesson import Lesson, Step, find, lesson_pattern, prove
from tests.support.made import ROOT

LEAVES = Lesson("client-leaves", ("client_leaves/cleanup",))


@pytest.mark.parametrize("name", ["client-leaves", "client_leaves", "client-leaves/"])
def test_a_lesson_is_named_as_its_pages_or_as_its_examples(name: str) -> None:
    found = find(name)
    assert found.name == "client-leaves"
    assert "client_leaves/cleanup" in found.examples
    assert all((ROOT / "examples" / one / "app.py").is_file() for one in found.examples)


def test_examples_that_wait_for_their_pages_are_a_lesson_too() -> None:
    assert find("json-lines").examples


def test_a_name_that_is_no_lessons_gets_a_near_one() -> None:
    with pytest.raises(ChunkwiseError, match="there is no lesson 'client-leave'") as raised:
        find("client_leave")
    assert raised.value.hint == "Did you mean client-leaves?"


@pytest.mark.parametrize(
    ("test", "is_its_own"),
    [
        ("tests/lessons/test_client_leaves.py::test_one", True),
        ("tests/site/test_site.py::test_page[lessons/client-leaves/learn/]", True),
        ("tests/site/test_recordings.py::test_run[client_leaves/cleanup-main]", True),
        ("tests/site/test_site.py::test_page[lessons/the-client-leaves/learn/]", False),
        ("tests/lessons/test_client_leaves_twice.py::test_one", False),
        ("tests/lessons/test_blocking.py::test_one", False),
    ],
)
def test_a_test_is_the_lessons_own_if_its_id_says_so(test: str, is_its_own: bool) -> None:
    assert bool(lesson_pattern("client-leaves").search(test)) == is_its_own


def test_a_step_that_fails_shows_the_end_of_what_it_printed() -> None:
    output = "".join(f"line {number}\n\n" for number in range(100))
    shown = str(Step("tests", False, "1 failed", 3.2, output)).splitlines()
    assert shown[0] == "NOT  tests       3 s  1 failed"
    assert [line.strip() for line in shown[1:]] == [f"line {number}" for number in range(88, 100)]
    assert str(Step("build", True, "strict", 0.4, output)) == "ok   build       0 s  strict"


@pytest.fixture
def proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[bool, list[str]]]:
    """``proved(...)``: whether all holds, and the steps that were done, where those named do not hold."""
    monkeypatch.setattr(lesson, "CACHE", tmp_path / "lesson")

    def proved(*fail: str, of: Lesson = LEAVES) -> tuple[bool, list[str]]:
        for name in ("record", "golden", "build", "tests", "mutants"):
            step = Step(name, name not in fail, "", 0)
            monkeypatch.setattr(lesson, f"_{name}", lambda *_, step=step: step)
        told: list[Step] = []
        return prove(of, told.append), [step.name for step in told]

    return proved


def test_all_steps_are_done_and_one_that_fails_is_enough(proved: Callable[..., tuple[bool, list[str]]]) -> None:
    assert proved() == (True, ["record", "golden", "build", "tests", "mutants"])
    assert proved("mutants") == (False, ["record", "golden", "build", "tests", "mutants"])
    assert proved("golden")[0] is False


def test_a_site_that_does_not_build_is_not_tested(proved: Callable[..., tuple[bool, list[str]]]) -> None:
    assert proved("build") == (False, ["record", "golden", "build", "mutants"])


def test_pages_without_examples_have_nothing_to_record(proved: Callable[..., tuple[bool, list[str]]]) -> None:
    assert proved(of=Lesson("only-pages", ())) == (True, ["build", "tests", "mutants"])


def test_what_a_step_prints_is_kept_and_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson, "CACHE", tmp_path)
    monkeypatch.chdir(ROOT)
    step = lesson._record(Lesson("json-lines", ("json_lines/words",)))
    assert (step.holds, step.says) == (True, "examples: 1, all as committed")
    assert (tmp_path / "record.txt").read_text("utf-8") == step.output
