"""Scenarios in, recordings out: the one place that asks for a run.

Each run has a fresh process of its own, forked from one that is kept warm, and ends within the scenario's limits
whatever its program does.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError

from chunkwise.errors import RecordingError
from chunkwise.events import MAIN, CodeEvent, Recording
from chunkwise.examples.example import Example, Run
from chunkwise.recording.browser_process import BrowserProcess
from chunkwise.recording.extra import need_the_extra


class Recorder:
    """Records runs, one after the other; a context manager, because it keeps a process.

    Args:
        backend: The tracer's backend by name, for tests and measurements; the preferred one of this Python otherwise.
    """

    def __init__(self, backend: str | None = None) -> None:
        self._backend = backend
        self._server: subprocess.Popen[str] | None = None
        self._browser = BrowserProcess()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._browser.end()
        self._end()

    @property
    def process(self) -> int | None:
        """The fork server's process, while there is one."""
        return self._server.pid if self._server is not None else None

    def record(self, run: Run, *, promised: bool = True) -> Recording:
        """Run one scenario or variant.

        Args:
            run: What to record.
            promised: Whether it is a mistake to do something else than the scenario promises. For what a reader wrote
                it is not: how the run differs is what they are to be told.

        Raises:
            RecordingError: The program could not be loaded, did not end within its limits, or did something else than
                its scenario promises.
        """
        file = run.example.app.resolve()
        job = {
            "file": str(file),
            "source": run.source,
            "modules": run.modules,
            "upstream": run.upstream,
            "page": run.page,
            "browser": self._browser.port() if run.page is not None else None,
            "scenario": run.scenario.model_dump(mode="json", exclude={"variants"}, exclude_defaults=True),
            "backend": self._backend,
            "promised": promised,
        }
        answer = self._ask(json.dumps(job))
        prefix = "" if run.name == MAIN else f"in the variant {run.name!r}: "
        if "error" in answer:
            told = answer["error"]
            if told["at"]:
                raise _in_scenario(run, tuple(told["at"]), prefix + told["what"], told["hint"])
            where = run.example.folder / os.path.relpath(file.parent / told["file"], file.parent)
            raise RecordingError(prefix + told["what"], file=where, line=told["line"], hint=told["hint"])
        try:
            recording = Recording.model_validate(answer["recording"])
        except (KeyError, ValidationError):
            what = f"{prefix}the program wrote to a file of the recorder"
            raise RecordingError(
                what, file=run.example.app, hint="Make it write only to files that it opened."
            ) from None
        if promised:
            self._hold_to_watch(run, recording, prefix)
        return recording

    def record_all(self, example: Example) -> dict[str, Recording]:
        """Record a scenario and its variants, by name."""
        return {name: self.record(run) for name, run in example.runs.items()}

    def _hold_to_watch(self, run: Run, recording: Recording, prefix: str) -> None:
        seen = {name for event in recording.events if isinstance(event, CodeEvent) for name in event.names}
        for index, name in enumerate(run.scenario.watch):
            if name not in seen and self._backend != "none":
                what = f"{prefix}the watched name {name!r} never appeared in a function of the program"
                raise _in_scenario(run, ("watch", index), what, "Correct its spelling, or remove it.")

    def _ask(self, question: str) -> dict[str, Any]:
        if self._server is None:
            need_the_extra()
            # A session of its own, so that Ctrl-C ends the recorder in an orderly way and not its server first.
            self._server = subprocess.Popen(
                [sys.executable, "-m", "chunkwise.recording.forkserver"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        try:
            self._server.stdin.write(question + "\n")
            self._server.stdin.flush()
            answer = self._server.stdout.readline()
        except BrokenPipeError:
            answer = ""
        try:
            told = json.loads(answer)
        except ValueError:
            self._end()
            raise RecordingError(
                "the recorder's own process ended", hint="Run it again. If it ends again, report it."
            ) from None
        return told if isinstance(told, dict) else {}

    def _end(self) -> None:
        if self._server is None:
            return
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()
        self._server = None


def _in_scenario(run: Run, path: tuple[str | int, ...], what: str, hint: str) -> RecordingError:
    """Return an error at the place in the scenario that a run took this value from."""
    variant = run.example.scenario.variants.get(run.name)
    if variant is not None and getattr(variant, str(path[0]), None) is not None:
        path = ("variants", run.name, *path)
    line = run.example.line_in_scenario(*path)
    return RecordingError(what, file=run.example.scenario_file, line=line, hint=hint)
