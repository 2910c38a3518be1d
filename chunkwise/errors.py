"""One family of errors, because an author fixes a mistake faster when every message has the same shape.

A message names the file, the line, what is wrong and how to mend it, and fits on one screen.
"""

from __future__ import annotations

from pathlib import Path


class ChunkwiseError(Exception):
    """Something an author can mend.

    Args:
        what: One sentence that says what is wrong.
        file: The file to open. Shown relative to the current folder where it lies below it.
        line: The line to look at, counted from 1.
        mend: One sentence that says what to do about it.
    """

    def __init__(
        self, what: str, *, file: Path | None = None, line: int | None = None, mend: str | None = None
    ) -> None:
        self.what = what
        self.file = file
        self.line = line
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ""
        if self.file is not None:
            where = _shown(self.file) + (f":{self.line}" if self.line else "") + ": "
        return where + self.what + (f"\n  {self.mend}" if self.mend else "")


class ScenarioError(ChunkwiseError):
    """An example folder, its ``app.py`` or its ``scenario.toml`` cannot be used as it stands."""


class RecordingError(ChunkwiseError):
    """A scenario ran, but not to an end that can be recorded."""


class StoreError(ChunkwiseError):
    """A committed recording is missing, stale, damaged or of another schema."""


class PageError(ChunkwiseError):
    """A page names something that does not exist, or asks for it in a way that nothing understands."""


def line_of(text: str, needle: str) -> int | None:
    """Return the first line of ``text``, counted from 1, that holds ``needle``."""
    for number, line in enumerate(text.splitlines(), start=1):
        if needle in line:
            return number
    return None


def _shown(file: Path) -> str:
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
