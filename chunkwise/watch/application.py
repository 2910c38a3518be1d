"""Application of a watch, imported as a server would import it, or what stands in the way."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any

from starlette.applications import Starlette

from chunkwise.engine.app_loader import FACTORIES, is_asgi, without_server
from chunkwise.engine.locations import place_of_error
from chunkwise.errors import RecordingError, WatchError
from chunkwise.values import exception
from chunkwise.watch.followed import Followed
from chunkwise.watch.job import Job
from chunkwise.watch.target import EXAMPLE


def load(job: Job, followed: Followed) -> Any:
    """Import the application, or make it where it is a factory.

    Raises:
        WatchError: There is none, with the line of the program that is to blame.
    """
    module = _imported(job, followed)
    found: Any = module
    for name in job.attribute.split("."):
        if not hasattr(found, name):
            raise WatchError(
                f"the module {job.module} has no {job.attribute}", file=_file(module), hint=_instead(module, job)
            )
        found = getattr(found, name)
    if job.factory:
        found = _made(found, job, followed, module)
    if is_asgi(found):
        return found
    hint = "It has to be an ASGI application, such as `app = FastAPI()`: a server calls app(scope, receive, send)."
    if callable(found) and not job.factory and (inspect.isclass(found) or not _parameters(found)):
        hint = "If it makes the application, add --factory."
    what = f"{job.module}:{job.attribute} is not an ASGI application, but of the class {type(found).__name__}"
    raise WatchError(what, file=_file(module), line=_line(found, followed), hint=hint)


def _imported(job: Job, followed: Followed) -> ModuleType:
    try:
        with without_server():
            return importlib.import_module(job.module)
    except ModuleNotFoundError as error:
        missing = error.name or job.module
        if missing == job.module or job.module.startswith(f"{missing}."):
            folders = f"the folder {job.folder}" if Path(job.folder) != Path.cwd() else "this folder"
            what = f"there is no module {missing} in {folders}"
            raise WatchError(what, hint="Run it where you start your server, or name that with --app-dir.") from None
        hint = f"Install {missing} for the Python of chunkwise, {sys.executable}, or install chunkwise for yours."
        raise _raised(f"importing it needs {missing}, which is not found", error, followed, hint) from None
    except BaseException as error:
        if isinstance(error, RecordingError):
            raise _raised(error.what, error, followed, 'Put it behind `if __name__ == "__main__":`.') from None
        if isinstance(error, SyntaxError):
            raise _raised(f"this is not valid Python: {error.msg}", error, followed, "Correct the syntax.") from None
        hint = f"Correct it until `python -c 'import {job.module}'` runs without an error."
        raise _raised(f"importing {job.module} raised {exception(error)}", error, followed, hint) from None


def _made(factory: Any, job: Job, followed: Followed, module: ModuleType) -> Any:
    if not callable(factory):
        what = f"{job.module}:{job.attribute} is not a factory: it cannot be called"
        raise WatchError(what, file=_file(module), hint="Leave --factory out.")
    try:
        return factory()
    except BaseException as error:
        what = f"calling {job.attribute}() raised {exception(error)}"
        raise _raised(what, error, followed, "Correct it, or give a factory that takes no arguments.") from None


def _raised(what: str, error: BaseException, followed: Followed, hint: str) -> WatchError:
    place = place_of_error(followed, error)
    return WatchError(what, file=Path(place.file) if place else None, line=place.line if place else None, hint=hint)


def _instead(module: ModuleType, job: Job) -> str:
    names = [name for name in vars(module) if not name.startswith("_")]
    apps = [name for name in names if is_asgi(vars(module)[name]) and not inspect.isfunction(vars(module)[name])]
    apps.sort(key=lambda name: Starlette not in type(vars(module)[name]).__mro__)
    if apps:
        return f"It has {apps[0]}: write {job.module}:{apps[0]}."
    if made := next((name for name in FACTORIES if callable(vars(module).get(name))), None):
        return f"It has {made}, which makes one: write {job.module}:{made} --factory."
    near = get_close_matches(job.attribute, names, n=1)
    return f"Did you mean {job.module}:{near[0]}?" if near else EXAMPLE


def _parameters(found: Any) -> bool:
    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):
        return True
    return any(one.default is one.empty and one.kind is not one.VAR_KEYWORD for one in parameters)


def _file(module: ModuleType) -> Path | None:
    return Path(module.__file__) if module.__file__ else None


def _line(found: Any, followed: Followed) -> int | None:
    code = getattr(inspect.unwrap(found) if callable(found) else found, "__code__", None)
    return code.co_firstlineno if code is not None and code.co_filename in followed else None
