"""The published JSON Schemas: true of all that is written, strict about what isn't, and readable without Python."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from chunkwise import schema
from chunkwise.cli import main
from chunkwise.events import SCHEMA
from tests.support.made import ROOT
from tests.watch.conftest import WATCHED


def validator(kind: schema.Kind) -> Draft202012Validator:
    published = json.loads((ROOT / "docs" / "schema" / f"{kind}-{SCHEMA}.json").read_text("utf-8"))
    return Draft202012Validator(published)


def found(kind: schema.Kind, said: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(kind).iter_errors(said)]


def covering() -> list[dict[str, Any]]:
    """Return recordings of examples, few and small, that have an event of each lane and kind among them."""
    held = {}
    for file in (ROOT / "examples").glob("*/*/recording.json"):
        said = json.loads(file.read_text("utf-8"))
        events = [event for one in said["recordings"].values() for event in one["events"]]
        held[file] = said, {(e["lane"], e["kind"], e.get("thread"), "file" in e, "status" in e) for e in events}
    left = set[object]().union(*(kinds for _, kinds in held.values()))
    chosen = []
    while left:
        best = max(sorted(held), key=lambda file: len(held[file][1] & left) / (10_000 + file.stat().st_size))
        left -= held[best][1]
        chosen.append(held[best][0])
    return chosen


@pytest.mark.parametrize("kind", schema.MODELS)
def test_a_schema_is_one_of_its_draft_and_is_published_at_its_id(kind: schema.Kind) -> None:
    published = validator(kind).schema
    home = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Homepage"]
    Draft202012Validator.check_schema(published)
    assert published["$id"] == f"{home}schema/{kind}-{SCHEMA}.json"
    assert CliRunner().invoke(main, ["schema", kind]).output == schema.text(kind)


def test_the_recordings_of_examples_are_as_the_schema_says() -> None:
    chosen = covering()
    assert {event["lane"] for said in chosen for one in said["recordings"].values() for event in one["events"]} == {
        "code",
        "asgi",
        "wire",
        "client",
        "upstream",
    }
    assert [errors for said in chosen if (errors := found("example", said))] == []


def test_what_a_watch_writes_is_as_the_schema_says_and_names_it(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(WATCHED)
    file = tmp_path / "run.json"
    run = CliRunner().invoke(main, ["watch", "app.main:app", "GET /greeting", "--json", str(file)])
    assert run.exit_code == 0, run.output
    said = json.loads(file.read_text("utf-8"))
    assert next(iter(said.items())) == ("$schema", validator("recording").schema["$id"])
    assert found("recording", said) == []
    assert schema.dumps(schema.loads(file.read_text("utf-8"))) == file.read_text("utf-8")


ASKED = {"lane": "client", "kind": "request", "client": "client", "method": "GET", "path": "/"}


@pytest.mark.parametrize(
    ("event", "where"),
    [
        ({**ASKED, "kind": "shouts"}, "$.events[0]"),
        ({**ASKED, "colour": "red"}, "$.events[0]"),
        ({**ASKED, "data": {"size": 3, "text": "\u2028"}}, "$.events[0]"),
        ({"lane": "moon"}, "$.events[0]"),
    ],
)
def test_what_is_no_event_is_refused_by_the_schema_as_by_the_types(event: dict[str, Any], where: str) -> None:
    said = {"clock": "free", "source": "", "events": [event]}
    assert [error.json_path for error in validator("recording").iter_errors(said)] == [where]
    with pytest.raises(ValueError, match="1 validation error"):
        schema.loads(json.dumps(said))


def test_an_event_that_is_right_is_taken_by_both() -> None:
    said = {"clock": "free", "source": "", "events": [ASKED]}
    assert found("recording", said) == []
    assert schema.loads(json.dumps(said)).events[0].lane == "client"


def test_a_recording_of_another_format_is_named() -> None:
    said = {"$schema": schema.SITE + "schema/recording-9.json", "clock": "free", "source": "", "events": []}
    with pytest.raises(ValueError, match=r"recording-9\.json, and this Chunkwise reads .*recording-2\.json"):
        schema.loads(json.dumps(said))


@pytest.mark.parametrize("kind", schema.MODELS)
def test_each_part_says_what_it_is_as_a_reader_of_json_would_read_it(kind: schema.Kind) -> None:
    published = validator(kind).schema
    for said in [published, *published["$defs"].values()]:
        assert said["description"]
        assert not {"``", ":class:"} & set(said["description"].split())
    frame = published["$defs"]["CodeEvent"]["properties"]["by"]
    assert frame["description"].startswith("The frame of the program that called this one, or started the task")
