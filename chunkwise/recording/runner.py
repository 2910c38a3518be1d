"""One run from start to end, inside the process that was made for it and is thrown away afterwards.

``perform`` never returns: the run ends with a result, a named error, or the alarm, whichever is first, and with each
of them the process.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from chunkwise.engine.app_loader import load
from chunkwise.engine.client import ScriptedClient
from chunkwise.engine.event_log import Log
from chunkwise.engine.frames import Frames
from chunkwise.engine.jobs import job_here
from chunkwise.engine.locations import Place, files_of, has_timers, place_now, tasks_of
from chunkwise.engine.lockstep import LockStep
from chunkwise.engine.sameness import same_every_time
from chunkwise.engine.scheduler import TurnSelector
from chunkwise.engine.tap import ENDS, Tap, belongs_to_none, follow
from chunkwise.engine.tracing import backends
from chunkwise.engine.upstream import Upstream, load_upstream
from chunkwise.errors import RecordingError
from chunkwise.events import Recording
from chunkwise.examples.scenario import Scenario
from chunkwise.recording.browser import BrowserClient, in_order
from chunkwise.recording.confinement import confine
from chunkwise.recording.expectations import broken
from chunkwise.recording.freerun import FreeRun
from chunkwise.recording.sandbox import refuse_threads, set_bounds
from chunkwise.recording.server import connect, listen, serve
from chunkwise.recording.upstream_server import serve_in_thread, serve_upstream
from chunkwise.values import exception

STOPPED = "Remove what stops the event loop or the server."


@dataclass(frozen=True)
class RunSpec:
    """What a run needs to know, all of it plain data."""

    file: str
    source: str
    scenario: Scenario
    modules: Mapping[str, str] = field(default_factory=dict)
    """The texts of the program's other files, by their paths below the folder of ``file``."""
    upstream: str | None = None
    """The text of the program that plays what this one asks."""
    page: str | None = None
    """The text of the script that a browser runs, and ``browser`` the port of the process that has the browser."""
    browser: int | None = None
    backend: str | None = None
    """The tracer's backend; ``none`` runs the same without one, for measuring what tracing costs."""
    promised: bool = True
    """Whether the run has to do what its scenario promises."""

    @property
    def files(self) -> dict[str, str]:
        """All files of the program by their whole paths, with what events call them."""
        return files_of(self.file, self.modules)


