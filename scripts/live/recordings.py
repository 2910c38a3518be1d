"""Recordings while someone writes: examples are recorded as soon as they change, and why one can't be is kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from chunkwise.errors import ChunkwiseError
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples, misplaced
from chunkwise.recording.recorder import Recorder

EXAMPLES = Path("examples")


class Recordings:
    """Keeps the recorder warm, so that an example's edit shows about as soon as a page's.

    Args:
        recorder: Who records.
    """

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.failures: dict[str, ChunkwiseError] = {}
        """Why an example has no recording of now, by its name."""
        self._written: dict[str, int] = {}

    def renew(self, names: Iterable[str] | None = None) -> None:
        """Record what is stale among the named examples, or among all."""
        for name in [*self.failures] if names is None else names:
            self.failures.pop(name, None)
        for example in find_examples(EXAMPLES):
            if names is None or example.name in names:
                try:
                    self._renew(example)
                except ChunkwiseError as error:
                    self.failures[example.name] = error
        if names is None or any(not (EXAMPLES / name / "app.py").is_file() for name in names):
            self._look_for_misplaced()

    def is_own(self, path: str) -> bool:
        """Whether the file is as it was written here, so that nobody else has changed it."""
        return path in self._written and Path(path).is_file() and Path(path).stat().st_mtime_ns == self._written[path]

    def _renew(self, example: Example) -> None:
        try:
            store.load(example)
        except ChunkwiseError:
            store.save(example, self.recorder.record_all(example))
            file = example.recording_file
            self._written[file.as_posix()] = file.stat().st_mtime_ns

    def _look_for_misplaced(self) -> None:
        for error in misplaced(EXAMPLES):
            self.failures[str(error.file)] = error
