"""Rows of a table of conditions: where each run took place, its facts, and which of them are not the plain run's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chunkwise.conditions.against_plain import differing
from chunkwise.conditions.records import Record
from chunkwise.examples.condition import TEST_CLIENTS, Condition
from chunkwise.views.stage import Elsewhere

HEADS = {
    "status": "Status",
    "head": "Head",
    "pieces": "Pieces arrive",
    "end": "Response",
    "program": "The program",
    "order": "In this order",
    "upstream": "The proxy asks with",
}
"""The columns, by the names of the facts."""

NAMES = {
    "uvicorn": "Uvicorn",
    "hypercorn": "Hypercorn",
    "granian": "Granian",
    "gunicorn": "Gunicorn",
    "uvicorn-worker": "uvicorn-worker",
    "testclient": "TestClient",
    "asgitransport": "httpx.ASGITransport",
    "fastapi": "FastAPI",
    "starlette": "Starlette",
    "nginx": "nginx",
    "caddy": "Caddy",
    "haproxy": "HAProxy",
}


PLAIN = "Uvicorn, asyncio, as recorded"


@dataclass(frozen=True)
class Row:
    """One condition as a table shows it."""

    place: str
    """Where the run took place, in the fewest words that tell it from the others, but for the event loop."""
    loop: str
    """The event loop, where it is one of several."""
    versions: str
    """Exactly what was installed."""
    facts: dict[str, str]
    differs: frozenset[str]
    """The facts that are other ones than the first row's."""
    note: str
    """Why it is so, as the scenario's author says."""

    @property
    def label(self) -> str:
        return ", ".join(filter(None, (self.place, self.loop)))


def rows(conditions: Sequence[Condition], records: Sequence[Record], variant: str) -> tuple[Row, ...]:
    """Return the rows of a variant, the plain run first."""
    pairs = zip(conditions, records, strict=True)
    own = [(condition, record) for condition, record in pairs if condition.variant == variant]
    return tuple(
        Row(
            *where(record),
            versions(record),
            dict(record.facts),
            frozenset(differing(own[0][1].facts, record.facts)),
            condition.note,
        )
        for condition, record in own
    )


def where(record: Record) -> tuple[str, str]:
    """Name what is other than on plain Uvicorn, and the event loop, which may be empty."""
    condition = record.condition
    if condition.is_plain:
        return PLAIN, ""
    pins = (one.partition("==") for one in condition.versions)
    parts = [f"{NAMES.get(name, name)} {number}" for name, _, number in pins]
    if condition.proxy:
        parts.insert(0, f"{NAMES[condition.proxy]}, {record.setting}")
    if condition.server != "uvicorn" or not parts:
        parts.insert(0, NAMES[condition.server])
    if condition.http:
        parts.append(condition.http)
    if condition.loop != "asyncio":
        return ", ".join(parts), f"uvloop {record.ran_with.get('uvloop', '')}".strip()
    says_loop = not condition.proxy and not condition.versions and condition.server not in TEST_CLIENTS
    return ", ".join(parts), "asyncio" if says_loop else ""


def versions(record: Record) -> str:
    """List what was installed, as a line under a table does."""
    return ", ".join(
        f"{NAMES.get(name, name.capitalize() if name == 'python' else name)} {number}"
        for name, number in record.ran_with.items()
    )


@dataclass(frozen=True)
class Group:
    """The conditions that came to the same, which a table shows in one row."""

    labels: tuple[str, ...]
    row: Row


def grouped(table: Sequence[Row], names: Sequence[str]) -> tuple[Group, ...]:
    """Put rows together whose facts in ``names`` are the same, and why they are so; the plain run's group is first."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in table:
        key = (*(row.facts.get(name, "") for name in names), row.note if row.differs & set(names) else "")
        groups.setdefault(key, []).append(row)
    return tuple(Group(_together(rows), rows[0]) for rows in groups.values())


def _together(table: Sequence[Row]) -> tuple[str, ...]:
    """Name the places of rows, each once with its event loops."""
    loops: dict[str, list[str]] = {}
    for row in table:
        loops.setdefault(row.place, []).append(row.loop)
    return tuple(", ".join(filter(None, (place, " and ".join(some)))) for place, some in loops.items())


def notes(table: Sequence[Row]) -> tuple[str, ...]:
    """Return the sentences that rows have, each once, in the order of the rows."""
    return tuple(dict.fromkeys(row.note for row in table if row.note))


def known(table: Sequence[Row]) -> tuple[str, ...]:
    """Return the facts that any row has, in the order of the columns."""
    return tuple(name for name in HEADS if any(name in row.facts for row in table))


def columns(table: Sequence[Row], only: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the facts to show: those named, else those that differ somewhere, else all."""
    some = tuple(name for name in known(table) if any(name in row.differs for row in table))
    return tuple(only) if only else some or known(table)


def elsewhere(table: Sequence[Row]) -> tuple[Elsewhere, ...]:
    """Say of each row what its facts are, the plain run first. In a sentence what differs comes first."""
    said = []
    for row in table:
        names = sorted((name for name in HEADS if name in row.facts), key=lambda name: name not in row.differs)
        facts = [f"{HEADS[name]}: {row.facts[name]}" for name in names]
        # Where nothing separates the pieces in time, nobody can say whether they came apart.
        unasked = [] if "pieces" in row.facts else ["How the pieces arrive wasn't measured here"]
        note = [row.note.rstrip(".")] if row.differs and row.note else []
        said.append(Elsewhere(row.label, ". ".join([*facts, *unasked, *note]) + ".", not row.differs))
    return tuple(said)
