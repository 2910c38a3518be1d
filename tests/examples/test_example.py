"""Folders that are examples, their variants, and what is wrong with the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.errors import ScenarioError
from chunkwise.examples.example import Example, find_examples, held, misplaced
from tests.support.running import Project

APP = "one = 1\ntwo = 2\ntwo_again = 2\n"
SCENARIO = 'title = "x = 2"\n[[client]]\nscript = [{ send = "GET /" }]\n'


def with_variant(old: str) -> str:
    return SCENARIO + f'[variants.v]\ntitle = "V"\nreplace = [\n  {{ old = "{old}", new = "3" }},\n]\n'


def test_a_variant_is_the_scenario_with_its_differences(tmp_path: Path) -> None:
    example = Project(tmp_path).with_example("a/b", APP, with_variant("one = 1") + "status = 404\n").example("a/b")
    main, variant = example.runs.values()
    assert (main.source, main.title, main.scenario.status) == (APP, "x = 2", (200,))
    assert (variant.source, variant.title, variant.scenario.status) == (APP.replace("one = 1", "3"), "V", (404,))
    assert variant.scenario.client == main.scenario.client


@pytest.mark.parametrize(("old", "times"), [("three", "no"), ("= 2", "2")])
def test_a_replacement_that_is_not_found_once_is_named(old: str, times: str, tmp_path: Path) -> None:
    example = Project(tmp_path).with_example("a/b", APP, with_variant(old)).example("a/b")
    with pytest.raises(ScenarioError) as caught:
        example.runs  # noqa: B018
    assert f"the variant 'v' replaces '{old}', which app.py holds {times} times" in caught.value.what
    assert (caught.value.file, caught.value.line) == (example.scenario_file, 7)


def test_a_variant_may_be_a_whole_file(tmp_path: Path) -> None:
    scenario = SCENARIO + '[variants.v]\ntitle = "V"\nfile = "other.py"\n'
    example = Project(tmp_path).with_example("a/b", APP, scenario).example("a/b")
    with pytest.raises(ScenarioError, match=r"other\.py: this file is missing\n  Write the program of the variant 'v'"):
        example.runs  # noqa: B018
    (example.folder / "other.py").write_text("three = 3\n", "utf-8")
    main, variant = Project(tmp_path).example("a/b").runs.values()
    assert (main.source, variant.source) == (APP, "three = 3\n")
    assert variant.scenario.client == main.scenario.client


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    example = Project(tmp_path).with_example("a/b", APP, SCENARIO).example("a/b")
    example.app.unlink()
    with pytest.raises(ScenarioError, match=r"app\.py: this file is missing\n  Write the program of a/b there\."):
        example.runs  # noqa: B018
    example = Project(tmp_path).with_example("a/c", APP, SCENARIO).example("a/c")
    example.scenario_file.unlink()
    with pytest.raises(ScenarioError, match=r"scenario\.toml: this file is missing\n  `chunkwise new"):
        example.scenario  # noqa: B018


def test_a_file_that_is_not_text_is_named_with_the_line(tmp_path: Path) -> None:
    example = Project(tmp_path).with_example("a/b", APP, SCENARIO).example("a/b")
    example.app.write_bytes(b"x = 1\ny = '\xff'\n")
    with pytest.raises(ScenarioError, match=r"app\.py:2: this is not UTF-8"):
        example.source  # noqa: B018
    example.scenario_file.unlink()
    example.scenario_file.mkdir()
    with pytest.raises(ScenarioError, match=r"scenario\.toml: this cannot be read: Is a directory"):
        example.scenario  # noqa: B018


def test_examples_are_found_by_any_of_their_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    project = Project(tmp_path).with_example("b/a", APP, SCENARIO).with_example("a/c", APP, SCENARIO)
    project.with_example("a/b", APP, SCENARIO).example("a/b").app.unlink()
    assert [example.name for example in find_examples(tmp_path / "examples")] == ["a/b", "a/c", "b/a"]


def test_files_at_the_wrong_depth_and_folders_with_something_else_are_misplaced(tmp_path: Path) -> None:
    project = Project(tmp_path).with_example("a/b", APP, SCENARIO)
    root = tmp_path / "examples"
    (root / "a" / "__pycache__").mkdir()
    (root / "a" / "__pycache__" / "x.pyc").touch()
    assert list(misplaced(root)) == []
    project.with_example("a/b/c", APP, SCENARIO)
    project.with_example("a/b<i>", APP, SCENARIO)
    (root / "a" / "notes").mkdir()
    (root / "a" / "notes" / "x.txt").touch()
    assert [error.file for error in misplaced(root)] == [
        root / "a/b/c/app.py",
        root / "a/b/c/scenario.toml",
        root / "a/b<i>",
        root / "a/notes",
    ]


@pytest.mark.parametrize(
    "name",
    ["a/b c", "a/<b>", "-a/b", "a/zwölf", "a/.b", "a b/c"],
    ids=["space", "markup", "option", "letter", "dot", "lesson"],
)
def test_a_folder_whose_name_is_none_is_named(name: str, tmp_path: Path) -> None:
    """It becomes a part of addresses and ids, and of the command that records it."""
    root = tmp_path / "examples"
    (root / name).mkdir(parents=True)
    (root / name / "app.py").write_text(APP, "utf-8")
    (root / name / "scenario.toml").write_text(SCENARIO, "utf-8")
    assert find_examples(root) == []
    (error,) = misplaced(root)
    assert (error.what, error.file) == (f"{name!r} is not a valid name for an example", root / name)
    assert 'use letters, digits, "_" and "-"' in str(error.hint)


@pytest.mark.parametrize("name", ["", "a", "a/b/c", "../b", "a/..", "/etc/b", "a//b", "a/b/", "a\\b/c", "a/b\n"])
def test_no_name_of_an_example_leads_elsewhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is not a valid name for an example"):
        Example(tmp_path, name)


def test_a_file_may_lie_right_below_the_root() -> None:
    """As in a container, where a reader checks /app.py against a task."""
    file = Path("/etc/passwd")
    assert held(file) == file
