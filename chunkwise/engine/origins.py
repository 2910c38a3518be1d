"""Who called a frame, as the stack shows at the moment when it is entered: nothing here is guessed.

A frame of the program is called by another one, or by a library. Which part it plays then follows from the function of
the library: what ``solve_dependencies`` calls is a dependency, and what a response pulls from its ``body_iterator`` is
its body, whatever it is called and however it is wrapped. A job of a worker thread goes on where it was handed over.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Protocol

from starlette.responses import Response

from chunkwise.events import Role

ROLES: dict[str, Role] = {
    "fastapi.dependencies.utils.solve_dependencies": "dependency",
    "starlette.background.BackgroundTask.__call__": "background",
    "starlette.routing.Router.lifespan": "lifespan",
    "uvicorn.lifespan.on.LifespanOn.main": "lifespan",
}
"""Functions of the libraries, and what they call, also through other functions of libraries. The nearest decides."""

DIRECT: dict[str, Role] = {
    "fastapi.routing.run_endpoint_function": "endpoint",
    "starlette._exception_handler.wrap_app_handling_exceptions.<locals>.wrapped_app": "handler",
    "starlette.endpoints.HTTPEndpoint.dispatch": "endpoint",
    "starlette.middleware.base.BaseHTTPMiddleware.__call__": "middleware",
    "starlette.middleware.errors.ServerErrorMiddleware.__call__": "handler",
    "starlette.routing.request_response.<locals>.app.<locals>.app": "endpoint",
}
"""The same for what they call directly: these are on the stack of all that an application does."""

TASK = "asyncio.Task"
"""What calls the first function of a task, and whatever goes on in one by itself."""

STARTS = frozenset({"anyio._core._tasks.TaskHandle._run_coro", "anyio._backends._asyncio.TaskGroup._run_wrapped_task"})
"""What AnyIO puts around the function of a task that it starts, and called otherwise in older versions."""

OWN = "chunkwise."
HOPS = ("starlette.concurrency", "anyio.to_thread", "asyncio.threads", OWN)
"""Modules whose functions only hand on a call, for example into a worker thread."""

COMPREHENSIONS = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>"})
"""Frames of their own before Python 3.12, part of the function around them since."""

_STEPS = inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
_PULLS = ("body_iterator", "sse_aiter")
"""What a function names that iterates over a body: an attribute of Starlette's responses and of others like them, and a
variable of FastAPI's for event streams."""

_PULLING = frozenset({"litestar.response.streaming.ASGIStreamingResponse._stream"})
"""Functions that do so without such a name."""


Puller = tuple[int, int]
"""Identifies a frame while it lives, by its identity and its code's: another may have its address later."""


@dataclass(frozen=True)
class Origin:
    """How a frame was entered.

    ``by`` is the frame of the program that called it, directly or through a library, and 0 for none; ``via`` the
    library's function that called it directly. ``role`` is what the functions between them make of it. ``puller``
    identifies the frame of the response that pulls it from its body, where one does. ``cause`` is the place
    in the log of the caller's last event.
    """

    by: int = 0
    via: str = ""
    role: Role | None = None
    puller: Puller | None = None
    cause: int | None = None
    exchange: int = 0


NOWHERE = Origin()


@dataclass(frozen=True)
class _Function:
    """What one function of a library means for the frames that it calls."""

    name: str
    role: Role | None
    direct: Role | None
    pulls: bool
    hands_on: bool


class Known(Protocol):
    """What is remembered of a frame of the program."""

    number: int
    last: int


class Origins:
    """Looks at stacks.

    Args:
        known: Returns what is remembered of a frame of the program, and None for any other.
        ends: The code above which nothing matters: what calls the application, and what runs a job in a thread.
    """

    def __init__(self, known: Callable[[FrameType], Known | None], ends: frozenset[CodeType]) -> None:
        self._known = known
        self._ends = ends
        self._functions: dict[CodeType, _Function] = {}

    def of(self, frame: FrameType | None, job: Origin | None = None) -> Origin:
        """Return how a frame was entered, from its caller on; ``job`` is where this thread's job was handed over."""
        via = ""
        puller: Puller | None = None
        role: Role | None = None
        iterating = direct = True
        while frame is not None and frame.f_code not in self._ends:
            known = self._known(frame)
            if known is not None:
                return Origin(known.number, via, role, puller, known.last)
            function = self._functions.get(frame.f_code) or self._read(frame)
            if not via and not function.name.startswith(OWN):
                via = function.name
            role = role or function.role or (function.direct if direct else None)
            if iterating:
                puller = (id(frame), id(frame.f_code)) if function.pulls else None
                iterating = function.hands_on and puller is None
            direct = direct and function.hands_on
            frame = frame.f_back
        if job is None:
            return Origin(0, via, role, puller)
        puller = puller or (job.puller if iterating else None)
        return Origin(job.by, via or job.via, role or job.role, puller, job.cause, job.exchange)

    def puller_on(self, frame: FrameType | None) -> Iterator[tuple[Known | None, Puller | None]]:
        """Go up a stack: yield the frames of the program, and the identities of those that pull a body."""
        while frame is not None and frame.f_code not in self._ends:
            known = self._known(frame)
            if known is not None:
                yield known, None
            elif (self._functions.get(frame.f_code) or self._read(frame)).pulls:
                yield None, (id(frame), id(frame.f_code))
            frame = frame.f_back

    def _read(self, frame: FrameType) -> _Function:
        code = frame.f_code
        module = str(frame.f_globals.get("__name__", ""))
        name = f"{module}.{code.co_qualname}"
        name = TASK if name.startswith("asyncio.events.") or name in STARTS else name
        if code.co_name in COMPREHENSIONS:
            name, module = OWN + name, OWN
        pulls = _PULLS[0] in code.co_names or _PULLS[1] in code.co_freevars or name in _PULLING
        hands_on = bool(code.co_flags & _STEPS) or module.startswith(HOPS)
        function = _Function(name, ROLES.get(name), DIRECT.get(name), pulls, hands_on)
        self._functions[code] = function
        return function


def is_held(caller: FrameType | None, frame: FrameType) -> bool:
    """Say whether a frame is that of an iterator which its caller, a method of a response, has as an attribute.

    So it is where the program has a response of its own, which does itself what Starlette's would do.
    """
    response = _first(caller) if caller is not None else None
    if not isinstance(response, Response):
        return False
    iterator = _first(frame) if not frame.f_code.co_flags & _STEPS else None
    for held in vars(response).values():
        if frame in (getattr(held, "ag_frame", None), getattr(held, "gi_frame", None)):
            return True
        if iterator is not None and held is iterator:
            return True
    return False


def _first(frame: FrameType) -> object:
    """Return the first argument of a function that has any, which is the object that it is a method of."""
    return frame.f_locals.get(frame.f_code.co_varnames[0]) if frame.f_code.co_argcount else None
