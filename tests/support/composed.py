"""Programs put together from parts that people use, for tests that compare what is recorded with what happens.

Each choice is a few lines of source; together they make a program that a person can read, which is what a failing test
prints. The simplest choice of each kind comes first, so a failure shrinks towards a plain program.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

from hypothesis import strategies as st

STYLES = ("returned", "declared")
BODIES = ("async generator", "generator", "async iterator", "iterator", "wrapped", "yield from", "list")
WAITS = (
    "",
    "await asyncio.sleep(0)",
    "await asyncio.sleep(0.2)",
    "await asyncio.to_thread(work, n)",
    "await in_group(n)",
)
MANAGERS = ("", "with noted():", "async with opened():")
DEPENDENCIES = ("", "async", "def", "object", "of a dependency", "function scope")
MIDDLEWARE = ("", "function", "asgi", "wraps the body")
PLACES = ("app", "router", "nested router", "mounted")
ENDPOINTS = ("async def", "def")
CLIENTS = ("reads", "reads", "reads", "leaves", "stalls", "comes back", "two")
BEFORE = ("", "any(n == 1 for n in range(3))", "list(helper())", "[n async for n in ahelper()]")


@dataclass(frozen=True)
class Composed:
    """One program and who asks it."""

    style: str
    body: str
    pieces: int
    wait: str
    manager: str
    dependency: str
    middleware: str
    place: str
    endpoint: str
    before: str
    lifespan: bool
    background: bool
    fails_at: int | None
    client: str
    """What the client does: one of ``CLIENTS``."""
    reads: int
    """How many pieces it reads before it does something else."""

    @property
    def path(self) -> str:
        return {"app": "", "router": "/api", "nested router": "/api/v1", "mounted": "/sub"}[self.place] + "/stream"

    @property
    def threaded(self) -> bool:
        plain = self.body in ("generator", "iterator", "yield from", "list")
        return plain or "to_thread" in self._wait or self.endpoint == "def" or self.dependency in ("def", "object")

    @property
    def scenario(self) -> str:
        sent = f'{{ send = "GET {self.path}", headers = {{ Connection = "close" }} }}'
        some, all_ = f"{{ read = {self.reads} }}", '{ read = "all" }'
        does = {
            "reads": [sent, all_],
            "leaves": [sent, some, "{ hang_up = true }"],
            "stalls": [sent, some, "{ stop_reading = true }", "{ pause = 1 }", all_],
            "comes back": [sent, some, "{ hang_up = true }", sent, all_],
            "two": [sent, all_],
        }[self.client]
        two = f'\n[[client]]\nname = "other"\nscript = [{sent}, {all_}]\n' if self.client == "two" else ""
        named = 'name = "one"\n' if two else ""
        return f'title = "Composed"\nwatch = ["n"]\n\n[[client]]\n{named}script = [{", ".join(does)}]\n{two}'

    @property
    def _is_async(self) -> bool:
        return self.body in ("async generator", "wrapped", "async iterator")

    @property
    def _wait(self) -> str:
        return self.wait if self._is_async else ""

    @property
    def values(self) -> list[str]:
        """The pieces that the body gives until it fails."""
        last = self.pieces if self.fails_at is None else min(self.pieces, self.fails_at)
        return [f"piece {n}\n" for n in range(last)]

    @property
    def source(self) -> str:
        parts = [HEAD, self._dependency(), self._app(), self._middleware(), self._route()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _loop(self) -> str:
        fail = (
            f'if n == {self.fails_at}:\n        raise ValueError("worn out")\n    ' if self.fails_at is not None else ""
        )
        wait = f"\n    {self._wait}" if self._wait else ""
        loop = f'for n in range({self.pieces}):\n    {fail}yield f"piece {{n}}\\n"{wait}'
        manager = self.manager if self._is_async or not self.manager.startswith("async") else ""
        return f"{manager}\n{indent(loop, '    ')}" if manager else loop

    def _body(self) -> str:
        keyword = "async def" if self._is_async else "def"
        generator = f"{keyword} make():\n{indent(self._loop(), '    ')}"
        if self.body == "wrapped":
            return f"{generator}\n\n\nasync def body():\n    async for piece in make():\n        yield piece"
        if self.body == "yield from":
            return f"{generator}\n\n\ndef body():\n    yield from make()"
        if self.body == "list":
            values = "".join(f'"piece {n}\\n", ' for n in range(self.pieces))
            return f"def body():\n    return [{values}]"
        if self.body in ("async iterator", "iterator"):
            return self._object()
        return generator.replace("make()", "body()")

    def _object(self) -> str:
        start, step, stop = (
            ("__aiter__", "async def __anext__", "StopAsyncIteration")
            if self._is_async
            else ("__iter__", "def __next__", "StopIteration")
        )
        fail = (
            f'        if n == {self.fails_at}:\n            raise ValueError("worn out")\n'
            if self.fails_at is not None
            else ""
        )
        wait = f"        {self._wait}\n" if self._wait else ""
        return (
            f"class body:\n    def __init__(self):\n        self.given = 0\n\n    def {start}(self):\n        return self\n\n"
            f"    {step}(self):\n        n = self.given\n        if n == {self.pieces}:\n            raise {stop}\n{fail}{wait}"
            f'        self.given += 1\n        return f"piece {{n}}\\n"'
        )

    def _dependency(self) -> str:
        return DEPENDENCY.get(self.dependency, "")

    def _app(self) -> str:
        app = "app = FastAPI(lifespan=lifespan)" if self.lifespan else "app = FastAPI()"
        around = LIFESPAN + "\n\n\n" if self.lifespan else ""
        place = {"app": "owner = app", "mounted": "owner = FastAPI()"}.get(self.place, "owner = APIRouter()")
        return f"{around}{app}\n{place}"

    def _middleware(self) -> str:
        return MIDDLEWARES.get(self.middleware, "")

    def _route(self) -> str:
        take = {"": "", "function scope": 'd=Depends(dependency, scope="function")'}.get(
            self.dependency, "d=Depends(dependency)"
        )
        endpoint = self.endpoint if "async for" not in self.before else "async def"
        before = f"    {self.before}\n" if self.before else ""
        if self.style == "declared" and self.body in ("async generator", "generator"):
            keyword = "async def" if self._is_async else "def"
            route = (
                f'@owner.get("/stream", response_class=StreamingResponse)\n{keyword} stream({take}):\n'
                f"{indent(self._loop(), '    ')}"
            )
            body = ""
        else:
            later = ", background=BackgroundTask(later)" if self.background else ""
            route = (
                f'@owner.get("/stream")\n{endpoint} stream({take}):\n{before}'
                f'    return StreamingResponse(body(), media_type="text/plain"{later})'
            )
            body = self._body() + "\n\n\n"
        include = {
            "router": 'app.include_router(owner, prefix="/api")',
            "nested router": 'outer = APIRouter(prefix="/api")\nouter.include_router(owner, prefix="/v1")\napp.include_router(outer)',
            "mounted": 'app.mount("/sub", owner)',
        }.get(self.place, "")
        return f"{body}{route}" + (f"\n\n\n{include}" if include else "")


HEAD = """import asyncio
from contextlib import asynccontextmanager, contextmanager

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask


