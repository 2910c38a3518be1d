"""Digest of what a program must leave as it was, because the next one would run in the same Python and meet it.

Taken before a run and compared after it: what modules and classes hold, the code, defaults and closures of functions,
lists and dictionaries of the libraries, and the settings of the interpreter (``settings``). Anything else than before
costs the next program a start of a new Python and nothing more, so a doubt is decided that way. A program that is out
to deceive can change what compares, too; so one that came with a link shares its Python with no other, whatever this
says.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from operator import attrgetter, is_
from types import CellType, FunctionType, ModuleType
from typing import Any

from chunkwise.browser.settings import settings

NAMES = re.compile(r"\b_?pyodide|\bctypes\b|\bimport js\b|\bfrom js\b")
"""How a program reaches what is outside of Python, where nothing is compared."""

OWN = frozenset({"app", "__main__", "__mp_main__"})
"""Modules that are no library's."""

SHOWING = frozenset({"this", "antigravity", "idlelib", "turtle", "turtledemo", "tkinter", "test"})
"""Modules of the standard library that do something when they are imported, besides being there."""

KEPT_BY_LIBRARIES = frozenset(
    {
        "_asyncio._current_tasks",
        "anyio._core._eventloop.loaded_backends",
        "asyncio.coroutines._iscoroutine_typecache",
        "chunkwise.browser.entry.now",
        "chunkwise.browser.environment._audited",
        "chunkwise.browser.traces._left",
        "fastapi.routing._endpoint_context_cache",
        "fastapi.telemetry._runtime",
        "linecache.cache",
        "random._sha512",
        "re._cache",
        "re._cache2",
        "sys.modules",
        "sys.path_importer_cache",
        "typing._overload_registry",
        "urllib.parse._hextobyte",
    }
)
"""What libraries change by themselves while they work: caches, counters, and what they find out once."""

LAZY: tuple[str, ...] = (
    "anyio",
    "anyio._backends._asyncio",
    "concurrent.futures.thread",
    "_sha2",
    "fastapi.sse",
    "pydantic",
    "queue",
)
LAZY += ("chunkwise.engine.monitoring",) if sys.version_info >= (3, 12) else ()
"""Modules that load the rest of themselves when it is used, or that others load then."""

KEPT_BY_PYTHON = frozenset({"_suggestions", "__annotate_func__", "__annotations__", "__annotations_cache__"})
KEPT_BY_PYTHON |= {"__slotnames__", "__warningregistry__"}
"""What Python itself adds to a module or class when it is first asked for."""

CODE = ("__code__", "__defaults__", "__kwdefaults__")
FACTS = attrgetter(*CODE)
Owner = ModuleType | type


