"""One family of errors, because an author fixes a mistake faster when every message has the same shape.

A message names the file, the line, what is wrong and how to mend it, and fits on one screen, whatever it quotes.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "ChunkwiseError",
    "ExpressionError",
    "LimitError",
    "PageError",
    "RecordingError",
    "ScenarioError",
    "StoreError",
    "WatchError",
]

LINE_LIMIT = 300
"""Characters of each line of a message that are shown; a quoted value may have any number."""

LINES_LIMIT = 20
"""Lines of a message that are shown."""


class ChunkwiseError(Exception):
    """A mistake that an author can correct.

    Args:
        what: One sentence that says what is wrong.
        file: The file to open. Shown relative to the current folder where it lies below it.
        line: The line to look at, counted from 1.
        hint: One sentence that says what to do about it.
    """

    def __init__(
        self, what: str, *, file: Path | None = None, line: int | None = None, hint: str | None = None
    ) -> None:
        self.what = what
        self.file = file
        self.line = line
        self.hint = hint
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ""
        if self.file is not None:
            where = _shown(self.file) + (f":{self.line}" if self.line else "") + ": "
        what = (where + self.what).split("\n")
        hint = [f"  {self.hint}"] if self.hint else []
        return "\n".join(printable(line[:LINE_LIMIT])[:LINE_LIMIT] for line in what[:LINES_LIMIT] + hint)


class ScenarioError(ChunkwiseError):
    """An example folder, its ``app.py`` or its ``scenario.toml`` cannot be used as it stands."""


class RecordingError(ChunkwiseError):
    """A scenario ran, but not to an end that can be recorded."""


class LimitError(RecordingError):
    """A run used up more of something than its scenario allows."""


class StoreError(ChunkwiseError):
    """A committed recording is missing, stale, damaged or of another schema."""


class WatchError(ChunkwiseError):
    """An application cannot be watched as its author asked, or its run did not end by itself."""


class ExpressionError(ChunkwiseError):
    """A quiz key or the check of a task cannot be read, or asks for something that does not exist."""


class PageError(ChunkwiseError):
    """A page names something that does not exist, or has a directive that cannot be understood."""


def line_of(text: str, needle: str) -> int | None:
    """Return the first line of ``text``, counted from 1, that holds ``needle``."""
    for number, line in enumerate(text.split("\n"), start=1):
        if needle in line:
            return number
    return None


def printable(text: str) -> str:
    """Return ``text`` with what a terminal would obey, or could not show, written as escapes."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "backslashreplace").decode() for char in text
    )


def _shown(file: Path) -> str:
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(file)
