"""Covering set of conditions: as few as run every server, loop, proxy, version and kind of fact once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chunkwise.conditions.environments import BINARIES
from chunkwise.conditions.records import Record
from chunkwise.examples.condition import Condition
from chunkwise.examples.example import Example

Places = Mapping[tuple[object, ...], Record]


def shown(condition: Condition, record: Record) -> set[tuple[str, str]]:
    """Return what a condition shows: where it runs, its facts, and those that its author expects to differ there."""
    parts = [("server", condition.server), ("loop", condition.loop), ("http", condition.http or "")]
    parts += [("proxy", f"{condition.proxy} {condition.configuration}")] if condition.proxy else []
    parts += [("versions", " ".join(condition.versions))]
    parts += record.facts.items()
    parts += [(f"{condition.proxy or condition.server} {name}", fact) for name, fact in condition.expects.items()]
    return set(parts)


def covering(
    wanted: Sequence[tuple[Example, Condition]], committed: Mapping[str, Places]
) -> list[tuple[Example, Condition]]:
    """Choose conditions that show all that ``wanted`` show, each time the one that adds most.

    Proxies that no package index has are left out: not every machine may install them.
    """
    shows = {
        index: shown(condition, committed[example.name][condition.place])
        for index, (example, condition) in enumerate(wanted)
        if condition.proxy is None or condition.proxy in BINARIES
    }
    left = set[tuple[str, str]]().union(*shows.values())
    chosen = []
    while left:
        best = max(shows, key=lambda index: len(shows[index] & left))
        chosen.append(best)
        left -= shows.pop(best)
    return [wanted[index] for index in sorted(chosen)]
