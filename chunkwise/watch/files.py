"""Files that a watch writes: the recording, a page of it, and the formats that other tools read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chunkwise.errors import WatchError
from chunkwise.events import Recording


@dataclass(frozen=True)
class Files:
    """Where to write what; None for what nobody asked for."""

    recording: Path | None = None
    page: Path | None = None
    har: Path | None = None
    trace: Path | None = None

    def check(self) -> None:
        """Find out before anything is run that a file can't be written, or would be written twice.

        Raises:
            WatchError: Its folder is not there, or two options name the same file.
        """
        for option, file in self._named():
            if [one for _, one in self._named()].count(file) > 1:
                raise WatchError(f"{option} and another option write {file}", hint="Give each a path of its own.")
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
        # Imported when it is needed: who asked for no file, and whose program starts meanwhile, does not wait for it.
        from importlib.metadata import version

        from chunkwise.examples import store
        from chunkwise.watch.har import har
        from chunkwise.watch.trace import trace

        made: dict[str, Callable[[], str]] = {
            "--json": lambda: recording.model_dump_json(exclude_defaults=True, indent=1) + "\n",
            "--html": lambda: page,
            "--har": lambda: _lines(har(recording, ended - _took(recording), version("chunkwise"))),
            "--trace": lambda: _lines(trace(recording)),
        }
        for option, file in self._named():
            if file.exists() and not file.is_file():  # a pipe, or a terminal
                file.write_text(made[option](), "utf-8")
            else:
                store.write(file, made[option]())

    def _named(self) -> Iterator[tuple[str, Path]]:
        options = {"--json": self.recording, "--html": self.page, "--har": self.har, "--trace": self.trace}
        yield from ((option, file) for option, file in options.items() if file is not None)


def now() -> datetime:
    return datetime.now(UTC)


def _took(recording: Recording) -> timedelta:
    from chunkwise.watch.rows import asked_at

    last = next((event.at or 0.0 for event in reversed(recording.events)), 0.0)
    return timedelta(milliseconds=last - asked_at(recording.events))


def _lines(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
