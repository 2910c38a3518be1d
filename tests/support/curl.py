"""The curl command of a page, run beside the server that the page says, and compared with the recording."""

from __future__ import annotations

import re
import shlex
import subprocess
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from itertools import takewhile
from pathlib import Path

import httpx

from chunkwise.conditions.processes import free_port
from chunkwise.events import MAIN, ClientEvent, CodeEvent
from chunkwise.examples import store
from chunkwise.examples.example import Example
from scripts import tools
from tests.support.serving import PATIENCE, _serving

CURL_PARTIAL_FILE = 18
"""What curl ends with when a body is cut short."""

UUID = re.compile(rb"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
"""A UUID as text, with its hyphens or without (RFC 9562, 4)."""


def read_with_curl(server: str, line: str, project: Path) -> None:
    """Start the server that a page says, read from it as the page says, and expect what the recording's client got."""
    assert not (missing := tools.missing_curl()), missing
    folder = re.search(r"--app-dir (\S+)", server)
    assert folder is not None
    example = Example(project / "examples", Path(folder[1]).relative_to("examples").as_posix())
    recorded = store.load(example)[MAIN].events
    events = [event for event in recorded if isinstance(event, ClientEvent)]
    first = [event for event in events if event.exchange == 1]
    before = takewhile(lambda event: event.exchange != 1 or event.kind != "piece", events)
    # Where another client makes what this one reads, the page says to ask for it from a second terminal.
    asked = [event for event in before if event.exchange != 1 and event.kind == "request"]
    # What is asked for again between the pieces makes the next ones.
    again = {(event.method, event.path.partition("?")[0]) for event in asked if event.method != "GET"}
    asked += [event for event in _up_to_the_last_piece(events) if event not in asked and _is_one_of(event, again)]
    pieces = [event.data for event in first if event.kind == "piece" and event.data is not None]
    kinds = {event.kind for event in first}
    # Where another client stops this one's stream, it is stopped after as many pieces.
    read = list(takewhile(lambda event: event.exchange != 1 or event.kind != "finished", events))
    stops = [event for event in read if event.method == "POST" and event.path == "/stop" and event not in asked]
    until = read[: read.index(stops[0])] if stops else []
    stopped = sum(event.data.size for event in until if event.exchange == 1 and event.data is not None)
    # What a source makes by the clock from the start on is missed by whoever comes later: which piece is first varies.
    by_the_clock = any(isinstance(event, CodeEvent) and event.role == "lifespan" for event in recorded)
    pieces = pieces[:1] if by_the_clock else pieces
    wanted = sum(piece.size for piece in pieces) if by_the_clock or "hang up" in kinds else -1
    port, other = free_port(), free_port()
    upstream, _, server = (
        server.replace(":9000", f":{other}").replace("--port 9000", f"--port {other}").rpartition(" && ")
    )
    with ExitStack() as stack:
        if upstream:
            stack.enter_context(_serving(upstream, project, other))
        stack.enter_context(_serving(f"{server} --port {port}", project, port))
        base = f"http://127.0.0.1:{port}"
        asking = threading.Timer(1, _ask, [base, asked])
        if asked:
            asking.start()
        got, code = _read_as_the_client_did(
            line.replace(":8000", f":{port}"), wanted, stopped, partial(_ask, base, stops)
        )
        if asked:
            asking.join()
    if by_the_clock:
        assert len(got) == wanted
        return
    if "zipfile" in example.source:  # An archive has the time in it.
        assert (code, len(got)) == (0, sum(piece.size for piece in pieces))
        return
    # A client that hangs up is ended here; what never waits may have been sent, and curl be done, before that.
    assert "hang up" in kinds or bool(code) == ("cut short" in kinds)
    assert "cut short" not in kinds or code == CURL_PARTIAL_FILE
    got = UUID.sub(_hidden, got)
    for piece in pieces:
        assert got[: piece.size].startswith(
            UUID.sub(_hidden, piece.data)
        )  # of a large piece, a recording keeps the beginning
        got = got[piece.size :]
    assert got == b""


def _hidden(found: re.Match[bytes]) -> bytes:
    """A UUID is another one each time, and as long."""
    return b"0" * len(found[0])


def _up_to_the_last_piece(events: list[ClientEvent]) -> list[ClientEvent]:
    ends = [place for place, event in enumerate(events) if event.exchange == 1 and event.kind == "piece"]
    return events[: ends[-1]] if ends else []


def _is_one_of(event: ClientEvent, asked: set[tuple[str, str]]) -> bool:
    return event.kind == "request" and (event.method, event.path.partition("?")[0]) in asked


def _ask(base: str, requests: list[ClientEvent]) -> None:
    """Send requests and leave when their answers begin: one may be a stream without an end."""
    for one in requests:
        with httpx.stream(one.method, base + one.path):
            pass


def _read_as_the_client_did(line: str, wanted: int, stopped: int, stop: Callable[[], None]) -> tuple[bytes, int]:
    """Return what was read and the exit code. A client that hung up has read ``wanted`` bytes, others read all (-1)."""
    with subprocess.Popen(shlex.split(line), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as curl:
        assert curl.stdout is not None
        late = threading.Timer(PATIENCE, curl.kill)
        late.start()
        got = curl.stdout.read(stopped)
        stop()  # of a stream that another client stops, after as many bytes
        got += curl.stdout.read(wanted if wanted < 0 else wanted - stopped)
        if wanted >= 0:
            curl.terminate()
        code = curl.wait()
        late.cancel()
    return got, code
