"""Files that a watch writes: the recording, a page of it, and the formats that other tools read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chunkwise.errors import WatchError
from chunkwise.events import Recording
from chunkwise.examples import store
from chunkwise.watch.har import har
from chunkwise.watch.rows import asked_at
from chunkwise.watch.trace import trace


@dataclass(frozen=True)
class Files:
    """Where to write what; None for what nobody asked for."""

    recording: Path | None = None
    page: Path | None = None
    har: Path | None = None
    trace: Path | None = None

    def check(self) -> None:
        """Find out before anything is run that a file can't be written.

        Raises:
            WatchError: Its folder is not there.
        """
        for option, file in self._named():
            if not file.parent.is_dir():
                what = f"{option} cannot write {file}: there is no folder {file.parent}"
                raise WatchError(what, hint="Make it, or give another path.")

    def write(self, recording: Recording, page: str, ended: datetime) -> None:
        """Write all but what nobody asked for.

        Args:
            page: The page of the run, as HTML.
            ended: When the run ended, with its time zone: a recording knows no dates.

        Raises:
            StoreError: A file cannot be written.
        """
        for _, file in self._named():
            text = self._text(file, recording, page, ended)
            if file.exists() and not file.is_file():  # a pipe, or a terminal
                file.write_text(text, "utf-8")
            else:
                store.write(file, text)

    def _named(self) -> Iterator[tuple[str, Path]]:
        options = {"--json": self.recording, "--html": self.page, "--har": self.har, "--trace": self.trace}
        yield from ((option, file) for option, file in options.items() if file is not None)

    def _text(self, file: Path, recording: Recording, page: str, ended: datetime) -> str:
        if file == self.page:
            return page
        if file == self.recording:
            return recording.model_dump_json(exclude_defaults=True, indent=1) + "\n"
        if file == self.trace:
            return _lines(trace(recording))
        took = timedelta(milliseconds=_last(recording) - asked_at(recording.events))
        return _lines(har(recording, ended - took, version("chunkwise")))


def now() -> datetime:
    return datetime.now(UTC)


def _last(recording: Recording) -> float:
    return next((event.at or 0.0 for event in reversed(recording.events)), 0.0)


def _lines(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
