"""Committed records of conditions: ``conditions.json`` beside an example, canonical, digested, never half written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from chunkwise.conditions import proxies
from chunkwise.conditions.against_plain import surprises
from chunkwise.conditions.environments import Environments
from chunkwise.errors import ChunkwiseError, ScenarioError, StoreError
from chunkwise.events import Model
from chunkwise.examples.condition import Condition, Fact, expanded, said
from chunkwise.examples.example import Example, held
from chunkwise.examples.store import digest_of, reason, renew

SCHEMA = 1
"""Raised whenever the meaning of a fact changes, or how runs are made."""

HINT = "Run `make conditions`, and read the difference before you commit it."


class Record(Model):
    """What one condition came to."""

    condition: Condition
    setting: str = ""
    """What the proxy's configuration calls itself."""
    ran_with: dict[str, str]
    """The packages that decide it, with the versions that were installed, and Python's."""
    facts: dict[Fact, str]
    events: tuple[str, ...] = Field(default=())
    """What happened in the lanes, in order: how it came about, for whoever reads the file."""


def file_of(example: Example) -> Path:
    return example.folder / "conditions.json"


def conditions(example: Example) -> tuple[Condition, ...]:
    """Return the conditions of an example: for each variant that is run elsewhere the plain run, then the others."""
    return tuple(expanded(example.scenario.condition))


def bare(condition: Condition) -> Condition:
    """Return a condition without what only its author says of it, so that a better sentence needs no new runs."""
    return condition.model_copy(update={"expects": {}, "note": ""})


def digest(example: Example, environments: Environments) -> str:
    """Digest what records depend on: programs, clients, conditions, configurations, pins and how runs are made."""
    parts: list[object] = [SCHEMA]
    for condition in conditions(example):
        run = example.runs[condition.variant]
        client = run.scenario.client[0].model_dump(mode="json", exclude={"page"})
        for act in client["script"]:
            if act["reconnect"] is None:  # Newer than the first records, and no reason to make them again.
                del act["reconnect"]
        text = proxies.configuration(example, condition) if condition.proxy else ""
        parts.append(
            [bare(condition).model_dump(mode="json"), run.source, client, text, *environments.pins_of(condition)]
            + ([run.modules] if run.modules else [])
        )
    return digest_of(json.dumps(parts))


def load(example: Example, *, stale: bool = False) -> tuple[Record, ...]:
    """Return the committed records of an example, the plain run of each variant first; stale ones only if asked for.

    Raises:
        StoreError: There are none, or they are stale, damaged or changed by hand.
    """
    return _read(example, stale=True) if stale else _held(example, _stamp(example))


def places(example: Example) -> dict[str, dict[str, dict[str, str]]]:
    """Return the facts by variant and by place: a proxy's configuration, else the server, or "plain"."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for one in load(example):
        condition = one.condition
        place = "plain" if condition.is_plain else condition.configuration or condition.server
        found.setdefault(condition.variant, {}).setdefault(place, dict(one.facts))
    return found


def _stamp(example: Example) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file changes that the records of an example depend on."""
    files = [Environments(example.root).file, *sorted(example.folder.rglob("*"))]
    found = []
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue  # Whoever reads it says so.
        found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)


@lru_cache(maxsize=256)
def _held(example: Example, stamp: object) -> tuple[Record, ...]:
    """The records, looked at once for as long as no file changes: a page asks for them at each table and stage."""
    return _read(example, stale=False)


def _read(example: Example, *, stale: bool) -> tuple[Record, ...]:
    file = file_of(example)
    try:
        data = json.loads(held(file).read_text("utf-8"))
        if not isinstance(data, dict) or not {"depends_on", "digest", "conditions"} <= data.keys():
            raise ValueError("a part of it is missing")
        fits = data["digest"] == digest_of(json.dumps(data["conditions"]))
        records = tuple(Record.model_validate(one) for one in data["conditions"])
    except FileNotFoundError:
        raise StoreError("the conditions have not been recorded yet", file=file, hint=HINT) from None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise StoreError(
            f"this record of conditions is damaged: {reason(error)}", file=file, line=line, hint=HINT
        ) from None
    if not fits:
        raise StoreError("these conditions were changed by hand: the digest doesn't match", file=file, hint=HINT)
    if not stale and data["depends_on"] != digest(example, Environments(example.root)):
        what = "these conditions are stale: a program, scenario.toml, a configuration or a version has changed since"
        raise StoreError(what, file=file, hint=HINT)
    if not stale:
        _hold(example, records)
    return records


def _hold(example: Example, records: tuple[Record, ...]) -> None:
    """Make sure that what the scenario expects is what was recorded."""
    plain: dict[str, Record] = {}
    for condition, record in zip(conditions(example), records, strict=True):
        usual = plain.setdefault(condition.variant, record)
        if lines := surprises(condition, usual.facts, record.facts):
            what = "\n  ".join([f"{said(condition)} is not as this scenario expects", *lines])
            hint = "Correct what the scenario expects, or find out why the result changed."
            raise ScenarioError(what, file=example.scenario_file, line=line_of_condition(example, condition), hint=hint)


def line_of_condition(example: Example, condition: Condition) -> int:
    """Return the line of the table that a condition comes from."""
    for index, table in enumerate(example.scenario.condition):
        if any(one.place == condition.place for one in table.each()):
            return example.line_in_scenario("condition", index)
    return example.line_in_scenario("condition")


def save(example: Example, records: Iterable[Record]) -> bool:
    """Write the records of an example whole or not at all; say whether the file has changed."""
    return renew(file_of(example), dumps(example, records))


def dumps(example: Example, records: Iterable[Record]) -> str:
    """Return the canonical text of records."""
    body = [record.model_dump(mode="json", exclude_defaults=True) for record in records]
    head = {"schema": SCHEMA, "depends_on": digest(example, Environments(example.root))}
    data = {**head, "digest": digest_of(json.dumps(body)), "conditions": body}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def unusable(examples: Iterable[Example]) -> Iterator[ChunkwiseError]:
    """Find the examples with conditions whose records cannot be used, and say why."""
    for example in examples:
        try:
            found = conditions(example)
        except ChunkwiseError:
            continue  # which whoever needs the scenario tells
        try:
            if found:
                load(example)
        except ChunkwiseError as error:
            yield error
