"""Traces that a program leaves where nothing can be compared: files, codecs, audit hooks, calls into C.

Python tells of them as they happen: by audit events (PEP 578), and codecs by the functions that register them.
"""

from __future__ import annotations

import _codecs
import codecs
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

EVENTS = frozenset({"cpython.PyInterpreterState_New", "os.putenv", "os.unsetenv", "sys.addaudithook"})
EVENTS |= {
    f"os.{name}" for name in ("chmod", "link", "mkdir", "remove", "rename", "rmdir", "symlink", "truncate", "utime")
}
FAMILIES = ("ctypes.", "shutil.")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
REGISTERS: tuple[tuple[ModuleType, str], ...] = (
    (codecs, "register"),
    (codecs, "register_error"),
    (_codecs, "register"),
    (_codecs, "register_error"),
)

_left: set[str] = set()


def forget() -> None:
    """Begin with none."""
    _left.clear()


def left() -> list[str]:
    """Return what was left since then, by the names of the events."""
    return sorted(_left)


def note(event: str, arguments: Any) -> None:
    """Take note of an audit event, if it is one that leaves something."""
    if event in EVENTS or event.startswith(FAMILIES):
        _left.add(event)
    elif event == "open":
        path, _, flags = (*arguments, None, None, None)[:3]
        if isinstance(flags, int) and flags & WRITES and not str(path).startswith("/dev/"):
            _left.add("open")


@contextmanager
def registered() -> Iterator[None]:
    """Take note of codecs and of handlers of their errors, which nobody can take away again."""
    real = {(owner, name): getattr(owner, name) for owner, name in REGISTERS}
    try:
        for (owner, name), function in real.items():
            setattr(owner, name, _noting(f"{owner.__name__.strip('_')}.{name}", function))
        yield
    finally:
        for (owner, name), function in real.items():
            setattr(owner, name, function)


def _noting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*given: Any) -> Any:
        _left.add(name)
        return function(*given)

    return noted
