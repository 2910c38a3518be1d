"""Process of a watch, from outside: started, listened to, and ended with all that it started."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import Any, Protocol, Self

from chunkwise.events import CodeEvent
from chunkwise.watch.channel import Received
from chunkwise.watch.job import START, End, Job

GRACE = 2.0
"""Seconds that a process has to tell the rest once it was told to end, or its time is up."""

READ = 1 << 20

KILLED = "Check how much memory it takes: the system kills what takes too much. Or a user killed it."
CRASHED = "Look for what ends it after this line: a signal, or a library in C that crashes."


class Started(Protocol):
    """A process that was started, as :class:`subprocess.Popen` has it."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | Any: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...


class Process:
    """A watched process; a context manager, because nothing of it may go on after the command.

    Args:
        environment: Its variables; this process's, if it is None.
    """

    child = "chunkwise.watch.child"
    """The module that the process runs."""

    def __init__(self, job: Job, environment: dict[str, str] | None = None) -> None:
        self.received = Received(clock="lock-step" if job.lock_step else "free")
        self._seconds = job.seconds
        self._closed = False
        self._until = time.monotonic() + START
        if job.lock_step:
            # Sets of texts are then in the same order in each run.
            environment = {**(os.environ if environment is None else environment), "PYTHONHASHSEED": "0"}
        lifeline_read, self._lifeline = os.pipe()
        self._channel, channel_write = os.pipe()
        try:
            self._process = self._started(job, lifeline_read, channel_write, environment)
        finally:
            os.close(lifeline_read)
            os.close(channel_write)
        os.write(self._lifeline, job.model_dump_json().encode() + b"\n")
        os.set_blocking(self._channel, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._channel, selectors.EVENT_READ)

    def _started(self, job: Job, lifeline: int, channel: int, environment: dict[str, str] | None) -> Started:
        """Start it with its ends of the two pipes, in a session of its own. What it does not read, the job, waits."""
        return subprocess.Popen(
            # -P: what lies in their folder must not stand before what we import.
            [sys.executable, "-P", "-m", self.child, str(lifeline), str(channel)],
            stdin=subprocess.DEVNULL,
            stdout=2,  # What the program prints goes to where errors go, because the table is the output.
            pass_fds=(lifeline, channel),
            env=environment,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End what still runs of it; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        self._let_go()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._selector.close()
        os.close(self._channel)

    @property
    def end(self) -> End | None:
        return self.received.end

    def take(self, seconds: float) -> None:
        """Wait at most so long for something to arrive, and take it in."""
        if not self._selector.select(seconds):
            if time.monotonic() > self._until:
                self.received.end = End(
                    kind="timeout",
                    what="the program blocked the Python interpreter, so nothing is known of where it is",
                    hint="Look for a call into C that never returns.",
                )
            elif self._process.poll() is not None and not self._selector.select(0):
                # What it said just before it ended is there by now, and is read the next time.
                self._ended()
            return
        with contextlib.suppress(BlockingIOError):
            data = os.read(self._channel, READ)
            if data:
                begun = self.received.begun
                self.received.take(data)
                if self.received.begun and not begun:
                    self._until = time.monotonic() + self._seconds + START + GRACE
            else:
                self._await_end()
                self._ended()

    def stop(self) -> None:
        """End the run, and take in what was seen so far."""
        self._let_go()
        self._until = time.monotonic() + GRACE
        while self.end is None:
            self.take(0.05)

    def _let_go(self) -> None:
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1

    def _await_end(self) -> None:
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ended(self) -> None:
        if self.end is not None:
            return
        code = self._process.returncode
        how = f"exit code {code}" if code >= 0 else f"the signal {signal.Signals(-code).name}"
        last = next((event for event in reversed(self.received.events) if isinstance(event, CodeEvent)), None)
        self.received.end = End(
            kind="error",
            what=f"the program's process ended, with {how}; this line was the last one seen",
            file=last.file if last else None,
            line=last.line if last else None,
            hint=KILLED if code == -signal.SIGKILL else CRASHED,
        )
