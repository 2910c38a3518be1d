"""The directive ``project``: the steps as a list of links, and a step that the page does not set is an error."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chunkwise.errors import PageError
from tests.support.converting import convert
from tests.support.made import ROOT

NAMES = ("step_1_rows", "step_2_feed", "step_3_heartbeat", "step_4_goodbye")
TASKS = [
    f'/// task | csv_export/{name}\n    title: "{number}. Title of {number}"\n    hints: [Look.]\n\nDo it.\n///\n'
    for number, name in enumerate(NAMES, 1)
]
PROJECT = "/// project | csv_export\n///\n\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the project in a copy of it alone."""
    folder = tmp_path / "examples" / "csv_export"
    shutil.copytree(ROOT / "examples" / "csv_export", folder)
    monkeypatch.chdir(tmp_path)
    return folder


def test_it_lists_the_steps_with_links_to_their_tasks() -> None:
    made = convert(PROJECT + "\n".join(TASKS))
    for number, name in enumerate(NAMES, 1):
        place = f"task-{name.replace('_', '-')}"
        assert f'<li data-step="csv_export/{name}"><a href="#{place}">Title of {number}</a></li>' in made
        assert f'id="{place}"' in made


def test_it_counts_no_steps_that_are_done_on_a_readers_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    tasks = [text.replace("csv_export", "relay").replace("    hints", "    run: locally\n    hints") for text in TASKS]
    for name, ours in zip(NAMES, ("step_1_bytes", "step_2_status", "step_3_heartbeat", "step_4_proxy"), strict=True):
        tasks = [text.replace(name, ours) for text in tasks]
    made = convert(PROJECT.replace("csv_export", "relay") + "\n".join(tasks))
    assert '<li data-step="relay/step_1_bytes"><a href="#task-step-1-bytes">Title of 1</a></li>' in made
    assert "<cw-project" not in made


@pytest.mark.parametrize(
    ("text", "what", "hint", "line"),
    [
        ("/// project | csv_exprt\n///\n", "there is no project 'csv_exprt'", "csv_export", 1),
        ("/// project\n///\n", "lacks its argument", "", 1),
        (PROJECT + "\n".join(TASKS[:3]), "has a step 'csv_export/step_4_goodbye'", "Add it below", 1),
        (
            PROJECT + "\n".join([TASKS[1], TASKS[0], *TASKS[2:]]),
            "is where the step 'csv_export/step_1_rows'",
            "",
            4,
        ),
    ],
    ids=["unknown", "none", "a step is missing", "another order"],
)
def test_a_mistake_on_the_page_is_named(text: str, what: str, hint: str, line: int) -> None:
    with pytest.raises(PageError) as caught:
        convert(text)
    assert what in caught.value.what
    assert hint in str(caught.value.hint)
    assert caught.value.line == line


def test_numbers_with_a_gap_are_named_at_the_directive(project: Path) -> None:
    shutil.move(project / "step_3_heartbeat", project / "step_5_heartbeat")
    with pytest.raises(PageError, match="has 'step_4_goodbye' where its step 3 should be") as caught:
        convert(PROJECT)
    assert caught.value.line == 1


@pytest.mark.parametrize("missing", ["starter.py", "checks.toml"])
def test_a_step_that_is_no_task_is_named(missing: str, project: Path) -> None:
    (project / "step_2_feed" / missing).unlink()
    with pytest.raises(PageError, match=f"step_2_feed/{missing}: this file is missing") as caught:
        convert(PROJECT + "\n".join(TASKS))
    assert caught.value.line == 11
