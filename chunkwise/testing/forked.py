"""Forked process of a test: the test's own application, with all that the test has changed in it, run in a copy.

A copy has dependency overrides and patched names as the test has them, and what it does to the interpreter, the
tracer with it, ends with it. What the application changes there the test does not see.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import tokenize
import traceback
import warnings
from typing import Any

from chunkwise.engine.frames import Frames
from chunkwise.testing.paced import Paced
from chunkwise.watch.channel import Sender
from chunkwise.watch.followed import LIBRARIES
from chunkwise.watch.job import Job
from chunkwise.watch.process import Process
from chunkwise.watch.run import Run

_exit = os._exit

ELSEWHERE = (sysconfig.get_path("stdlib"), *(f"{os.sep}{one}{os.sep}" for one in LIBRARIES))
"""What the path of a file has in it that is never followed."""


class Forked(Process):
    """A watched process that is a copy of this one, and serves an application that this one has."""

    def __init__(self, job: Job, app: Any) -> None:
        self._app = app
        super().__init__(job)

    def _started(self, job: Job, lifeline: int, channel: int, environment: dict[str, str] | None) -> Copy:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # or the copy would have it too
        with warnings.catch_warnings():
            # Python warns of locks that other threads may hold. A copy that meets one is ended when its time is up.
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
        if process:
            return Copy(process)
        try:
            os.setsid()
            os.close(self._lifeline)
            os.close(self._channel)
            ForkedRun(job, Sender(channel), _stopped_with(lifeline), self._app).perform()
        except BaseException:
            traceback.print_exc()
        finally:
            _exit(1)


class Copy:
    """The forked process, as its parent has it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            found, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if found else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + timeout if timeout is not None else None
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("a forked process", timeout or 0)
            time.sleep(0.001)
        return code

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class ForkedRun(Run):
    """A run whose application is there already, and imported with all of its modules."""

    def __init__(self, job: Job, sender: Sender, stopped: threading.Event, app: Any) -> None:
        super().__init__(job, sender, stopped)
        self._app = app
        self.scheduler = Paced()

    def application(self) -> Any:
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            # To look at each of a thousand files on the disk takes longer than the run.
            if isinstance(file, str) and not any(part in file for part in ELSEWHERE) and file in self.followed:
                with contextlib.suppress(OSError, UnicodeDecodeError, SyntaxError):
                    with tokenize.open(file) as source:
                        text = source.read()
                    # Its functions are found in memory; the code that is compiled here only has the file's name.
                    self._found(file, self.followed[file], text, compile("", file, "exec"))
        return self._app

    def know(self, frames: Frames) -> None:
        for file, text, _ in self._imported:
            frames.take_in(file, self.paths[file], text)

    def _follows_nothing(self) -> None:
        """A recording without any line: of an application that is no file of theirs there are messages at least."""


def _stopped_with(lifeline: int) -> threading.Event:
    """Return an event that is set when whoever holds the other end of the lifeline lets go."""
    stopped = threading.Event()

    def hold() -> None:
        while os.read(lifeline, 65_536):
            pass
        stopped.set()

    threading.Thread(target=hold, daemon=True).start()
    return stopped
