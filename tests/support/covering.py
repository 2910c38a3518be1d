"""Covering sets: as few runs as show every kind of event and every pair of kinds that follow one another.

All runs are recorded anew once and run in the page's engine once. What is slower, which is the other tracer's backend,
the other Pythons and a real browser, takes a covering set in `make test` and all runs in `make test-all`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from _pytest.mark.structures import ParameterSet

from chunkwise.events import CodeEvent, Event
from chunkwise.examples.example import Run
from tests.support.in_page import RUNS, committed, name

Kind = tuple[str, ...]

everything = pytest.mark.everything
"""On a test that `make test` leaves to `make test-all`."""


def kind(event: Event) -> Kind:
    """Return what an engine tells events apart by: the lane and the kind, and for code where it runs."""
    if isinstance(event, CodeEvent):
        return event.lane, event.kind, event.thread, "generator" if event.generator else "function"
    return event.lane, event.kind, getattr(event, "type", "")


def shown(run: Run) -> set[Kind | tuple[Kind, Kind]]:
    """Return the kinds and the pairs of kinds in the committed recording of a run."""
    kinds = [kind(event) for event in committed(run.example)[run.name].events]
    return {*kinds, *pairwise(kinds)}


def covering(runs: Sequence[Run]) -> list[Run]:
    """Choose runs that show all that ``runs`` show; greedily, by what each adds for the events that it costs."""
    shows = {index: shown(run) for index, run in enumerate(runs)}
    costs = {index: 30 + len(committed(run.example)[run.name].events) for index, run in enumerate(runs)}
    left = set[object]().union(*shows.values())
    chosen = []
    while left:
        best = max(shows, key=lambda index: len(shows[index] & left) / costs[index])
        chosen.append(best)
        left -= shows.pop(best)
    return [runs[index] for index in sorted(chosen)]


def covered_first(runs: Sequence[Run]) -> list[ParameterSet]:
    """Return all runs as parameters of a test, those outside the covering set for `make test-all` alone."""
    chosen = {name(run) for run in covering(runs)}
    return [pytest.param(run, id=name(run), marks=() if name(run) in chosen else everything) for run in runs]


def examples(runs: Iterable[Run]) -> list[str]:
    """Return the names of the examples that the runs are of, in order."""
    return sorted({run.example.name for run in runs})


LOCK_STEP = [run for run in RUNS if run.scenario.clock == "lock-step"]
"""Every run that must come out the same, event by event, wherever it is made."""


if __name__ == "__main__":
    print(*examples(covering(LOCK_STEP)))
