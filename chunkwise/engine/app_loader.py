"""From the source of an example to its application, with every way in which that can fail told apart."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, ModuleType

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from chunkwise.engine.locations import line_of_error
from chunkwise.errors import RecordingError
from chunkwise.events import Role
from chunkwise.values import exception


def load(file: str, source: str) -> FastAPI:
    """Run ``source`` as the module that ``file`` is, and return its application.

    Raises:
        RecordingError: It cannot be imported, or does not have exactly one application.
    """
    path = Path(file)
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    module = sys.modules["app"] = ModuleType("app")
    module.__file__ = file
    try:
        # With our own future imports it would run otherwise here than under Uvicorn.
        code = compile(source, file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said, line = (error.msg, error.lineno) if isinstance(error, SyntaxError) else (exception(error), None)
        raise RecordingError(f"this is not Python: {said}", file=path, line=line, hint="Mend the syntax.") from None
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        what = f"importing it raised {exception(error)}"
        hint = "Mend it until `python app.py` is quiet."
        raise RecordingError(what, file=path, line=line_of_error(file, error), hint=hint) from None
    apps = {name: value for name, value in vars(module).items() if FastAPI in type(value).__mro__}
    if len({id(value) for value in apps.values()}) > 1:
        raise RecordingError(
            f"it has {len(apps)} applications: {', '.join(apps)}",
            file=path,
            line=_line_of_name(source, list(apps)[1]),
            hint="Keep one: an example shows one thing.",
        )
    found = apps.get("app")
    if not isinstance(found, FastAPI):
        what = "it has no FastAPI application called app"
        raise RecordingError(what, file=path, line=1, hint="Write app = FastAPI().")
    return found


def roles(app: FastAPI) -> Iterator[tuple[CodeType, Role]]:
    """Say which code is that of an endpoint, and which that of a dependency."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield from _roles(route.dependant, "endpoint")


def _roles(dependant: Dependant, role: Role) -> Iterator[tuple[CodeType, Role]]:
    code = getattr(dependant.call, "__code__", None)
    if code is not None:
        yield code, role
    for inner in dependant.dependencies:
        yield from _roles(inner, "dependency")


def _line_of_name(source: str, name: str) -> int:
    lines = source.split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.split("=")[0].strip() == name), 1)
