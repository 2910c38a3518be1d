"""One watched run, inside the process that was made for it: their application, our server, one client, real time."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import importlib
import os
import sys
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn, cast

from chunkwise.engine.client import ScriptedClient
from chunkwise.engine.frames import Frames
from chunkwise.engine.jobs import job_here
from chunkwise.engine.locations import has_timers, place_now, place_of_error, place_on, tasks_of
from chunkwise.engine.lockstep import LockStep
from chunkwise.engine.scheduler import TurnSelector
from chunkwise.engine.tap import ENDS, belongs_to_none, follow
from chunkwise.engine.tracing import Backend, backends
from chunkwise.errors import ChunkwiseError, LimitError
from chunkwise.events import Clock
from chunkwise.recording.freerun import FreeRun
from chunkwise.recording.server import connect, listen, serve
from chunkwise.values import exception
from chunkwise.watch.application import load
from chunkwise.watch.channel import PAUSE, Sender, SentLog
from chunkwise.watch.cost import MeasuredFrames
from chunkwise.watch.discovery import discover
from chunkwise.watch.followed import Followed
from chunkwise.watch.job import BYTES, LINGER, START, End, Job
from chunkwise.watch.lockstep import in_lock_step
from chunkwise.watch.quick import Follows, WatchedClient, WatchedTap
from chunkwise.watch.request import script
from chunkwise.watch.waits import Waits

STOPPED = "Don't stop the event loop or the server in a request: remove sys.exit() or loop.stop()."
STARTS = "Correct the lifespan, which runs before the first request."
TAKEN = "Another process has that address: end it, or let the program take another address."
TIMEOUT = "Let the response end, let the client leave with --hang-up-after, or give more time with --timeout."

LATE = ("anyio._backends._asyncio", "anyio.streams.memory", "uvicorn.lifespan.on", "fastapi.sse")
"""Imported by the libraries in the middle of the first request, where it would look as if the program blocked."""

TURN = 0.0005
"""Seconds after which a thread lets another one run."""

_exit = os._exit
_monotonic = time.monotonic
"""As it is before anything makes it virtual."""


class Run:
    """Makes one run. ``perform`` never returns: the process ends with the run."""

    def __init__(self, job: Job, sender: Sender, stopped: threading.Event) -> None:
        self.job = job
        self.sender = sender
        self.stopped = stopped
        self.followed = Followed(Path(job.follow))
        self.paths: dict[str, str] = {}
        """The files that were imported, with what events call each."""
        self._imported: list[tuple[str, str, CodeType]] = []
        self.scheduler: FreeRun | LockStep = LockStep() if job.lock_step else FreeRun()
        hint = "Let the client leave sooner with --hang-up-after, or raise --max-events."
        clock: Clock = "lock-step" if job.lock_step else "free"
        self.log = SentLog(clock, job.events, self.give_up, self._passed, hint)
        self.log.show_secrets = job.show_secrets
        self.frames: MeasuredFrames | None = None
        self.backend: Backend | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._served = self._finishing = False
        self._until = _monotonic() + START
        self._over = threading.Lock()
        self.waits = Waits()

    def _passed(self) -> float:
        return self.scheduler.passed if isinstance(self.scheduler, LockStep) else 0.0

    def perform(self) -> NoReturn:
        self.sender.begin()
        threading.Thread(target=self._watch_over, daemon=True).start()
        # Three threads take turns here. At Python's own interval each would often wait longer than all of them work.
        sys.setswitchinterval(TURN)
        os._exit = self._exits  # type: ignore[assignment]
        discover(self.followed, self._found)
        sys.path.insert(0, self.job.folder)
        try:
            app = self.application()
        except ChunkwiseError as error:
            self.give_up(error)
        if not self.paths and self.job.traced:
            self._follows_nothing()
        for name in LATE:
            if name.partition(".")[0] in sys.modules:
                with contextlib.suppress(ImportError):
                    importlib.import_module(name)
        self._serve(app)

    def application(self) -> Any:
        """Return what is served.

        Raises:
            WatchError: There is none.
        """
        return load(self.job, self.followed)

    def _follows_nothing(self) -> None:
        file = getattr(sys.modules[self.job.module], "__file__", None)
        what = f"none of the files that the program imports lies below {self.job.follow}"
        hint = "Give --follow the folder of your own code; what lies in a virtual environment is never followed."
        self.end(End(kind="error", what=what, file=file, hint=hint))

    def _exits(self, code: int) -> NoReturn:
        place = place_on(self.followed, sys._getframe(1))
        self.end(
            End(
                kind="error",
                what=f"the program ends its own process, with exit code {code}",
                file=place.file if place else None,
                line=place.line if place else None,
                hint="Remove os._exit(), or raise an exception: a server goes on after a bad request.",
            )
        )

    def _serve(self, app: Any) -> NoReturn:
        self.tap = WatchedTap(app, self.log, self.scheduler, BYTES)
        listener = listen(None)
        opened = partial(connect, listener, None)
        given = script(self.job), self.log, self.scheduler, opened
        quick = isinstance(self.scheduler, FreeRun)
        client = WatchedClient(*given, leaves=self.tap.follow_all) if quick else ScriptedClient(*given)
        self.scheduler.clients = [client]
        self.scheduler.finish = self._finish
        self.scheduler.has_tasks = self._has_tasks
        if self.job.traced:
            self._trace()
        surroundings: AbstractContextManager[None] = nullcontext()
        if isinstance(self.scheduler, LockStep):
            surroundings = in_lock_step(self.scheduler, self.followed, listener, self.give_up)
        self.loop = asyncio.SelectorEventLoop(TurnSelector(self.scheduler))
        why: BaseException | None = None
        try:
            with surroundings:
                serve(self.tap, listener, self.scheduler, self.loop, self._begins)
        except BaseException as error:
            why = error
        if self._finishing:
            self.end(End(kind="whole"))
        if why is None or isinstance(why, SystemExit):  # With which a server ends whose application did not start.
            why = next(iter(self.tap.errors), why)
        place = place_of_error(self.followed, why) if why is not None else None
        what = "stopped before the request was answered" if self._served else "did not start"
        self.end(
            End(
                kind="error",
                what=f"the server {what}" + (f": {exception(why)}" if why is not None else ""),
                file=place.file if place else None,
                line=place.line if place else None,
                hint=STOPPED if self._served else TAKEN if _is_taken(why) else STARTS,
            )
        )

    async def _begins(self) -> None:
        self._served = not self.tap.errors
        self._until = _monotonic() + self.job.seconds

    def _found(self, file: str, name: str, text: str, code: CodeType) -> None:
        if file not in self.paths:
            self.paths[file] = name
            self.sender.file(name, text)
        self._imported.append((file, text, code))
        if self.backend is not None:
            self._take_in()

    def _take_in(self) -> None:
        """Follow what was imported since the last time."""
        assert self.frames is not None
        assert self.backend is not None
        while self._imported:
            file, text, code = self._imported.pop()
            self.frames.take_in(file, self.paths[file], text)
            self.backend.take_in(code, text)

    def _trace(self) -> None:
        self.frames = MeasuredFrames(
            file="",
            source="",
            watch=self.job.watch,
            log=self.log,
            ends=ENDS,
            job_here=job_here,
        )
        follow(self.frames, self.tap, self.scheduler)
        self.know(self.frames)
        backend = next(iter(backends().values()))(self.frames)
        backend.start()
        self.backend = backend
        if hasattr(backend, "leave_out") and isinstance(self.scheduler, FreeRun):
            self.tap.backend = cast(Follows, backend)
        self._take_in()

    def know(self, frames: Frames) -> None:
        """Say which files are followed whose functions are there before anything is traced: here there is none."""

    def _has_tasks(self) -> bool:
        assert self.loop is not None
        tasks = any(True for _ in tasks_of(self.paths, self.loop, self.scheduler.standing))
        return tasks or has_timers(self.paths, self.loop, belongs_to_none)

    def _finish(self) -> bool:
        """All is done. A program that runs something around all requests is let come to the end of that."""
        if self._finishing:
            return False
        self._finishing = True
        if self.tap.has_lifespan:
            self.scheduler.end()
            return True
        self.end(End(kind="whole"))

    def give_up(self, error: ChunkwiseError) -> NoReturn:
        kind = "limit" if isinstance(error, LimitError) else "error"
        file = str(error.file) if error.file is not None else None
        self.end(End(kind=kind, what=error.what, file=file, line=error.line, hint=error.hint))

    def end(self, end: End) -> NoReturn:
        """Tell the rest and end this process, from whichever thread."""
        with self._over:
            try:
                self.sender.events(self.log)
                spent = self.frames.spent if self.frames is not None else 0.0
                self.waits.look(self.log.now)
                more = {"spent": spent, "waits": tuple(self.waits.found)}
                self.sender.end(end.model_copy(update=more))
            finally:
                _exit(0)

    def _watch_over(self) -> None:
        """Send events, and end a run that does not end: from a thread, because the event loop may be blocked."""
        done = 0.0
        while True:
            if self.stopped.wait(PAUSE):
                self.end(End(kind="stopped"))
            now = _monotonic()
            self.waits.look(self.log.now)
            try:
                self.sender.events(self.log)
            except OSError:
                _exit(1)
            clients = self.scheduler.clients
            if clients and self.tap.backend is not None:
                self.tap.rest(now)
            if not done and clients and all(client.done for client in clients):
                done = now
            if done and now - done > LINGER and not self._finishing:
                self.end(End(kind="lingered", what=f"the program still runs {LINGER:g} s after the client was done"))
            if now > self._until:
                self._out_of_time()

    def _out_of_time(self) -> NoReturn:
        stage = self.scheduler.stage() if self._served else "did not start"
        seconds = self.job.seconds if self._served else START
        place = place_now(self.followed, None, list(self.log.events))
        self.end(
            End(
                kind="timeout",
                what=f"the program {stage} within {seconds:g} s",
                file=place.file if place else None,
                line=place.line if place else None,
                hint=TIMEOUT,
            )
        )


def _is_taken(why: BaseException | None) -> bool:
    return isinstance(why, OSError) and why.errno == errno.EADDRINUSE