class Libraries:
    """The libraries and the interpreter as they were before a run."""

    def __init__(self) -> None:
        self._was: dict[Owner, dict[str, object]] = {}
        self._modules: dict[str, object] = {}
        self._functions: dict[FunctionType, tuple[object, ...]] = {}
        self._cells: dict[int, tuple[CellType, object, str]] = {}
        self._held: dict[int, tuple[str, Any, Any]] = {}
        self._settings: dict[str, object] = {}
        self._outside: list[str] = []

    def see(self, source: str = "") -> None:
        """Take note of all that is new since the last time; before that, import what ``source`` will."""
        _import_first(source)
        if not self._modules:
            _load_lazy()
        self._outside = NAMES.findall(source)
        for name, module in list(sys.modules.items()):
            if name not in OWN and name not in self._modules:
                self._modules[name] = module
                if isinstance(module, ModuleType):
                    self._note(module, vars(module), name)
                parent, _, child = name.rpartition(".")
                above = self._modules.get(parent)
                if isinstance(above, ModuleType) and getattr(above, child, None) is module:
                    self._was[above].setdefault(child, module)
        self._settings = settings()

    def _note(self, owner: Owner, has: Mapping[str, object], name: str) -> None:
        if owner in self._was:
            return
        self._was[owner] = dict(has)
        thing: Any
        for key, thing in self._was[owner].items():
            own = f"{name}.{key}"
            for function in _functions(thing):
                if function not in self._functions:
                    self._functions[function] = FACTS(function)
                    for cell in function.__closure__ or ():
                        with suppress(ValueError):
                            self._cells.setdefault(id(cell), (cell, cell.cell_contents, own))
            kind = type(thing)  # the thing itself may raise when it is asked
            if issubclass(kind, type):
                with suppress(Exception):  # not every class lets itself be looked into
                    if vars(thing).get("__module__") == getattr(owner, "__module__", getattr(owner, "__name__", None)):
                        self._note(thing, vars(thing), f"{thing.__module__}.{thing.__qualname__}")
            elif issubclass(kind, (dict, list, set)) and key not in ("__builtins__", "__dict__"):
                self._held.setdefault(id(thing), (own, thing, thing.copy()))

    def changed(self) -> list[str]:
        """Return what is other than it was, by its names."""
        found = {name for name in self._changes() if name.rpartition(".")[2] not in KEPT_BY_PYTHON}
        return sorted(found - KEPT_BY_LIBRARIES)

    def _changes(self) -> Iterator[str]:
        for name in sys.modules.keys() - self._modules.keys() - OWN:
            yield name
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                yield name
        for owner, was in self._was.items():
            now = vars(owner)
            if len(now) != len(was) or not _same(was.values(), map(now.get, was)):
                yield from (
                    f"{_name(owner)}.{name}" for name in {*was, *now} if was.get(name, was) is not now.get(name, was)
                )
        for function, facts in self._functions.items():
            if not _same(facts, FACTS(function)):
                yield f"{function.__module__}.{function.__qualname__}"
        for cell, content, name in self._cells.values():
            with suppress(ValueError):
                if cell.cell_contents is not content:
                    yield name
        for name, now, was in self._held.values():
            if len(now) != len(was) or not _alike(now, was):
                yield name
        yield from self._outside
        after = settings()
        yield from (name for name, value in self._settings.items() if after[name] != value)


def _import_first(source: str) -> None:
    """Import the modules that a program imports, so that what it does to them is seen."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
            else:
                continue
            for name in names:
                first = name.partition(".")[0]
                if first not in SHOWING | OWN and name not in sys.modules:
                    with suppress(Exception), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                        importlib.import_module(name)


def _load_lazy() -> None:
    """Load what libraries would load when it is first used, and then keep; a page fetches nothing for that."""
    fetching = [finder for finder in sys.meta_path if type(finder).__module__ == "whole_library"]
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder not in fetching]
    try:
        for name in LAZY:
            with suppress(ImportError):
                module = importlib.import_module(name)
                for one in getattr(module, "__all__", None) or dir(module):
                    with suppress(Exception):
                        getattr(module, one)
    finally:
        sys.meta_path += fetching


def _functions(thing: object) -> Iterator[FunctionType]:
    """Yield the functions behind what a module or class holds under a name, and behind their decorators."""
    if not issubclass(type(thing), (FunctionType, staticmethod, classmethod, property)):
        return
    if isinstance(thing, staticmethod | classmethod):
        thing = thing.__func__
    for one in (thing.fget, thing.fset, thing.fdel) if isinstance(thing, property) else (thing,):
        while isinstance(one, FunctionType):
            yield one
            one = vars(one).get("__wrapped__")


def _same(one: Iterable[object], other: Iterable[object]) -> bool:
    return all(map(is_, one, other))


def _alike(now: Any, was: Any) -> bool:
    if isinstance(was, set):
        return bool(now == was)
    if isinstance(was, list):
        return _same(now, was)
    return _same(now, was) and _same(now.values(), was.values())


def _name(owner: Owner) -> str:
    return f"{owner.__module__}.{owner.__qualname__}" if isinstance(owner, type) else owner.__name__
