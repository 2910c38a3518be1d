"""Files that a watch writes: the recording, a page of it, and the formats that other tools read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chunkwise.errors import WatchError
from chunkwise.events import Recording

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan


@dataclass(frozen=True)
class Files:
    """Where to write what; None for what nobody asked for."""

    recording: Path | None = None
    page: Path | None = None
    har: Path | None = None
    trace: Path | None = None
    otel: Path | None = None
    otel_export: bool = False
    service: str = ""
    """The name of the service in OpenTelemetry's spans."""
    _made: list[ReadableSpan] = field(default_factory=list, repr=False)

    def check(self) -> None:
        """Find out before anything is run that a file can't be written, or would be written twice.

        Raises:
            WatchError: Its folder is not there, two options name the same file, or what makes it is not installed.
        """
        if self.otel is not None or self.otel_export:
            from chunkwise.watch import otel

            otel.need_the_extra("--otel" if self.otel is not None else "--otel-export")
        if self.otel_export:
            from chunkwise.watch import otel

            otel.exporters()
        for option, file in self._named():
            if [one for _, one in self._named()].count(file) > 1:
                raise WatchError(f"{option} and another option write {file}", hint="Give each a path of its own.")
            if not file.parent.is_dir():
                what = f"{option} cannot write {file}: there is no folder {file.parent}"
                raise WatchError(what, hint="Create the folder, or give another path.")

    def write(self, recording: Recording, page: str, ended: datetime) -> None:
        """Write all but what nobody asked for.

        Args:
            page: The page of the run, as HTML.
            ended: When the run ended, with its time zone: a recording knows no dates.

        Raises:
            StoreError: A file cannot be written.
        """
        # Imported when it is needed: who asked for no file, and whose program starts meanwhile, does not wait for it.
        from chunkwise import schema
        from chunkwise.examples import store
        from chunkwise.watch import otel
        from chunkwise.watch.har import har
        from chunkwise.watch.trace import trace

        began = ended - _took(recording)
        made: dict[str, Callable[[], str]] = {
            "--json": lambda: schema.dumps(recording),
            "--html": lambda: page,
            "--har": lambda: _lines(har(recording, began, _version())),
            "--trace": lambda: _lines(trace(recording)),
            "--otel": lambda: otel.otlp(self._spans(recording, began)),
        }
        for option, file in self._named():
            if file.exists() and not file.is_file():  # a pipe, or a terminal
                file.write_text(made[option](), "utf-8")
            else:
                store.write(file, made[option]())

    def export(self, recording: Recording, ended: datetime) -> None:
        """Send spans, if anybody asked for it; the same that are in the file.

        Raises:
            WatchError: An exporter does not take them.
        """
        if self.otel_export:
            from chunkwise.watch import otel

            otel.export(self._spans(recording, ended - _took(recording)), otel.exporters())

    def _spans(self, recording: Recording, began: datetime) -> Sequence[ReadableSpan]:
        from chunkwise.watch.spans import spans  # which imports the extra

        if not self._made:
            self._made.extend(spans(recording, began, self.service, _version()))
        return self._made

    def _named(self) -> Iterator[tuple[str, Path]]:
        options = {"--json": self.recording, "--html": self.page, "--har": self.har, "--trace": self.trace}
        options["--otel"] = self.otel
        yield from ((option, file) for option, file in options.items() if file is not None)


def now() -> datetime:
    return datetime.now(UTC)


def _version() -> str:
    from importlib.metadata import version

    return version("chunkwise")


def _took(recording: Recording) -> timedelta:
    from chunkwise.watch.rows import asked_at

    last = next((event.at or 0.0 for event in reversed(recording.events)), 0.0)
    return timedelta(milliseconds=last - asked_at(recording.events))


def _lines(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
