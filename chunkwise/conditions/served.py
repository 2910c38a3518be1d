"""Wrapper around an example's application, in the server's own process: it writes down what passes on both sides.

It is copied beside ``app.py`` and imports nothing but the standard library, so that it runs with any version of
FastAPI. Each line that it appends to the file ``CHUNKWISE_LOG`` is one event as JSON, with the monotonic clock in
nanoseconds, which all processes of a machine share.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

Scope = dict[str, Any]
TEXT = 60
"""Bytes of a body's message that are kept."""

_log = os.open(os.environ["CHUNKWISE_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)


def note(kind: str, **details: Any) -> None:
    """Append an event, in one write: threads and worker processes share the file."""
    line = json.dumps({"at": time.monotonic_ns(), "kind": kind, **details}) + "\n"
    os.write(_log, line.encode())


def _print(*values: object, sep: str | None = " ", **_: Any) -> None:
    note("printed", text=(" " if sep is None else sep).join(map(str, values)))


class Seen:
    """An ASGI application whose messages are written down as ``kind``, which is ``made`` or ``sent``."""

    def __init__(self, app: Any, kind: str) -> None:
        self.app, self.kind = app, kind

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def seen_send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                note(self.kind, start=message["status"])
            elif message["type"] == "http.response.body":
                body, more = message.get("body", b""), message.get("more_body", False)
                note(self.kind, size=len(body), text=bytes(body[:TEXT]).decode("latin-1"), more=more)
            await send(message)

        if self.kind == "made":
            await self.app(scope, receive, seen_send)
            return

        async def seen_receive() -> Any:
            message = await receive()
            if message["type"] == "http.disconnect":
                note("disconnect")
            return message

        note("begins", http=scope.get("http_version"), spec=scope.get("asgi", {}).get("spec_version"))
        try:
            await self.app(scope, seen_receive, seen_send)
        except BaseException as error:
            note("ends", raised=type(error).__name__)
            raise
        note("ends")


def _inside(app: Any) -> Any:
    """Build Starlette's middleware around a router that is seen: what the path operation makes, and what is sent."""
    if hasattr(app, "build_middleware_stack"):
        router = app.router
        app.router = Seen(router, "made")
        with contextlib.ExitStack() as back:
            back.callback(setattr, app, "router", router)
            app.middleware_stack = app.build_middleware_stack()
    return app


def _program() -> Any:
    """Import ``app.py`` with a ``print`` of its own, which is noted: what libraries print is not the program's."""
    folder = Path(__file__).parent
    # A package with itself as its file, so that it may import what lies beside it with a dot or without.
    beside = [str(folder)]
    spec = importlib.util.spec_from_file_location("app", folder / "app.py", submodule_search_locations=beside)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["app"] = module
    module.print = _print  # type: ignore[attr-defined]
    spec.loader.exec_module(module)
    return module.app


app = Seen(_inside(_program()), "sent")
