"""The relay of the project in real time: its upstream, one of its four programs, and nginx before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from chunkwise.examples.example import Example
from tests.support.proxied import nginx_before
from tests.support.record import EXAMPLES
from tests.support.serving import PATIENCE
from tests.support.workers import listening, workers_of

STEPS = ("step_1_bytes", "step_2_status", "step_3_heartbeat", "step_4_proxy")
LAST = Example(EXAMPLES, f"relay/{STEPS[-1]}")
WATCHED = """
import sys

sys.path.insert(0, {folder!r})
import upstream


async def app(scope, receive, send):
    complete = False

    async def sending(message):
        nonlocal complete
        await send(message)
        complete = complete or message["type"] == "http.response.body" and not message.get("more_body")

    try:
        await upstream.app(scope, receive, sending)
    finally:
        if scope.get("path", "").startswith("/jobs/"):
            with open({log!r}, "a") as log:
                log.write("complete\\n" if complete else "cut short\\n")
"""
"""The upstream, which writes down whether the relay has let it send all of its answer."""


@contextmanager
def behind_nginx(step: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the address of nginx, and the file that tells how each answer of the upstream ended."""
    log = folder / "answers"
    (folder / "watched.py").write_text(WATCHED.format(folder=str(LAST.folder), log=str(log)), "utf-8")
    with ExitStack() as stack:
        enter = stack.enter_context
        upstream = enter(workers_of(folder, enter(listening()), module="watched"))
        relay = enter(workers_of(EXAMPLES / "relay" / step, enter(listening()), JOBS=upstream))
        for address in (upstream, relay):
            httpx.get(address, timeout=PATIENCE)  # it has started now: nginx would answer 504 before
        yield enter(nginx_before(relay, LAST, "nginx.conf", folder)), log
