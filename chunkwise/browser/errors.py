"""What went wrong, as a reader should read it: their own lines and no others."""

from __future__ import annotations

import warnings
from traceback import StackSummary, TracebackException, clear_frames
from typing import Any

from chunkwise.engine.locations import place_of_error
from chunkwise.errors import ChunkwiseError

FILE = "app.py"
FILES = {FILE: ""}
"""How the program in a page is called."""

LONGEST = 8_000
"""Characters of a traceback that are kept; a message may have any number."""

LINE = 300
"""Characters of one line."""

DEEPEST = 10
"""Exceptions that led to one another."""

HERE = (
    "A page has FastAPI, Starlette, Pydantic, AnyIO and Python's standard library. "
    "For other packages, run the program on your own machine."
)


def of_run(error: ChunkwiseError, cause: BaseException | None) -> dict[str, Any]:
    """Describe why there is no run, or no more of it; ``cause`` is the exception behind it."""
    what, hint = error.what, error.hint
    if isinstance(cause, ModuleNotFoundError):
        what, hint = f"there is no module {cause.name!r} in this page", HERE
    elif what.startswith("importing") and cause is not None:
        what, hint = f"importing it raised {_said(cause)}", ""
    traceback = trimmed(cause) if cause is not None else ""
    return {"what": what, "line": error.line, "hint": hint or "", "traceback": traceback}


def of_program(error: BaseException) -> dict[str, Any]:
    """Describe an exception that the application raised while it served a request."""
    what = f"the program raised {_said(error)}"
    place = place_of_error(FILES, error)
    return {"what": what, "line": place and place.line, "hint": "", "traceback": trimmed(error)}


def trimmed(error: BaseException) -> str:
    """Return the traceback as Python prints it, with the frames of the program alone."""
    told = TracebackException.from_exception(error, compact=True)
    _trim(told, DEEPEST)
    text = "".join(told.format())
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}\n…\n{text[-LONGEST // 2 :]}"


def let_go(error: BaseException) -> None:
    """Empty the frames that an exception keeps, once it is described.

    A coroutine that nobody awaited would otherwise complain of it when it goes, which is in some later program's run.
    """
    with warnings.catch_warnings(action="ignore"):
        _clear(error, DEEPEST)


def _clear(error: BaseException, depth: int) -> None:
    clear_frames(error.__traceback__)
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for one in (*inner, error.__cause__, error.__context__):
        if one is not None and depth:
            _clear(one, depth - 1)


def _said(error: BaseException) -> str:
    return "".join(TracebackException.from_exception(error).format_exception_only()).strip().partition("\n")[0][:LINE]


def _trim(told: TracebackException, depth: int) -> bool:
    """Remove what is not the program's; say whether anything is left that a reader could look at."""
    told.stack = StackSummary.from_list([frame for frame in told.stack if frame.filename == FILE])
    inner = [_trim(one, depth - 1) for one in told.exceptions or ()] if depth else []
    if told.__cause__ is not None and not (depth and _trim(told.__cause__, depth - 1)):
        told.__cause__ = None
    if told.__context__ is not None and not (depth and _trim(told.__context__, depth - 1)):
        told.__context__ = None
    return bool(told.stack) or any(inner) or told.__cause__ is not None or told.__context__ is not None
