"""Comparison of a committed recording with a new one: what of it still stands, and what the program does otherwise."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from chunkwise.errors import StoreError
from chunkwise.events import Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder
from chunkwise.views.comparable import comparable


def check(example: Example, recorder: Recorder) -> None:
    """Record an example anew and compare.

    Raises:
        StoreError: The program does something else than what is committed.
    """
    committed = store.load(example)
    anew = settled(committed, recorder.record_all(example))
    expected = example.recording_file.read_text("utf-8")
    found = store.dumps(example, anew)
    if found != expected:
        old, new = expected.split("\n"), found.split("\n")
        changes = list(difflib.unified_diff(old, new, "committed", "now", lineterm="", n=0))
        shown = "\n  ".join(line[:160] for line in changes[2:14])
        both = zip([*old, ""], [*new, ""], strict=False)
        line = next((n for n, (a, b) in enumerate(both, 1) if a != b), 1)
        raise StoreError(
            f"the program now behaves differently\n  {shown}", file=example.recording_file, line=line, hint=store.HINT
        )


def settled(committed: Mapping[str, Recording], anew: Mapping[str, Recording]) -> dict[str, Recording]:
    """Let a committed free run stand where all that can be compared is the same: no two are so byte for byte."""
    return {
        name: committed[name] if comparable(committed[name]) == comparable(found) else found
        for name, found in anew.items()
    }