class Runner:
    """Makes one run and hands what came of it to ``report``, which ends the process.

    It works in ``folder``, which is empty.
    """

    def __init__(
        self,
        spec: RunSpec,
        report: Callable[[Recording | RecordingError], NoReturn],
        folder: Path,
        trace_to: int | None = None,
    ) -> None:
        self.spec = spec
        self.report = report
        self.scenario = spec.scenario
        self.scheduler: LockStep | FreeRun = FreeRun() if spec.scenario.clock == "free" else LockStep()
        self.log = Log(spec.scenario.clock, spec.scenario.limits.events, self.give_up, self._passed)
        self._trace_to = trace_to
        self._folder = folder
        self._over = False
        self._served = False
        self._finishing = False
        self._upstream_at: socket.socket | None = None

    def _passed(self) -> float:
        return self.scheduler.passed if isinstance(self.scheduler, LockStep) else 0.0

    def perform(self) -> NoReturn:
        set_bounds(self.scenario.limits, self.give_up, self._out_of_time, self._trace_to)
        confine(self._folder, Path(self.spec.file).parent, self.give_up)
        real_sleep = time.sleep
        time.sleep = lambda seconds: self.scheduler.sleep(float(seconds), real_sleep)
        address = ""
        if self.spec.upstream is not None:
            self._upstream_at = listen(None)
            address = ":".join(map(str, self._upstream_at.getsockname()))
        os.environ.update(self.scenario.environment_at(address))
        with self._surroundings():
            self._perform()
        raise AssertionError("a run ends its process")

    def _surroundings(self) -> AbstractContextManager[None]:
        """Return what is the same in every run in lock-step. A free run has time and chance as they are."""
        scheduler = self.scheduler
        if not isinstance(scheduler, LockStep):
            return nullcontext()
        refuse_threads(self.spec.files, self.give_up)
        return same_every_time(lambda: scheduler.clock.now)

    def _perform(self) -> NoReturn:
        try:
            self._load_upstream()
            self.app = load(self.spec.file, self.spec.source, self.spec.modules)
        except RecordingError as error:
            self.give_up(error)
        self.tap = Tap(self.app, self.log, self.scheduler, self.scenario.limits.bytes)
        listener = listen(self.scenario.send_buffer)
        opened = partial(connect, listener, self.scenario.send_buffer)
        browser = self._browser(listener)
        scripted = [] if browser is not None else self.scenario.client
        self.scheduler.clients = [ScriptedClient(client, self.log, self.scheduler, opened) for client in scripted]
        if browser is not None:
            self.scheduler.clients.append(browser)
        self.scheduler.finish = self._finish
        self.scheduler.has_tasks = self._has_tasks
        self._trace()
        self.loop = asyncio.SelectorEventLoop(TurnSelector(self.scheduler))
        self._served = True
        why = ""
        try:
            serve(self.tap, listener, self.scheduler, self.loop, self._serve_upstream, browser)
        except BaseException as error:
            why = f": {exception(error)}"
        if self._finishing:
            self._report()
        self._hold_to_promises()
        self.give_up(RecordingError(f"the server stopped before the clients had finished{why}", hint=STOPPED))

    def _browser(self, listener: socket.socket) -> BrowserClient | None:
        if self.spec.page is None or self.spec.browser is None:
            return None
        return BrowserClient(
            self.scenario.client[0],
            self.log,
            self.scheduler,
            script=self.spec.page,
            host=self.spec.browser,
            address=listener.getsockname(),
        )

    def _load_upstream(self) -> None:
        if self.spec.upstream is None or self.scenario.upstream is None:
            return
        file = Path(self.spec.file).parent / self.scenario.upstream
        self.scheduler.upstream = Upstream(load_upstream(file, self.spec.upstream), self.log)

    async def _serve_upstream(self) -> None:
        upstream, listener = self.scheduler.upstream, self._upstream_at
        if upstream is None or listener is None:
            return
        upstream.follow(self.loop, listener.getsockname())
        if isinstance(self.scheduler, LockStep):
            await serve_upstream(upstream, listener)
        else:
            serve_in_thread(upstream, listener)

    def give_up(self, error: RecordingError) -> NoReturn:
        if error.file is None and not getattr(error, "at", ()):
            place = Place(self.spec.file, error.line) if error.line else self._place_now()
            error = RecordingError(error.what, file=Path(place.file), line=place.line, hint=error.hint)
        self._over = True
        self.report(error)

    def _finish(self) -> bool:
        """All is done. A program that runs something around all requests is let come to the end of that."""
        if self._finishing:
            return False
        self._finishing = True
        if self.tap.has_lifespan:
            self.scheduler.end()
            return True
        self._report()

    def _report(self) -> NoReturn:
        self._hold_to_promises()
        self._over = True
        self.report(
            Recording(
                clock=self.scenario.clock,
                source=self.spec.source,
                modules=dict(self.spec.modules),
                events=in_order(self.log.events) if self.spec.page is not None else tuple(self.log.events),
            )
        )

    def _hold_to_promises(self) -> None:
        for client in self.scheduler.clients:
            if isinstance(client, BrowserClient) and (failed := client.failure()) is not None:
                self._blame_page(failed)
        if not self.spec.promised:
            return
        events, threaded = list(self.log.events), self.scheduler.threaded
        error = broken(
            self.spec.files,
            self.scenario,
            self.app,
            events,
            self.tap.errors,
            threaded=threaded,
            declared=self.tap.declared,
            standing=self.scheduler.standing_threads,
        )
        if error is not None:
            self.give_up(error)

    def _blame_page(self, error: RecordingError) -> NoReturn:
        file = Path(self.spec.file).parent / str(self.scenario.page)
        self.give_up(RecordingError(error.what, file=file, line=error.line or 1, hint=error.hint))

    def _out_of_time(self, frame: FrameType | None) -> None:
        if self._over:
            return
        if any(isinstance(client, BrowserClient) and not client.done for client in self.scheduler.clients):
            what = f"the page's script did not end within {self.scenario.limits.seconds:g} s"
            hint = "Make it end, which closes its page, or raise limits.seconds in scenario.toml."
            self._blame_page(RecordingError(what, hint=hint))
        stage = self.scheduler.stage() if self._served else "was not imported"
        if self._served and all(client.done for client in self.scheduler.clients):
            frame = next(tasks_of(self.spec.files, self.loop), frame)
        place = self._place_now(frame)
        self.give_up(
            RecordingError(
                f"the program {stage} within {self.scenario.limits.seconds:g} s",
                file=Path(place.file),
                line=place.line,
                hint="Make it end, let the client hang up, or raise limits.seconds in scenario.toml.",
            )
        )

    def _place_now(self, frame: FrameType | None = None) -> Place:
        return place_now(self.spec.files, frame, list(self.log.events)) or Place(self.spec.file, None)

    def _trace(self) -> None:
        if self.spec.backend == "none":
            return
        available = backends()
        frames = Frames(
            file=self.spec.file,
            source=self.spec.source,
            modules=self.spec.modules,
            watch=self.scenario.watch,
            log=self.log,
            ends=ENDS,
            job_here=job_here,
        )
        follow(frames, self.tap, self.scheduler)
        available[self.spec.backend or next(iter(available))](frames).start()

    def _has_tasks(self) -> bool:
        tasks = any(True for _ in tasks_of(self.spec.files, self.loop, self.scheduler.standing))
        return tasks or has_timers(self.spec.files, self.loop, belongs_to_none)
