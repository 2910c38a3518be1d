"""Lock-step for a program of one's own: virtual time, the same in each run, or a refusal that says why it can't be."""

from __future__ import annotations

import gc
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from chunkwise.engine.locations import place_on
from chunkwise.engine.lockstep import LockStep
from chunkwise.engine.sameness import same_every_time
from chunkwise.errors import RecordingError
from chunkwise.recording.sandbox import PROCESS, refuse_threads

FREE = "Run it without --lock-step: virtual time does not wait for {}."
THREAD = FREE.format("what goes on beside the event loop")

PROCESSES = ("os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen")

GiveUp = Callable[[RecordingError], NoReturn]


@contextmanager
def in_lock_step(
    scheduler: LockStep, files: Mapping[str, str], listener: socket.socket, give_up: GiveUp
) -> Iterator[None]:
    """Give a program virtual time and the same chance in each run, and refuse what has a time of its own.

    Args:
        scheduler: Keeps the virtual time.
        files: The followed files.
        listener: Where the one server is that may be connected to: ours.
        give_up: Ends the run; called with what the program did.
    """
    own = listener.getsockname()

    def refuse(what: str, whom: str) -> NoReturn:
        place = place_on(files, sys._getframe(2))
        file, line = (Path(place.file), place.line) if place else (None, None)
        give_up(RecordingError(f"the program {what}", file=file, line=line, hint=FREE.format(whom)))

    def audit(event: str, arguments: Any) -> None:
        if event == "socket.connect" and arguments[1] != own:
            refuse(f"connects to {_shown(arguments[1])}", "other servers")
        if event in PROCESSES:
            refuse(PROCESS[0], "other processes")

    refuse_threads(files, give_up, hint=THREAD)
    sys.addaudithook(audit)
    real_sleep = time.sleep
    time.sleep = lambda seconds: scheduler.sleep(float(seconds), real_sleep)
    # When a forgotten generator is closed must not depend on how much else there is.
    gc.collect()
    gc.freeze()
    gc.disable()
    with same_every_time(lambda: scheduler.clock.now):
        yield


def _shown(address: Any) -> str:
    return ":".join(map(str, address[:2])) if isinstance(address, tuple) else str(address)
