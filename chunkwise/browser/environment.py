"""What a program meets besides its server: where it prints, how it sleeps, when garbage is collected.

All of it is put back when the run is over, because a page runs one program after another in the same Python.
"""

from __future__ import annotations

import gc
import io
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import anyio.to_thread

from chunkwise.browser import traces

PRINTED_LIMIT = 100_000
"""Characters of a program's own output that are kept; a program that prints more is ended."""


NO_NETWORK = "a program in a page can't connect to anything outside it"
ASKED = ("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname")
"""Audit events (PEP 578) of a program that tries."""

_running = False
_audited = False


class Printed(io.TextIOBase):
    """Takes what a program prints, within bounds, and nothing once the run is over.

    Args:
        tell: Called with each piece of text as it is printed.
        too_much: Ends the run.
    """

    def __init__(self, tell: Callable[[str], None], too_much: Callable[[], None]) -> None:
        self.text = ""
        self.over = False
        self._tell = tell
        self._too_much = too_much

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if not self.over:
            kept = text[: PRINTED_LIMIT - len(self.text)]
            self.text += kept
            self._tell(kept)
            if len(kept) < len(text):
                self._too_much()
        return len(text)


@contextmanager
def surroundings(printed: Printed, sleep: Callable[[float, Callable[[float], None]], None]) -> Iterator[None]:
    """Let a program print to ``printed`` and ``sleep`` in its own time, and let nothing of it stay."""
    global _running
    _audit()
    traces.forget()
    real_sleep, run_sync, stdin, module = time.sleep, anyio.to_thread.run_sync, sys.stdin, sys.modules.get("app")
    log = logging.getLogger("uvicorn.error")
    disabled, log.disabled = log.disabled, True
    collects = gc.isenabled()
    # As in a recording: when a forgotten generator is closed must not depend on how much else there is.
    gc.disable()
    # And what was there before is out of its sight: there is a lot of it, and the run left none of it behind.
    gc.freeze()
    sys.stdin = io.StringIO()

    def sleep_here(seconds: Any) -> None:
        sleep(float(seconds), real_sleep)

    time.sleep = sleep_here
    _running = True
    try:
        with redirect_stdout(printed), redirect_stderr(printed), traces.registered():
            try:
                yield
            finally:
                printed.over = True
                sys.modules.pop("app", None)
                with warnings.catch_warnings(action="ignore"):
                    gc.collect()
    finally:
        _running = False
        time.sleep, anyio.to_thread.run_sync, sys.stdin = real_sleep, run_sync, stdin
        log.disabled = disabled
        if module is not None:
            sys.modules["app"] = module
        gc.unfreeze()
        if collects:
            gc.enable()


def _audit() -> None:
    """Refuse connections while a program runs. An audit hook cannot be removed again, so there is one for all runs."""
    global _audited
    if not _audited:
        _audited = True
        sys.addaudithook(_refuse)


def _refuse(event: str, arguments: Any) -> None:
    if not _running:
        return
    if event in ASKED:
        raise ConnectionRefusedError(NO_NETWORK)
    traces.note(event, arguments)
