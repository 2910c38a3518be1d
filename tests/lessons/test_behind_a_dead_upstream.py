"""What a client sees of a program that isn't there, or is killed in the middle of a stream, through each real proxy.

No recording has that: a condition's server lives as long as its run. The table of the lesson is what comes out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import httpx
import pytest

from chunkwise.conditions.processes import HOST, free_port
from chunkwise.examples.example import Example
from tests.support.made import ROOT
from tests.support.proxied import proxy_before
from tests.support.serving import PATIENCE
from tests.support.workers import listening, workers_of

ANSWER = Example(ROOT / "examples", "behind_a_proxy/answer")
Proxy = Literal["nginx", "caddy", "haproxy"]
SEEN: dict[tuple[Proxy, str], tuple[int, str]] = {
    ("nginx", "nginx.conf"): (502, "cut off"),
    ("nginx", "nginx-buffering-off.conf"): (502, "looks complete"),
    ("caddy", "Caddyfile"): (502, "cut off"),
    ("haproxy", "haproxy.cfg"): (503, "cut off"),
}
NAMES = {
    "nginx.conf": "nginx",
    "nginx-buffering-off.conf": "nginx, HTTP/1.0 to Uvicorn",
    "Caddyfile": "Caddy",
    "haproxy.cfg": "HAProxy",
}
PAGE = ROOT / "docs/lessons/behind-a-proxy/learn.md"
each = pytest.mark.parametrize(("proxy", "configuration"), SEEN)


@contextmanager
def killed_later() -> Iterator[tuple[str, ExitStack]]:
    """Serve the lesson's program; closing the stack kills its process."""
    with ExitStack() as stack:
        yield stack.enter_context(workers_of(ANSWER.folder, stack.enter_context(listening()))), stack


@each
def test_a_program_that_is_not_there_is_told_with_a_status(proxy: Proxy, configuration: str, tmp_path: Path) -> None:
    nobody = f"http://{HOST}:{free_port()}"
    with proxy_before(nobody, ANSWER, proxy, configuration, tmp_path) as address:
        assert httpx.get(f"{address}/answer", timeout=PATIENCE).status_code == SEEN[proxy, configuration][0]


@each
def test_a_program_that_is_killed_ends_its_stream_early(proxy: Proxy, configuration: str, tmp_path: Path) -> None:
    with (
        killed_later() as (program, life),
        proxy_before(program, ANSWER, proxy, configuration, tmp_path) as address,
    ):
        httpx.get(program, timeout=PATIENCE)  # It has started now.
        assert end_of(address, life) == SEEN[proxy, configuration][1]


def end_of(address: str, life: ExitStack) -> str:
    """Ask for the answer, kill the program when its first word is there, and say how it ends."""
    with httpx.stream("GET", f"{address}/answer", timeout=PATIENCE) as response:
        assert response.status_code == 200
        read = b""
        try:
            for piece in response.iter_raw():
                read += piece
                life.close()
        except httpx.RemoteProtocolError:
            return "cut off"
    return "whole" if read.endswith(b"word 5\n") else "looks complete"


def test_the_page_says_what_comes_out_here() -> None:
    page = PAGE.read_text("utf-8")
    for (_, configuration), (status, end) in SEEN.items():
        assert f"| {NAMES[configuration]} | {status} | {end} |" in page
