"""A project's steps are found by their numbers, and numbers that are wrong are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.errors import ScenarioError
from chunkwise.exercises.projects import Project, projects
from tests.support.record import EXAMPLES


def folders(root: Path, *names: str) -> Project:
    for name in names:
        (root / "shop" / name).mkdir(parents=True)
    return Project(root, "shop")


def test_each_project_has_four_steps() -> None:
    assert {
        project.name: [step.example.name.partition("/")[2] for step in project.steps] for project in projects(EXAMPLES)
    } == {
        "chat": ["step_1_stream", "step_2_stop", "step_3_keep", "step_4_reload"],
        "csv_export": ["step_1_rows", "step_2_feed", "step_3_heartbeat", "step_4_goodbye"],
        "log_tail": ["step_1_lines", "step_2_follow", "step_3_filter", "step_4_bounded"],
        "hub": ["step_1_subscribe", "step_2_resume", "step_3_slow", "step_4_workers"],
    }


def test_steps_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = [f"step_{number}_x" for number in range(1, 12)]
    found = folders(tmp_path, *reversed(names), "other").steps
    assert [step.example.name for step in found] == [f"shop/{name}" for name in names]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "there is no project 'shop'"),
        (("other", "step_one", "step_0_x", "step_1_zwölf", "step_1_a b"), "there is no project 'shop'"),
        (("step_2_x",), "has 'step_2_x' where its step 1 should be"),
        (("step_1_x", "step_3_x"), "has 'step_3_x' where its step 2 should be"),
        (("step_1_x", "step_1_y"), "has 'step_1_y' where its step 2 should be"),
    ],
)
def test_steps_that_are_misnumbered_are_named(names: tuple[str, ...], said: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=said):
        _ = folders(tmp_path, *names).steps
