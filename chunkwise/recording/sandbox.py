"""What a run must not do and must not use up, because a page's author should hear of it instead of waiting.

The bounds hold against mistakes, not against malice: a program that takes trouble to get around them ends later, by
the fork server's hand, and with a message that knows less.
"""

from __future__ import annotations

import _posixsubprocess
import faulthandler
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from chunkwise.engine.locations import place_on
from chunkwise.errors import RecordingError
from chunkwise.examples.scenario import Limits

MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space that a run may take beyond what the process has when it starts."""

HEAVY_HAND = 0.5
"""Seconds after the alarm at which a program that did not hear it has its stack written down, from outside Python."""

PROCESS = "starts a process", "A recording covers one process: remove that."
SIGNAL = "sends a signal", "Remove that."
END = "ends its own process", "Raise an exception instead: a server continues after a bad request."
FORBIDDEN = {
    "os.fork": PROCESS,
    "os.forkpty": PROCESS,
    "os.posix_spawn": PROCESS,
    "os.exec": PROCESS,
    "os.system": PROCESS,
    "subprocess.Popen": PROCESS,
    "os.kill": SIGNAL,
    "os.killpg": SIGNAL,
    "signal.pthread_kill": SIGNAL,
}
"""Audit events (PEP 578) that end a run."""

THREADS = ("_thread.start_new_thread", "_thread.start_joinable_thread")

FREE = 'It has its own time: say clock = "free" in scenario.toml, or use asyncio.to_thread.'

UNAUDITED: tuple[tuple[Any, str, tuple[str, str]], ...] = (
    (os, "_exit", END),
    (os, "abort", END),
    (signal, "raise_signal", SIGNAL),
    (_posixsubprocess, "fork_exec", PROCESS),
)
"""Functions that end a run as well, and that no audit event tells of."""


def set_bounds(
    limits: Limits,
    give_up: Callable[[RecordingError], NoReturn],
    out_of_time: Callable[[FrameType | None], None],
    trace_to: int | None,
) -> None:
    """Hold this process to ``limits`` from now on.

    Args:
        limits: The scenario's.
        give_up: Ends the run; called with what the program did.
        out_of_time: Ends the run; called with the frame that was running.
        trace_to: The file descriptor that gets the stacks of a program that nothing else can interrupt.
    """

    def forbid(name: str, said: tuple[str, str]) -> NoReturn:
        give_up(RecordingError(f"the program {said[0]} ({name})", hint=said[1]))

    def audit(event: str, arguments: Any) -> None:
        if event in FORBIDDEN:
            forbid(event, FORBIDDEN[event])

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_memory_now() + MEMORY_LIMIT, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if trace_to is not None:
        faulthandler.enable(trace_to)
        faulthandler.dump_traceback_later(limits.seconds + HEAVY_HAND, file=trace_to)
    signal.signal(signal.SIGALRM, lambda signum, frame: out_of_time(frame))
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    for module, name, said in UNAUDITED:
        setattr(module, name, lambda *args, name=name, said=said, **options: forbid(name, said))
    sys.addaudithook(audit)


def refuse_threads(
    files: Mapping[str, str], give_up: Callable[[RecordingError], NoReturn], *, hint: str = FREE
) -> None:
    """End a run that starts a thread of its own: virtual time would run away from it.

    Worker threads that the event loop and AnyIO start for their jobs take part in lock-step, so these may start.
    """

    def audit(event: str, arguments: Any) -> None:
        if event in THREADS and not _works_for_the_loop(arguments[0]):
            place = place_on(files, sys._getframe(1))
            file, line = (Path(place.file), place.line) if place else (None, None)
            give_up(RecordingError("the program starts a thread of its own", file=file, line=line, hint=hint))

    sys.addaudithook(audit)


def _works_for_the_loop(function: Any) -> bool:
    thread = getattr(function, "__self__", None)
    target = getattr(thread, "_target", None)
    if getattr(target, "__module__", "") == "concurrent.futures.thread":
        return any(name == "run_in_executor" for name in _callers())
    return type(thread).__module__.startswith("anyio.")


def _callers() -> Iterator[str]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame.f_code.co_name
        frame = frame.f_back


def lift_bounds() -> None:
    """Let this process tell what it has to tell."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def started_a_process() -> bool:
    """Say whether a child process ran and was waited for; one that still runs, the fork server finds."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0


def _memory_now() -> int:
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0
