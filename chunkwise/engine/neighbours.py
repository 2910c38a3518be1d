"""The other files of a program: what its ``app.py`` imports from the folder beside it, imported from their text.

They are a part of the program as ``app.py`` is: seen frame by frame, with sets in the order of insertion, and named
where something is about one of their lines.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import linecache
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

from chunkwise.engine.insertion_sets import with_insertion_sets
from chunkwise.errors import RecordingError

PACKAGE = "example"
"""The package that ``app.py`` is in, for what it imports with dots."""


class Neighbours(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the files by the names that a program imports them by.

    Args:
        folder: Where ``app.py`` is.
        sources: The text of each file by its path below ``folder``, such as ``db/session.py``.
    """

    def __init__(self, folder: Path, sources: Mapping[str, str]) -> None:
        self.folder = folder
        self._sources = sources

    def start(self) -> None:
        """Find them before anything else that has their names, as Python does with the folder it starts in."""
        package = sys.modules[PACKAGE] = ModuleType(PACKAGE)
        package.__path__ = []
        sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        parts = fullname.removeprefix(f"{PACKAGE}.").split(".")
        if parts == ["app"] or fullname == PACKAGE:
            return None
        file, package = "/".join(parts) + ".py", "/".join([*parts, "__init__.py"])
        found = next((one for one in (file, package) if one in self._sources), None)
        if found is not None:
            spec = importlib.util.spec_from_loader(fullname, self, is_package=found == package)
            assert spec is not None
            spec.origin, spec.loader_state = str(self.folder / found), found
            return spec
        if (self.folder / parts[0]).is_dir() and any(one.startswith(f"{parts[0]}/") for one in self._sources):
            spec = importlib.util.spec_from_loader(fullname, None, is_package=True)
            return spec if (self.folder / "/".join(parts)).is_dir() else None
        if (self.folder / file).is_file() or (self.folder / package).is_file():
            what = f"the program imports {file}, and no import statement of it says so"
            raise RecordingError(what, hint="Import it with an import statement, so that it is recorded too.")
        return None

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        relative = module.__spec__.loader_state
        module.__file__ = str(self.folder / relative)
        exec(self._code(module.__file__, self._sources[relative], module), module.__dict__)

    def _code(self, file: str, source: str, module: ModuleType) -> CodeType:
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        return compile(with_insertion_sets(ast.parse(source, file), module), file, "exec", dont_inherit=True)
