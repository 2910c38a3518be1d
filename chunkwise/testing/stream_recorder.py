"""Recorder of a test suite: runs an application for one request, in a process that is a copy of the test's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from chunkwise.engine.app_loader import is_asgi
from chunkwise.errors import WatchError
from chunkwise.testing.forked import Forked
from chunkwise.testing.named import Named
from chunkwise.testing.proof import table
from chunkwise.testing.recorded import StreamRecording
from chunkwise.watch.job import Job
from chunkwise.watch.process import Process
from chunkwise.watch.request import of_words
from chunkwise.watch.target import split

SECONDS = 10.0
POLL = 0.02

OPTIONS = {
    ", or raise --max-events": "",
    "--hang-up-after": "hang_up_after",
    "--timeout": "timeout",
    "--follow": "follow",
}
"""Options of the command that hints speak of, and what they are called here."""


class StreamRecorder:
    """Records a request to an application: ``recording = stream_recorder(app, "GET /chat?q=hi")``.

    It is the pytest fixture ``stream_recorder``. Call it in the same way in a plain ``def test_…`` and in an ``async``
    one. Uvicorn serves the application on ``127.0.0.1``, with its lifespan, and one client sends the request. That
    happens in a copy of the test's process (``os.fork``), which has the test's dependency overrides and patched names.
    The test does not see what the application changes in the copy, such as a list that the test made: assert on the
    recording. After each message the server waits until the client has read it, so that the order of both is the same
    each time.

    Args:
        root: The folder whose files are followed, line by line; the fixture takes pytest's root folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(
        self,
        app: Any,
        request: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: str | None = None,
        hang_up_after: int | None = None,
        watch: Iterable[str] = (),
        follow: Path | str | None = None,
        timeout: float = SECONDS,
        show_secrets: bool = False,
    ) -> StreamRecording:
        """Run the application for one request, and return what happened.

        Args:
            app: The ASGI application, or where it is, as ``"app.main:app"``. The second is imported in a new process.
            request: Its method and path, such as ``"GET /chat?q=hi"``.
            headers: The request's headers.
            data: The request's body.
            hang_up_after: The client leaves after so many pieces; None lets it read to the end.
            watch: Names of variables whose values are kept.
            follow: The folder whose files are followed, in place of pytest's root folder.
            timeout: Seconds that the request may take.
            show_secrets: Whether passwords, tokens, keys and cookies are left unmasked.

        Raises:
            WatchError: It is no application, no request, or the run came to no end.
        """
        __tracebackhide__ = True
        lines = [f"{name}: {value}" for name, value in (headers or {}).items()]
        asked = of_words(request, lines, data)
        module, attribute = split(app) if isinstance(app, str) else ("", "")
        job = Job(
            module=module,
            attribute=attribute,
            folder=str(self._root),
            follow=str(Path(follow or self._root).resolve()),
            request=asked,
            hang_up_after=hang_up_after,
            watch=tuple(watch),
            seconds=timeout,
            show_secrets=show_secrets,
        )
        with self._process(job, app) as process:
            while process.end is None:
                process.take(POLL)
            recording, end = process.received.recording, process.end
        if end.kind in ("whole", "lingered"):
            return StreamRecording(recording, whole=end.kind == "whole")
        file = Path(job.follow) / end.file if end.file is not None else None
        error = WatchError(end.what, file=file, line=end.line, hint=_here(end.hint or ""))
        if recording.events:
            error.add_note("\n".join(["Up to then:", *table(recording)]))
        raise error

    def _process(self, job: Job, app: Any) -> Process:
        if isinstance(app, str):
            return Named(job)
        if not is_asgi(app):
            what = f"stream_recorder was given no ASGI application, but an object of the class {type(app).__name__}"
            raise WatchError(what, hint='Give the application, such as `app = FastAPI()`, or "app.main:app".')
        if not hasattr(os, "fork"):
            what = "stream_recorder needs os.fork, which this system does not have"
            raise WatchError(what, hint="Run these tests on Linux or macOS; on Windows, in WSL or a container.")
        return Forked(job, app)


def _here(hint: str) -> str:
    """Return what the command's hint says, for a caller in Python."""
    for option, argument in OPTIONS.items():
        hint = hint.replace(option, argument)
    return hint
