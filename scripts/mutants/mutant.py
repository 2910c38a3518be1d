"""One change, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A change and the question whether it is noticed.

    ``name`` says where and what, and stays the same as long as that place does. ``is_noticed`` tries it.
    """

    kind: str
    name: str
    is_noticed: Callable[[], bool]


def spliced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def numbered(names: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Tell equal names apart by a number behind them."""
    seen: dict[str, int] = {}
    for name, text in names:
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), text
