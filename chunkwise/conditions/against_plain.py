"""Comparison of conditions: what differs from the plain run, and whether that is what the scenario expects."""

from __future__ import annotations

from collections.abc import Mapping

from chunkwise.examples.condition import FACTS, UPSTREAM, Condition

NONE = "none"
"""A fact that a run does not have."""
COMPARED = tuple(name for name in FACTS if name != UPSTREAM)


def differing(plain: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """Return the facts of a run that are other ones than the plain run's."""
    return {name: found.get(name, NONE) for name in COMPARED if found.get(name, NONE) != plain.get(name, NONE)}


def surprises(condition: Condition, plain: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Say how a run is other than its scenario expects, in one line for each fact."""
    lines = []
    for name in COMPARED:
        usual, here, expected = plain.get(name, NONE), found.get(name, NONE), condition.expects.get(name)
        if expected is not None and here != expected:
            lines.append(f'{name}: expected "{expected}", and it is "{here}"')
        elif expected is not None and here == usual:
            lines.append(f'{name}: expected to differ, and it is "{here}" on plain Uvicorn too')
        elif expected is None and here != usual:
            lines.append(f'{name}: "{usual}" on plain Uvicorn, and here "{here}"')
    return lines
