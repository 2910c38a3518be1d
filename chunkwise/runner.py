"""One run from start to end, inside the process that was made for it and is thrown away afterwards.

``perform`` never returns: the run ends with a result, a named error, or the alarm, whichever is first, and with each
of them the process.
"""

from __future__ import annotations

import asyncio
import linecache
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any, NoReturn

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from chunkwise.client import ScriptedClient
from chunkwise.errors import RecordingError
from chunkwise.events import Recording, Role
from chunkwise.examples import Scenario
from chunkwise.freerun import FreeRun
from chunkwise.lockstep import LockStep
from chunkwise.log import Log
from chunkwise.pace import TurnSelector
from chunkwise.server import Tap, listen, serve
from chunkwise.tracer import Frames, backends

MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space that a run may take beyond what the process has when it starts."""

FORBIDDEN = {
    "os.fork": "starts a process",
    "os.forkpty": "starts a process",
    "os.posix_spawn": "starts a process",
    "os.exec": "starts a process",
    "os.system": "starts a process",
    "subprocess.Popen": "starts a process",
}
"""Audit events (PEP 578) that end a run."""


@dataclass(frozen=True)
class Job:
    """What a run needs to know, all of it plain data."""

    file: str
    source: str
    scenario: Scenario
    backend: str | None = None
    """The tracer's backend; ``none`` runs the same without one, for measuring what tracing costs."""


