"""A server of the smallest kind: it asks an application once, in this process, and can leave in the middle."""

from __future__ import annotations

import asyncio
from typing import Any


def ask(app: Any, path: str, *, leave_after: int = 0, refuse_after: int = 0, **more: Any) -> list[dict[str, Any]]:
    """Return the messages that the application sent.

    Args:
        leave_after: After so many messages the application is told that its client is gone.
        refuse_after: After so many messages the server raises an exception at the next.
    """
    return asyncio.run(_ask(app, path, leave_after, refuse_after, more))


async def _ask(app: Any, path: str, leave_after: int, refuse_after: int, more: dict[str, Any]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    left = asyncio.Event()
    body = [{"type": "http.request", "body": more.pop("body", b""), "more_body": False}]

    async def receive() -> dict[str, Any]:
        if body:
            return body.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if refuse_after and len(sent) == refuse_after:
            raise OSError("the client has left")
        sent.append(message)
        last = (
            isinstance(message, dict) and message.get("type") == "http.response.body" and not message.get("more_body")
        )
        if last or len(sent) == leave_after:
            left.set()

    route, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4" if refuse_after else "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": route,
        "raw_path": route.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"shop.example")],
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", 8000),
        **more,
    }
    await app(scope, receive, send)
    return sent
