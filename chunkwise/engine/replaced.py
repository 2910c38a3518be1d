"""Attributes of other modules, replaced for as long as a run lasts and then put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def replaced(values: Iterable[tuple[Any, str, Any]]) -> Iterator[None]:
    """Give each owner's attribute of that name the value, and back its own at the end, whatever happens.

    Raises:
        AttributeError: An owner has no such attribute; then nothing is replaced.
    """
    new = list(values)
    was = [(owner, name, getattr(owner, name)) for owner, name, _ in new]
    try:
        for owner, name, value in new:
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in was:
            setattr(owner, name, value)
