"""Committed measurements: they come back as they were written, and what is old or typed never does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chunkwise.errors import StoreError
from chunkwise.examples.example import Example
from chunkwise.measure.figures import Figures, Machine, Measurement, digest, file_of, load, save
from tests.support.running import Project

APP = "x = 1\n"
SCENARIO = """\
title = "x"
[[client]]
script = [{ send = "GET /small" }]
[measure]
send = "GET /large"
[variants.other]
title = "y"
replace = [{ old = "1", new = "2" }]
"""


@pytest.fixture
def example(tmp_path: Path) -> Example:
    return Project(tmp_path).with_example("a/b", APP, SCENARIO).example("a/b")


def measured(example: Example) -> Measurement:
    figures = Figures(first_byte=1.5, last_byte=20.25, peak_memory=4096, messages=3, wire_bytes=99)
    return Measurement(
        depends_on=digest(example),
        machine=Machine(system="Linux", processor="x86_64", processors=2),
        versions={"python": "3.13.0"},
        request="GET /large",
        times=5,
        runs={"main": figures, "other": figures},
    )


def test_a_measurement_comes_back_as_it_was_written(example: Example) -> None:
    save(example, measured(example))
    assert load(example) == measured(example)


def test_one_that_was_never_made_says_how_to_make_it(example: Example) -> None:
    with pytest.raises(StoreError, match=r"b/measurements.json: there is no measurement yet\n  Run `make measure`"):
        load(example)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("app.py", "x = 1", "y = 1"),
        ("scenario.toml", '[{ old = "1"', '[{ old = "x"'),
        ("scenario.toml", "GET /large", "GET /larger"),
        ("scenario.toml", "GET /small", "GET /smaller"),
    ],
)
def test_one_is_stale_when_what_it_depends_on_has_changed(example: Example, file: str, old: str, new: str) -> None:
    save(example, measured(example))
    path = example.folder / file
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(StoreError, match="this measurement is stale"):
        load(Example(example.root, example.name))


def test_it_outlives_what_no_figure_depends_on(example: Example) -> None:
    save(example, measured(example))
    example.scenario_file.write_text(SCENARIO.replace('"x"', '"a better title"'))
    renamed = Example(example.root, example.name)
    assert load(renamed) == measured(example)


def test_a_figure_that_was_typed_is_found_out(example: Example) -> None:
    save(example, measured(example))
    file = file_of(example)
    file.write_text(file.read_text().replace("4096", "1024"))
    with pytest.raises(StoreError, match="changed by hand"):
        load(example)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"digest": 1}', "\xff", "[" * 100_000])
def test_a_damaged_one_is_an_error_of_ours(example: Example, text: str) -> None:
    file_of(example).write_bytes(text.encode("latin-1"))
    with pytest.raises(StoreError, match=r"this measurement is damaged"):
        load(example)


def test_a_part_that_is_missing_is_damage_too(example: Example) -> None:
    save(example, measured(example))
    data = json.loads(file_of(example).read_text())
    del data["runs"]["main"]["messages"]
    file_of(example).write_text(json.dumps(data))
    with pytest.raises(StoreError, match=r"this measurement is damaged"):
        load(example)


def test_of_one_that_lacks_a_part_it_is_said_which(example: Example) -> None:
    save(example, measured(example))
    file = file_of(example)
    file.write_text(json.dumps({key: value for key, value in json.loads(file.read_text()).items() if key != "machine"}))
    with pytest.raises(StoreError, match=r"this measurement is damaged: machine: Field required\n  Run `make measure`"):
        load(example)


def test_where_a_merge_was_not_ended_the_line_is_named(example: Example) -> None:
    file_of(example).write_text('{\n<<<<<<< HEAD\n "times": 5\n')
    with pytest.raises(StoreError, match=r"measurements.json:2: this measurement is damaged"):
        load(example)
