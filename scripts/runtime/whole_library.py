"""Gets the rest of the standard library when a program in a page imports some of it, because most programs never do.

It is packed with our modules and runs inside Pyodide. The whole library takes the place of the part, so that what was
imported before, and where it looks for its submodules, stays as it is.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Container, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


class Rest:
    """The last to be asked for a module. ``load`` puts the library at the path it is given, and tells if it could."""

    def __init__(self, names: Container[str], path: str, load: Callable[[str], bool]) -> None:
        self._names = names
        self._path = path
        self._load = load
        self._loaded = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the module is, after the library came.

        Raises:
            ImportError: It could not be loaded.
        """
        if self._loaded or name not in self._names:
            return None
        if not self._load(self._path):
            raise ImportError(
                f"`{name}` is in a part of Python that could not be loaded. Is there a network?", name=name
            )
        self._loaded = True
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path)


def install(load: Callable[[str], bool]) -> None:
    """Ask for the rest from now on. ``_rest`` is written by packing.py."""
    names = importlib.import_module("_rest").NAMES
    library = next(path for path in sys.path if path.endswith(".zip"))
    sys.meta_path.append(Rest(names, library, load))
