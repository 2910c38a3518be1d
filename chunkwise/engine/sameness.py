"""What would differ from run to run, made the same: random bytes, identifiers, the time of day.

Only in lock-step, where time is virtual anyway. A program cannot tell the difference: it gets random bytes and a time
as it always does, and the ones that it gets might have come by chance.
"""

from __future__ import annotations

import hashlib
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chunkwise.engine.replaced import replaced

DAY = 1_767_225_600
"""The time of day at which every run begins, in seconds since 1970: 2026-01-01 00:00:00 UTC."""

SEED = "chunkwise"


@contextmanager
def same_every_time(now: Callable[[], float], *, clocks: bool = True) -> Iterator[None]:
    """Give a program the same randomness and the same time of day in each of its runs.

    Args:
        now: The virtual clock, in seconds since the run began.
        clocks: Whether the clocks that measure time are virtual as well. In a live run they are not: the event loop
            around it, which waits for its pauses, goes by them.
    """
    source = _Source()
    local, utc, written, formatted = time.localtime, time.gmtime, time.ctime, time.strftime

    def today(seconds: float | None) -> float:
        return DAY + now() if seconds is None else seconds

    new: list[tuple[Any, str, Any]] = [
        (time, "localtime", lambda seconds=None, /: local(today(seconds))),
        (time, "gmtime", lambda seconds=None, /: utc(today(seconds))),
        (time, "ctime", lambda seconds=None, /: written(today(seconds))),
        (time, "strftime", lambda format, t=None, /: formatted(format, local(today(None)) if t is None else t)),
        (os, "urandom", source.read),
        (random, "_urandom", source.read),
        (time, "time", lambda: DAY + now()),
        (time, "time_ns", lambda: DAY * 10**9 + round(now() * 1e9)),
    ]
    measuring: list[tuple[Any, str, Any]] = [
        (time, "monotonic", lambda: now()),
        (time, "monotonic_ns", lambda: round(now() * 1e9)),
        (time, "perf_counter", lambda: now()),
        (time, "perf_counter_ns", lambda: round(now() * 1e9)),
    ]
    state = random.getstate()
    random.seed(SEED)
    try:
        with replaced([*new, *(measuring if clocks else [])]):
            yield
    finally:
        random.setstate(state)


class _Source:
    """Bytes that look random and are the same in each run."""

    def __init__(self) -> None:
        self._count = 0

    def read(self, size: int, /) -> bytes:
        found = b""
        while len(found) < size:
            self._count += 1
            found += hashlib.sha256(f"{SEED} {self._count}".encode()).digest()
        return found[:size]