def work(n):
    return n


def helper():
    yield "a helper's"


async def ahelper():
    yield "an async helper's"


async def in_group(n):
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0))


@contextmanager
def noted():
    yield "noted"


@asynccontextmanager
async def opened():
    yield "opened"


async def later():
    await asyncio.sleep(0)
"""

LIFESPAN = """@asynccontextmanager
async def lifespan(app):
    app.state.model = "loaded"
    yield
    app.state.model = None"""

DEPENDENCY = {
    "async": 'async def dependency():\n    try:\n        yield "session"\n    finally:\n        await asyncio.sleep(0)',
    "def": 'def dependency():\n    try:\n        yield "session"\n    finally:\n        work(1)',
    "object": 'class Pool:\n    def __call__(self):\n        yield "session"\n\n\ndependency = Pool()',
    "of a dependency": (
        'async def settings():\n    return {"size": 1}\n\n\n'
        "async def dependency(settings=Depends(settings)):\n    yield settings"
    ),
    "function scope": 'async def dependency():\n    yield "session"',
}

MIDDLEWARES = {
    "function": (
        '@app.middleware("http")\nasync def stamp(request: Request, call_next):\n'
        '    response = await call_next(request)\n    response.headers["x-stamp"] = "1"\n    return response'
    ),
    "asgi": (
        "class Stamp:\n    def __init__(self, app):\n        self.app = app\n\n"
        "    async def __call__(self, scope, receive, send):\n        async def stamped(message):\n"
        '            if message["type"] == "http.response.start":\n                message["headers"].append((b"x-stamp", b"1"))\n'
        '            await send(message)\n\n        await self.app(scope, receive, stamped if scope["type"] == "http" else send)\n\n\n'
        "app.add_middleware(Stamp)"
    ),
    "wraps the body": (
        "async def shouted(chunks):\n    async for chunk in chunks:\n        yield chunk.upper()\n\n\n"
        '@app.middleware("http")\nasync def shout(request: Request, call_next):\n    response = await call_next(request)\n'
        "    response.body_iterator = shouted(response.body_iterator)\n    return response"
    ),
}


@st.composite
def composed(draw: st.DrawFn) -> Composed:
    """Return a program of any kind; most are plain in most respects, as people's programs are."""

    def pick(choices: tuple[str, ...]) -> str:
        return draw(st.sampled_from(choices))

    pieces = draw(st.integers(0, 3))
    body = pick(BODIES)
    fails = draw(st.integers(0, 2)) if body != "list" and draw(st.integers(0, 4)) == 4 else None
    reads = draw(st.integers(1, 2))
    return Composed(
        style=pick(STYLES),
        body=body,
        pieces=pieces,
        wait=pick(WAITS),
        manager=pick(MANAGERS),
        dependency=pick(DEPENDENCIES),
        middleware=pick(MIDDLEWARE),
        place=pick(PLACES),
        endpoint=pick(ENDPOINTS),
        before=pick(BEFORE),
        lifespan=draw(st.booleans()),
        background=draw(st.booleans()),
        fails_at=fails,
        client=pick(CLIENTS) if pieces and fails is None else "reads",
        reads=min(reads, pieces) or 1,
    )
