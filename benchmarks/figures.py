"""One measured figure and the bound it is held to."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, how much it is, and how much it may be at most."""

    what: str
    value: float
    bound: float
    unit: str = "x"

    @property
    def holds(self) -> bool:
        return self.value <= self.bound

    def __str__(self) -> str:
        verdict = "ok" if self.holds else "TOO MUCH"
        return f"{self.what}: {self.value:.2f} {self.unit} (at most {self.bound:g} {self.unit}) {verdict}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes on the wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(works: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Time several kinds of work in turn, A B A B …, so that a slow moment of the machine meets them all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for kept, work in zip(times, works, strict=True):
            kept.append(seconds(work))
    return times


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios, pair by pair."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
