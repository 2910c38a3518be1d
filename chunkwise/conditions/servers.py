"""Servers by their names in a scenario: the command that runs each one with a given event loop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chunkwise.conditions.processes import HOST
from chunkwise.examples.condition import PINNED_LOOP, Condition

TARGET = "served:app"
"""The wrapped application, in the folder of a run."""

PACKAGES = {
    "uvicorn": ("uvicorn", "h11"),
    "hypercorn": ("hypercorn", "h11"),
    "granian": ("granian",),
    "gunicorn": ("gunicorn",),
    "uvicorn-worker": ("gunicorn", "uvicorn-worker", "uvicorn"),
    "testclient": ("httpx",),
    "asgitransport": ("httpx",),
}
"""The packages whose versions say which server it was."""


def packages(condition: Condition) -> tuple[str, ...]:
    """Return the packages that decide how a condition turns out, the server's first."""
    found = [*PACKAGES[condition.server]]
    if condition.http == "httptools":
        found = ["uvicorn", "httptools"]
    if condition.loop != "asyncio":
        found.append("uvloop")
    return tuple(dict.fromkeys([*found, "fastapi", "starlette"]))


def command(condition: Condition, python: Path, port: int) -> list[str]:
    """Return what runs the server of a condition on ``port``, with one worker."""
    loop = "uvloop" if condition.loop.startswith(PINNED_LOOP) else condition.loop
    return [str(python), "-m", *_COMMANDS[condition.server](loop, condition.http or "h11", port)]


def _uvicorn(loop: str, http: str, port: int) -> list[str]:
    options = ["--no-access-log", "--log-level", "warning"]
    return ["uvicorn", TARGET, "--host", HOST, "--port", str(port), "--loop", loop, "--http", http, *options]


def _hypercorn(loop: str, http: str, port: int) -> list[str]:
    return ["hypercorn", TARGET, "--bind", f"{HOST}:{port}", "--worker-class", loop]


def _granian(loop: str, http: str, port: int) -> list[str]:
    return ["granian", "--interface", "asgi", "--host", HOST, "--port", str(port), "--loop", loop, TARGET]


def _gunicorn(loop: str, http: str, port: int) -> list[str]:
    return ["gunicorn", "-k", "asgi", "--asgi-loop", loop, "--bind", f"{HOST}:{port}", TARGET]


def _uvicorn_worker(loop: str, http: str, port: int) -> list[str]:
    # The two classes that uvicorn-worker has: h11 with asyncio, or whatever is fastest.
    worker = "UvicornH11Worker" if loop == "asyncio" else "UvicornWorker"
    return ["gunicorn", "-k", f"uvicorn_worker.{worker}", "--bind", f"{HOST}:{port}", TARGET]


_COMMANDS: dict[str, Callable[[str, str, int], list[str]]] = {
    "uvicorn": _uvicorn,
    "hypercorn": _hypercorn,
    "granian": _granian,
    "gunicorn": _gunicorn,
    "uvicorn-worker": _uvicorn_worker,
}