class Runner:
    """Runs one job and hands what came of it to ``report``, which ends the process."""

    def __init__(self, job: Job, report: Callable[[Recording | RecordingError], NoReturn]) -> None:
        self.job = job
        self.report = report
        self.scenario = job.scenario
        self.pace: LockStep | FreeRun = FreeRun() if job.scenario.clock == "free" else LockStep()
        self.log = Log(job.scenario.clock, job.scenario.limits.events, self.give_up)
        self.stage = "was not imported"

    def perform(self) -> NoReturn:
        self._set_bounds()
        app = self._load()
        self.tap = Tap(app, self.log, self.pace, self.scenario.limits.bytes)
        listener = listen(self.scenario.send_buffer)
        address = listener.getsockname()
        small = self.scenario.send_buffer
        self.pace.clients = [ScriptedClient(c, address, self.log, self.pace, small) for c in self.scenario.client]
        self.pace.finish = self._finish
        self.pace.has_tasks = self._has_tasks
        self._trace(app)
        loop = asyncio.SelectorEventLoop(TurnSelector(self.pace))
        self.loop = loop
        self.stage = "did not answer"
        serve(self.tap, listener, self.pace, loop)
        self.give_up(RecordingError("the server stopped before the clients had finished"))

    def give_up(self, error: RecordingError) -> NoReturn:
        if error.file is None:
            error = RecordingError(error.what, file=Path(self.job.file), line=self._line_now(), mend=error.mend)
        self.report(error)

    def _finish(self) -> NoReturn:
        self._hold_to_promises()
        recording = Recording(clock=self.scenario.clock, source=self.job.source, events=tuple(self.log.events))
        self.report(recording)

    def _hold_to_promises(self) -> None:
        """End with an error if the run answered or failed otherwise than the scenario says."""
        raised = self.tap.errors[0] if self.tap.errors else None
        name = type(raised).__name__ if raised else ""
        if raised is not None and name != self.scenario.raises:
            raise_line = _line_in(self.job.file, traceback.extract_tb(raised.__traceback__))
            self.give_up(
                RecordingError(
                    f"the program raised {name}: {raised}",
                    file=Path(self.job.file),
                    line=raise_line,
                    mend=f'Mend it, or say raises = "{name}" in scenario.toml if that is what the example shows.',
                )
            )
        for client in self.pace.clients:
            if client.status not in (None, self.scenario.status):
                self.give_up(
                    RecordingError(
                        f"{client.name} was answered {client.status}, and the scenario expects {self.scenario.status}",
                        file=Path(self.job.file),
                        line=1,
                        mend=f"Mend the path or the program, or say status = {client.status} in scenario.toml.",
                    )
                )
        if self.scenario.raises and raised is None:
            self.give_up(
                RecordingError(
                    f"the scenario expects {self.scenario.raises}, and nothing was raised",
                    file=Path(self.job.file),
                    line=1,
                    mend="Remove raises from scenario.toml, or mend the program.",
                )
            )

    def _set_bounds(self) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _has_proc() else 0
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY_LIMIT, hard))
        signal.signal(signal.SIGALRM, self._out_of_time)
        signal.setitimer(signal.ITIMER_REAL, self.scenario.limits.seconds)
        sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: Any) -> None:
        if event in FORBIDDEN:
            self.give_up(
                RecordingError(
                    f"the program {FORBIDDEN[event]} ({event})", mend="A recording is of one process: remove that."
                )
            )

    def _out_of_time(self, signum: int, frame: FrameType | None) -> None:
        for client in self.pace.clients:
            if client.status is not None and not client.done:
                self.stage = "did not end its response"
        self.give_up(
            RecordingError(
                f"the program {self.stage} within {self.scenario.limits.seconds:g} s",
                file=Path(self.job.file),
                line=self._line_now(frame),
                mend="Let it end, let the client hang up, or raise limits.seconds in scenario.toml.",
            )
        )

    def _line_now(self, frame: FrameType | None = None) -> int | None:
        """Find where the example's code is: on this stack, in a suspended task, or in a worker thread."""
        stacks: list[FrameType | None] = [frame or sys._getframe(), *sys._current_frames().values()]
        for top in stacks:
            while top is not None:
                if top.f_code.co_filename == self.job.file:
                    return top.f_lineno
                top = top.f_back
        lines = [event.line for event in self.log.events if event.lane == "code"]
        return lines[-1] if lines else None

    def _load(self) -> FastAPI:
        file, source = self.job.file, self.job.source
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        module = sys.modules["app"] = ModuleType("app")
        module.__file__ = file
        time.sleep = self._sleep_in(time.sleep)
        try:
            exec(compile(source, file, "exec"), module.__dict__)
        except SyntaxError as error:
            self.give_up(
                RecordingError(
                    f"this is not Python: {error.msg}", file=Path(file), line=error.lineno, mend="Mend the syntax."
                )
            )
        except BaseException as error:
            line = _line_in(file, traceback.extract_tb(error.__traceback__))
            what = f"importing it raised {type(error).__name__}: {error}"
            self.give_up(
                RecordingError(what, file=Path(file), line=line, mend="Mend it until `python app.py` is quiet.")
            )
        apps = {name: value for name, value in vars(module).items() if isinstance(value, FastAPI)}
        if len({id(value) for value in apps.values()}) > 1:
            mend = "Keep one: an example shows one thing."
            self.give_up(
                RecordingError(
                    f"it has {len(apps)} applications: {', '.join(apps)}", file=Path(file), line=1, mend=mend
                )
            )
        if "app" not in apps:
            self.give_up(
                RecordingError(
                    "it has no FastAPI application called app", file=Path(file), line=1, mend="Write app = FastAPI()."
                )
            )
        return apps["app"]

    def _sleep_in(self, real: Callable[[float], None]) -> Callable[[float], None]:
        return lambda seconds: self.pace.sleep(seconds, real)

    def _trace(self, app: FastAPI) -> None:
        if self.job.backend == "none":
            return
        available = backends()
        frames = Frames(
            file=self.job.file,
            source=self.job.source,
            watch=self.scenario.watch,
            sink=self.log.add,
            roles=dict(_roles(app)),
        )
        available[self.job.backend or next(iter(available))](frames).start()

    def _has_tasks(self) -> bool:
        codes = (getattr(task.get_coro(), "cr_code", None) for task in asyncio.all_tasks(self.loop))
        return any(code is not None and code.co_filename == self.job.file for code in codes)


def _roles(app: FastAPI) -> list[tuple[CodeType, Role]]:
    roles: list[tuple[CodeType, Role]] = []

    def visit(dependant: Dependant, role: Role) -> None:
        code = getattr(dependant.call, "__code__", None)
        if code is not None:
            roles.append((code, role))
        for inner in dependant.dependencies:
            visit(inner, "dependency")

    for route in app.routes:
        if isinstance(route, APIRoute):
            visit(route.dependant, "endpoint")
    return roles


def _line_in(file: str, stack: traceback.StackSummary) -> int | None:
    return next((entry.lineno for entry in reversed(stack) if entry.filename == file), None)


def _has_proc() -> bool:
    return Path("/proc/self/statm").exists()
