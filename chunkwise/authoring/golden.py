"""Golden tables: the steps of an example as its author has read them over, so that a change of a word is noticed.

A project that keeps them has a folder for them, and a test that compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from chunkwise.events import Recording
from chunkwise.examples import store
from chunkwise.views.steps import steps

FOLDER = Path("tests/cases/steps")


def file_of(example: str, folder: Path = FOLDER) -> Path:
    """Return where the tables of an example are kept."""
    return folder / f"{example.replace('/', '.')}.txt"


def text_of(recordings: Mapping[str, Recording]) -> str:
    """Return the tables of an example's recordings, a row on a line."""
    tables = []
    for name, recording in recordings.items():
        rows = (f"{s.number} {s.name} | {s.action} | {s.state} | {s.yielded} | {s.received}" for s in steps(recording))
        tables.append("\n".join((f"[{name}]", *rows)) + "\n")
    return "\n".join(tables)


def save(example: str, recordings: Mapping[str, Recording], folder: Path = FOLDER) -> Path | None:
    """Write the tables of an example, in a project that keeps them; return the file."""
    if not folder.is_dir():
        return None
    store.write(file_of(example, folder), text_of(recordings))
    return file_of(example, folder)
