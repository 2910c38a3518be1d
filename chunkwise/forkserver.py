"""A process that has FastAPI and Uvicorn imported and forks a fresh copy of itself for each run.

Importing them takes most of a second, a fork a few milliseconds. The server reads jobs from its standard input, one
JSON line each, and answers in the same way. A run that outlives its time, or takes its process down, is told of from
here: nothing that the run's code does can keep the answer back. When the input ends, everything ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any, NoReturn

from chunkwise import warm
from chunkwise.errors import RecordingError
from chunkwise.events import Recording
from chunkwise.examples import Scenario
from chunkwise.runner import Job, Runner

GRACE = 1.0
"""Seconds that a run has to end by itself after its own alarm."""

PR_SET_PDEATHSIG = 1


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    warm.up()
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        scenario = Scenario.model_validate(request.pop("scenario"))
        answers.write(_answer(Job(scenario=scenario, **request)) + "\n")
        answers.flush()


def _answer(job: Job) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run(job, writing)
    os.close(writing)
    try:
        data = b"".join(_until(reading, time.monotonic() + job.scenario.limits.seconds + GRACE))
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if data.endswith(b"\n"):
        return data.decode().rstrip("\n")
    if os.WIFSIGNALED(status):
        what = f"the program did not let itself be ended within {job.scenario.limits.seconds:g} s"
    else:
        what = f"the program ended its own process with status {os.waitstatus_to_exitcode(status)}"
    return _told(RecordingError(what, mend="Look for os._exit, for a signal, or for a call that never returns."))


def _until(reading: int, deadline: float) -> Iterator[bytes]:
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reading, 0], [], [], left)
        if 0 in ready and reading not in ready and not select.select([reading], [], [], 0)[0]:
            return  # Whoever asked is gone (nobody sends a second job before the first is answered).
        if reading in ready:
            data = os.read(reading, 1 << 20)
            if not data:
                return
            yield data
            if data.endswith(b"\n"):
                return


def _run(job: Job, writing: int) -> NoReturn:
    os.setsid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    def report(result: Recording | RecordingError) -> NoReturn:
        signal.setitimer(signal.ITIMER_REAL, 0)
        with os.fdopen(writing, "wb", closefd=False) as pipe:
            pipe.write(_told(result).encode() + b"\n")
        os._exit(0)

    try:
        Runner(job, report).perform()
    except BaseException as error:
        report(
            RecordingError(
                f"the recorder failed: {type(error).__name__}: {error}", mend="This is a defect of Chunkwise."
            )
        )


def _told(result: Recording | RecordingError) -> str:
    if isinstance(result, Recording):
        return json.dumps({"recording": result.model_dump(mode="json", exclude_defaults=True)})
    told: dict[str, Any] = {"what": result.what, "line": result.line, "mend": result.mend}
    return json.dumps({"error": told})


if __name__ == "__main__":
    main()
