"""What is recorded of any program, compared with what happens without a recorder, and with itself.

The programs are composed by hypothesis. ``make fuzz N=2000`` tries more of them, other ones each time; here it is the
same few each time. A failure prints a program that a person can read.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
import uvicorn
from hypothesis import HealthCheck, note, settings
from hypothesis import given as given_by

from chunkwise.browser.run import PageRun
from chunkwise.engine.client import DATE, SAME_DATE
from chunkwise.events import ClientEvent, CodeEvent, Recording, WireEvent
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder
from chunkwise.values import snapshot
from chunkwise.views.steps import Step, steps
from tests.support.composed import Composed, composed
from tests.support.made import first_difference

TRIED = int(os.environ.get("CHUNKWISE_FUZZ", "0"))

FUZZ = settings(
    max_examples=TRIED or 150,
    derandomize=not TRIED,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

AFTER = {
    "N/A": r"N/A|Not started|Started|Yielded 0",
    "Not started": r"Not started|Started|Yielded 0|Completed|Handling .*|Ended by .*|N/A",
    "Started": r"Started|Yielded 0|Completed|Handling .*|Ended by .*",
    "Completed": r"Completed|N/A",
}
"""Which states of a body may come after which; after ``Yielded n`` and errors it is worked out."""


@pytest.fixture(scope="module")
def witness() -> Iterator[Recorder]:
    with Recorder() as recorder:
        yield recorder


def test_what_is_recorded_is_what_happens(recorder: Recorder, witness: Recorder) -> None:
    @FUZZ
    @given_by(composed())
    def holds(program: Composed) -> None:
        note(f"\n--- scenario.toml\n{program.scenario}\n--- app.py\n{program.source}")
        with example_of(program) as example:
            run = example.runs["main"]
            recording = recorder.record(run, promised=False)
            assert first_difference(witness.record(run, promised=False), recording) == "", "two recordings differ"
            rows = steps(recording)
            in_order(recording, rows)
            yields_have_rows(program, recording, rows)
            for exchange in sorted({event.exchange for event in recording.events} - {0}):
                states_are_legal([row for row in rows if serves(recording, row) == exchange])
            if program.client in ("reads", "stalls"):
                assert down(recording) == plainly(program), "the bytes are others than under plain Uvicorn"
            elif program.client in ("two", "comes back"):
                assert plainly(program) in (down(recording, 1), down(recording, 2)), "the bytes are others"
            if not program.threaded:
                ran = asyncio.run(PageRun(run.source, run.scenario).perform())
                assert ran.error is None, ran.error
                assert first_difference(ran.recording, recording) == "", "the page records something else"

    holds()


@contextmanager
def example_of(program: Composed) -> Iterator[Example]:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "composed" / "one"
        place.mkdir(parents=True)
        (place / "app.py").write_text(program.source, "utf-8")
        (place / "scenario.toml").write_text(program.scenario, "utf-8")
        yield Example(Path(folder), "composed/one")


def in_order(recording: Recording, rows: tuple[Step, ...]) -> None:
    assert [index for row in rows for index in row.events] == list(range(len(recording.events)))


def yields_have_rows(program: Composed, recording: Recording, rows: tuple[Step, ...]) -> None:
    """Each piece of a body has its row, in order, with its value; no other generator has any."""
    made = [
        event.value or ""
        for event in recording.events
        if isinstance(event, CodeEvent) and event.body and event.kind == ("yield" if event.generator else "return")
    ]
    assert [row.yielded.strip("`") for row in rows if re.search(r"\byield \d", row.name)] == made
    if program.body == "list":
        return
    expected = [snapshot(value) for value in program.values]
    if program.middleware == "wraps the body":
        expected = sorted([*expected, *(snapshot(value.upper().encode()) for value in program.values)])
        made = sorted(made)
    if program.client in ("reads", "stalls"):
        assert made == expected
    elif program.client == "two":
        assert sorted(made) == sorted(expected * 2)
    else:
        assert [value for value in made if value not in expected] == []


def serves(recording: Recording, row: Step) -> int:
    """The exchange that a row is about, as it says itself where there are several."""
    said = re.match(r"Request (\d+): |`(one|other)`: ", row.action)
    if said is None:
        return 1
    asked = (e for e in recording.events if isinstance(e, ClientEvent) and e.client == said[2])
    return int(said[1]) if said[1] else next(event.exchange for event in asked if event.exchange)


def states_are_legal(rows: Sequence[Step]) -> None:
    """The state of the body goes from row to row as a generator's can."""
    before = ""
    for row in rows:
        if row.name.split(" ")[0] not in ("yield", "end", "raise", "gone", "request", "taken", "left"):
            continue
        state = row.state
        if before.startswith("Yielded"):
            number = int(before.split()[1])
            legal = rf"Yielded {number}|Yielded {number + 1}|Completed|Handling .*|Ended by .*|N/A"
        elif before.startswith(("Handling", "Ended")):
            legal = r"Handling .*|Ended by .*|Yielded \d+|Completed|N/A"
        else:
            legal = AFTER.get(before, ".*")
        assert re.fullmatch(legal, state), f"{row.name}: {state} after {before}"
        before = state


def down(recording: Recording, exchange: int = 1) -> bytes:
    wire = (e for e in recording.events if isinstance(e, WireEvent) and e.kind == "down" and e.exchange == exchange)
    return b"".join(e.data.data for e in wire)


def plainly(program: Composed) -> bytes:
    """Return what a raw socket reads from the program under a Uvicorn that nobody watches."""
    module = ModuleType("composed_app")
    exec(compile(program.source, "composed_app.py", "exec"), vars(module))
    logging.getLogger("uvicorn.error").disabled = True
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = uvicorn.Server(
        uvicorn.Config(vars(module)["app"], http="h11", loop="asyncio", log_config=None, access_log=False)
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    try:
        with socket.create_connection(listener.getsockname(), timeout=10) as client:
            request = f"GET {program.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            client.sendall(request.encode())
            found = b""
            while data := client.recv(65_536):
                found += data
    finally:
        # Else it waits for a response that nobody reads any more, for ever.
        server.force_exit = server.should_exit = True
        thread.join()
    return DATE.sub(SAME_DATE, found)
