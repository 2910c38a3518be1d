"""A process that has FastAPI and Uvicorn imported and forks a fresh copy of itself for each run.

Importing them takes most of a second, a fork a few milliseconds. The server reads specs from its standard input, one
JSON line each, and answers in the same way. A run that outlives its time, or takes its process down, is told of from
here: nothing that the run's code does can keep the answer back. When the input ends, everything ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import select
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from chunkwise.errors import RecordingError
from chunkwise.events import Recording
from chunkwise.examples.scenario import Scenario
from chunkwise.recording import preload
from chunkwise.recording.runner import Runner, RunSpec
from chunkwise.recording.sandbox import lift_bounds
from chunkwise.values import exception

GRACE = 1.0
"""Seconds that a run has to end by itself after its own alarm."""

PARTING = 5.0
"""Seconds that whatever a run left behind has to be gone after it was killed."""

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

TRACED = re.compile(rb'File "[^"\n]*app\.py", line (\d+)')

end_process = os._exit
"""A run replaces ``os._exit``, so that a program that calls it is found out."""


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    # What a run's process leaves behind becomes a child of this one, even what has left its session.
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    preload.preload()
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        scenario = Scenario.model_validate(request.pop("scenario"))
        missing = preload.also(scenario.requires)
        answer = _told(missing) if missing else _answer(RunSpec(scenario=scenario, **request))
        try:
            answers.write(answer + "\n")
            answers.flush()
        except BrokenPipeError:
            end_process(0)


def _answer(spec: RunSpec) -> str:
    reading, writing = os.pipe()
    traces, trace_to = os.pipe()
    parent = os.getpid()
    folder = tempfile.mkdtemp(prefix="chunkwise-run-")
    child = os.fork()
    if child == 0:
        try:
            _run(spec, writing, trace_to, parent, Path(folder))
        finally:
            end_process(1)
    os.close(writing)
    os.close(trace_to)
    status = None
    try:
        deadline = time.monotonic() + spec.scenario.limits.seconds + GRACE
        data = b"".join(_until(reading, deadline))
        is_complete = data.endswith(b"\n")
        status = None if is_complete else _parting(child)
    finally:
        os.close(reading)
        left_behind = _end_all(child, is_gone=status is not None)
        shutil.rmtree(folder, ignore_errors=True)
    traced = None
    os.set_blocking(traces, False)
    with contextlib.suppress(BlockingIOError):
        traced = TRACED.search(os.read(traces, 1 << 16))
    os.close(traces)
    if is_complete and not (left_behind and data.startswith(b'{"recording"')):
        return data.decode("utf-8", "replace").rstrip("\n")
    if is_complete:
        return _told(
            RecordingError("the program starts a process", hint="A recording covers one process: remove that.")
        )
    line = int(traced[1]) if traced else None
    if status is None:
        what = f"the program couldn't be ended within {spec.scenario.limits.seconds:g} s"
    elif os.WIFSIGNALED(status):
        what = f"the program's process died of signal {signal.Signals(os.WTERMSIG(status)).name}"
    else:
        what = f"the program ended its own process with status {os.waitstatus_to_exitcode(status)}"
    hint = "Look for os._exit, for a signal, or for a call that never returns."
    return _told(RecordingError(what, line=line, hint=hint))


def _until(reading: int, deadline: float) -> Iterator[bytes]:
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reading, 0], [], [], left)
        if 0 in ready and reading not in ready and not select.select([reading], [], [], 0)[0]:
            return  # Whoever asked is gone (nobody sends a second run before the first is answered).
        if reading in ready:
            data = os.read(reading, 1 << 20)
            if not data:
                return
            yield data
            if data.endswith(b"\n"):
                return


def _parting(child: int) -> int | None:
    """Return how a process ended that closed its pipe a moment ago, or None if it is still there."""
    for _ in range(100):
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status
        time.sleep(0.001)
    return None


def _end_all(child: int, *, is_gone: bool) -> bool:
    """Kill a run and all that it started; say whether it had left processes behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if not is_gone:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    left_behind = False
    patience = time.monotonic() + PARTING
    while time.monotonic() < patience:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            break
        left_behind = True
        if pid == 0:
            for orphan in _children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(orphan, signal.SIGKILL)
            time.sleep(0.001)
    return left_behind


def _children() -> Iterator[int]:
    own = str(os.getpid()).encode()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if stat.read_bytes().rpartition(b")")[2].split()[1] == own:
                yield int(stat.parent.name)


def _run(spec: RunSpec, writing: int, trace_to: int, parent: int, folder: Path) -> NoReturn:
    os.setsid()
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        end_process(1)
    os.dup2(1, 0)
    low, high = sorted((writing, trace_to))
    os.closerange(3, low)
    os.closerange(low + 1, high)
    telling = threading.Lock()

    def report(result: Recording | RecordingError) -> NoReturn:
        telling.acquire()  # Never released: whoever comes second waits for the end that the first brings.
        try:
            lift_bounds()
            told = _told(result).encode() + b"\n"
            while told:
                told = told[os.write(writing, told) :]
        finally:
            end_process(0)

    try:
        Runner(spec, report, folder, trace_to).perform()
    except BaseException as error:
        report(RecordingError(f"the recorder failed: {exception(error)}", hint="This is a defect of Chunkwise."))


def _told(result: Recording | RecordingError) -> str:
    if isinstance(result, Recording):
        return json.dumps({"recording": result.model_dump(mode="json", exclude_defaults=True)})
    at = list(getattr(result, "at", ()))
    file = str(result.file or "app.py")
    told: dict[str, Any] = {"what": result.what, "file": file, "line": result.line, "hint": result.hint, "at": at}
    return json.dumps({"error": told})


def _prctl(option: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main()
