"""Settings of the interpreter that one program can change and the next one would meet: paths, limits, filters."""

from __future__ import annotations

import gc
import locale
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable
from typing import Any

PLACES = ("path", "meta_path", "path_hooks", "argv", "flags")
HOOKS = ("displayhook", "excepthook", "unraisablehook", "stdout", "stderr", "stdin")


def settings() -> dict[str, object]:
    """Return what is set now, each by a name; a value that is equal to one of before is unchanged."""
    found: dict[str, object] = {f"sys.{name}": tuple(getattr(sys, name)) for name in PLACES}
    found |= {f"sys.{name}": getattr(sys, name) for name in HOOKS}
    return found | {name: ask() for name, ask in ASKED.items()}


def _signals() -> tuple[object, ...]:
    return tuple(signal.getsignal(number) for number in sorted(signal.valid_signals()))


def _logs() -> tuple[object, ...]:
    known = logging.Logger.manager.loggerDict
    logs = [logging.root, *(one for one in known.values() if isinstance(one, logging.Logger) and one.handlers)]
    return logging.Logger.manager.disable, *((one.name, one.level, *one.handlers, *one.filters) for one in logs)


ASKED: dict[str, Callable[[], Any]] = {
    "sys.setrecursionlimit": sys.getrecursionlimit,
    "sys.setswitchinterval": sys.getswitchinterval,
    "sys.settrace": sys.gettrace,
    "sys.setprofile": sys.getprofile,
    "sys.set_int_max_str_digits": sys.get_int_max_str_digits,
    "gc.set_threshold": gc.get_threshold,
    "gc.set_debug": gc.get_debug,
    "gc.callbacks": lambda: tuple(gc.callbacks),
    "warnings.filters": lambda: tuple(warnings.filters),
    "os.environ": lambda: dict(os.environ),
    "os.chdir": os.getcwd,
    "locale.setlocale": lambda: locale.setlocale(locale.LC_ALL),
    "signal.signal": _signals,
    "logging": _logs,
}
