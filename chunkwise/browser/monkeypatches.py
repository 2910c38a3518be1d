"""What a program changed in the libraries, because the next program would run in the same Python and meet it.

Only functions and classes are compared, and only whether they are still the same objects: libraries keep counters and
caches of their own, and fill them as they run. What a program did to a library's data is not seen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import FunctionType, ModuleType
from typing import TypeGuard

PACKAGES = frozenset({"anyio", "asyncio", "builtins", "chunkwise", "fastapi", "h11", "json", "pydantic", "random"})
PACKAGES |= {"starlette", "time", "uvicorn"}
"""Where a program's changes are looked for."""

NEW = (FunctionType, property, staticmethod, classmethod)
"""What may be added to a class in the place of what it inherits."""

Owner = ModuleType | type


class Libraries:
    """The libraries as they were when they were first seen."""

    def __init__(self) -> None:
        self._was: dict[Owner, dict[str, object]] = {}
        self._seen: set[str] = set()

    def see(self) -> None:
        """Take note of what was imported since the last time."""
        for name in sys.modules.keys() - self._seen:
            self._seen.add(name)
            module = sys.modules[name]
            if name.partition(".")[0] in PACKAGES and isinstance(module, ModuleType):
                self._was[module] = dict(vars(module))
                for thing in self._was[module].values():
                    if _is_class_of(thing, name):
                        self._was[thing] = dict(vars(thing))

    def changed(self) -> list[str]:
        """Return the names of functions and classes that were replaced, removed or put before an inherited one."""
        return sorted(f"{_name(owner)}.{name}" for owner, was in self._was.items() for name in _differs(owner, was))


def _is_class_of(thing: object, module: str) -> TypeGuard[type]:
    return isinstance(thing, type) and vars(thing).get("__module__") == module


def _differs(owner: Owner, was: Mapping[str, object]) -> Iterator[str]:
    now = vars(owner)
    for name, thing in was.items():
        if now.get(name) is not thing and (callable(thing) or isinstance(thing, NEW)):
            yield name
    if isinstance(owner, type) and len(now) > len(was):
        yield from (name for name, thing in list(now.items()) if name not in was and isinstance(thing, NEW))


def _name(owner: Owner) -> str:
    return f"{owner.__module__}.{owner.__qualname__}" if isinstance(owner, type) else owner.__name__
