"""From the source of an example to its application, with every way in which that can fail told apart.

An application is whatever the server can call (ASGI specification, "Applications"): FastAPI's, Starlette's, a
middleware around one of them, or a function of the program's own.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from starlette.applications import Starlette

from chunkwise.engine.insertion_sets import with_insertion_sets
from chunkwise.engine.locations import Place, files_of, place_of_error
from chunkwise.engine.neighbours import PACKAGE, Neighbours
from chunkwise.engine.replaced import replaced
from chunkwise.errors import RecordingError
from chunkwise.values import exception

PARAMETERS = 3
"""Of an application: scope, receive and send."""

FACTORIES = ("create_app", "make_app", "get_app", "build_app", "app_factory", "create_application")

ONE_WRAPPED = ("app", "_app", "asgi_app", "wrapped", "inner")
"""Attributes in which a middleware keeps the application that it wraps."""

SERVERS = (
    ("uvicorn", "", "run"),
    ("uvicorn.main", "", "run"),
    ("uvicorn.server", "Server", "run"),
    ("uvicorn.server", "Server", "serve"),
    ("hypercorn", "", "run"),
    ("granian", "", "Granian"),
    ("socketserver", "BaseServer", "serve_forever"),
)
"""What starts a server and does not return: modules, classes, functions."""

OWN_SERVER = 'Put it behind `if __name__ == "__main__":`; the recorder starts the server.'


def load(file: str, source: str, modules: Mapping[str, str] | None = None) -> Any:
    """Run ``source`` as the module that ``file`` is, and return its application; ``modules`` are the texts beside it.

    Raises:
        RecordingError: It cannot be imported, or has no application called ``app``, or several.
    """
    path = Path(file)
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    module = sys.modules["app"] = ModuleType("app")
    module.__file__ = file
    folder = str(path.parent)
    if path.is_absolute() and folder not in sys.path:
        sys.path.insert(0, folder)
    if modules:
        module.__package__ = PACKAGE
        Neighbours(path.parent, modules).start()
    try:
        tree = with_insertion_sets(ast.parse(source, file), module)
        # With our own future imports it would run otherwise here than under Uvicorn.
        code = compile(tree, file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said, line = (error.msg, error.lineno) if isinstance(error, SyntaxError) else (exception(error), None)
        raise RecordingError(
            f"this is not valid Python: {said}", file=path, line=line, hint="Correct the syntax."
        ) from None
    with without_server():
        try:
            exec(code, module.__dict__)
        except BaseException as error:
            if isinstance(error, RecordingError) and error.file is not None:
                raise
            place = place_of_error(files_of(file, modules or ()), error) or Place(file, None)
            what, hint = (
                f"importing it raised {exception(error)}",
                "Correct it until `python app.py` runs without an error.",
            )
            if isinstance(error, RecordingError):
                what, hint = error.what, error.hint or hint
            raise RecordingError(what, file=Path(place.file), line=place.line, hint=hint) from None
    return _application(path, source, module)


def _application(path: Path, source: str, module: ModuleType) -> Any:
    names = vars(module)
    apps = {name: value for name, value in names.items() if Starlette in type(value).__mro__}
    if "app" not in names:
        factory = next((name for name in FACTORIES if callable(names.get(name))), None)
        if factory is not None:
            what = f"it has no application called app, but {factory}, which makes one"
            raise RecordingError(what, file=path, line=_line_of(source, factory), hint=f"Write app = {factory}().")
        what, hint = "it has no application called app", "Write app = FastAPI()."
        if apps:
            name = next(iter(apps))
            raise RecordingError(what, file=path, line=_line_of(source, name), hint=f"Call {name} app, or wrap it.")
        raise RecordingError(what, file=path, line=1, hint=hint)
    app = names["app"]
    if not is_asgi(app):
        what = f"app is not an ASGI application: it is of the class {type(app).__name__}"
        hint = "The recorder calls app(scope, receive, send), as Uvicorn does."
        if inspect.isclass(app) or (inspect.isfunction(app) and not inspect.signature(app).parameters):
            what, hint = (
                f"app is not an ASGI application, but {app.__name__}, which makes one",
                f"Write app = {app.__name__}().",
            )
        raise RecordingError(what, file=path, line=_line_of(source, "app"), hint=hint)
    seen = {id(one) for one in _reached(app)}
    stray = next((name for name, value in apps.items() if id(value) not in seen), None)
    if stray is not None:
        once = {id(value): name for name, value in reversed(apps.items())}
        what = f"it has {len(once)} applications: {', '.join(reversed(once.values()))}"
        hint = f"Keep one, or mount {stray} in app: the recorder calls only app."
        raise RecordingError(what, file=path, line=_line_of(source, stray), hint=hint)
    return app


def is_asgi(app: object) -> bool:
    """Say whether a server can call it: an async function of scope, receive and send, or an object with such a call."""
    if isinstance(app, Starlette):
        return True
    if not callable(app) or inspect.isclass(app):
        return False
    try:
        needed = [p for p in inspect.signature(app).parameters.values() if p.default is p.empty]
    except (TypeError, ValueError):
        return False
    star = any(p.kind is p.VAR_POSITIONAL for p in needed)
    return star or len(needed) == PARAMETERS


def _reached(app: object) -> Iterator[object]:
    """Yield an application and those that it wraps or mounts."""
    ahead, seen = [app], set()
    while ahead:
        one = ahead.pop()
        if id(one) in seen or one is None:
            continue
        seen.add(id(one))
        yield one
        ahead += [getattr(one, name, None) for name in ONE_WRAPPED]
        if isinstance(one, partial):
            ahead += [one.func, *one.args, *one.keywords.values()]
        if not isinstance(one, Starlette):
            ahead += _applications_in(one)
        for owner in (one, getattr(one, "router", None)):
            routes = getattr(owner, "routes", None)
            ahead += routes if isinstance(routes, list) else []
        closed = getattr(one, "__closure__", None) or ()
        ahead += [cell.cell_contents for cell in closed if cell.cell_contents is not one]
        if inspect.isfunction(one):
            named = [one.__globals__.get(name) for name in one.__code__.co_names]
            ahead += [value for value in named if isinstance(value, Starlette)]


def _applications_in(one: object) -> Iterator[Starlette]:
    """Yield the applications that an object of the program's has as attributes, or in a list or mapping of these."""
    for value in getattr(one, "__dict__", {}).values():
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
        yield from (found for found in inner if isinstance(found, Starlette))


def without_server() -> AbstractContextManager[None]:
    """While a module is imported, it must not start a server: it would never be done."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise RecordingError("importing it starts a server", hint=OWN_SERVER)

    there = [(sys.modules[module], owner, name) for module, owner, name in SERVERS if module in sys.modules]
    owners = [(getattr(module, owner, None) if owner else module, name) for module, owner, name in there]
    return replaced((owner, name, refuse) for owner, name in owners if hasattr(owner, name))


def _line_of(source: str, name: str) -> int:
    """Return the line on which a module's name is first given its value."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name:
            return node.lineno
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(found, ast.Name) and found.id == name for one in targets for found in ast.walk(one)):
            return node.lineno
    return 1
