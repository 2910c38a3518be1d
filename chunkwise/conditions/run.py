"""One run under a condition: a server, a proxy where there is one, a client, and what was seen of them."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from chunkwise.conditions import processes, proxies, servers
from chunkwise.conditions.client import Client, ClientSide
from chunkwise.conditions.environments import Environments
from chunkwise.conditions.observation import Event, Observation, events, observed
from chunkwise.conditions.processes import StartError, free_port, running
from chunkwise.conditions.relay import Relay, UpstreamSide
from chunkwise.errors import RecordingError
from chunkwise.examples.condition import TEST_CLIENTS, Condition
from chunkwise.examples.example import Run

LOG = "log.jsonl"
OURS = Path(__file__).parent
WRAPPER, TESTED, ASKED = "served.py", "tested.py", "asked.py"
"""What of ours runs in an environment of the condition's, where nothing else of ours can be imported."""
AFTERWARDS = 4.0
"""Seconds that the application has for ending once its client is done. Longer than any server's grace that we meet."""
SETTLES = 0.25
"""Seconds in which what it does after its end is still noted."""
RESTS = 0.6
"""Seconds without anything written down after which the server counts as waiting."""
TEST_LIMIT = 30.0
"""Seconds for a run without a server."""


def observe(run: Run, condition: Condition, environments: Environments) -> Observation:
    """Run the program under a condition once.

    Raises:
        MissingError: What it needs is not on this machine.
        RecordingError: A server or a proxy did not start.
    """
    python = environments.python(condition)
    proxy = environments.proxy(condition) if condition.proxy else None
    with tempfile.TemporaryDirectory(prefix="chunkwise-") as place:
        folder = Path(place)
        for file, text in {**run.modules, "app.py": run.source}.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        for name in (WRAPPER, TESTED, ASKED):
            shutil.copy(OURS / name, folder)
        try:
            if condition.server in TEST_CLIENTS:
                seen = _tested(run, condition.server, python, folder)
            else:
                seen = _asked(run, condition, python, proxy, folder)
        except StartError as error:
            if not error.import_error:
                raise
            seen = Observation(ClientSide(), unable=error.import_error)
    seen.prints = "print(" in run.source or "print," in run.source
    return seen


def _asked(run: Run, condition: Condition, python: Path, proxy: Path | None, folder: Path) -> Observation:
    """Serve the program and ask for it over a socket."""
    log = folder / LOG
    with contextlib.ExitStack() as ends:
        port = free_port()
        ends.enter_context(running(servers.command(condition, python, port), port, folder, _told(folder)))
        upstream: UpstreamSide | None = None
        if proxy:
            relay = ends.enter_context(Relay(port))
            upstream, port = relay.side, free_port()
            command = proxies.command(run.example, condition, proxy, folder, port, relay.port)
            ends.enter_context(running(command, port, folder, {"HOME": str(folder)}))
            upstream.forget()
        text = proxies.configuration(run.example, condition) if proxy else ""
        if proxies.speaks_http2(text):
            method, path, parts = _asks(run)
            _finished(ASKED, [method, f"https://{processes.HOST}:{port}{path}", parts], python, folder)
            client = _other_side(events(log))
        else:
            rests = partial(_wait_for_rest, log)
            asker = Client(port, encrypted=proxies.is_encrypted(text), server_rests=rests)
            client = asker.follow(run.scenario.client[0].script)
        _wait_for_end(log)
        return observed(client, events(log), upstream)


def _tested(run: Run, server: str, python: Path, folder: Path) -> Observation:
    """Let a test client ask for the program."""
    _finished(TESTED, [server, *_asks(run)], python, folder)
    log = events(folder / LOG)
    return observed(_other_side(log), log)


def _asks(run: Run) -> tuple[str, str, str]:
    """Return what a client of another kind asks for, and after how many parts it leaves: those that are read first."""
    script = run.scenario.client[0].script
    method, path = next(str(action.send) for action in script if action.send).split(" ")
    return method, path, str(next((action.read for action in script if isinstance(action.read, int)), 0))


def _finished(program: str, arguments: Sequence[str], python: Path, folder: Path) -> None:
    """Run a client that is a program of its own, until it has noted that it is done."""
    with processes.started([str(python), program, *arguments], folder, _told(folder)) as process:
        try:
            process.wait(TEST_LIMIT)
        except subprocess.TimeoutExpired:
            raise RecordingError(f"{program} {arguments[0]} didn't finish within {TEST_LIMIT:.0f} s") from None
    if not any(event["kind"] == "over" for event in events(folder / LOG)):
        raise RecordingError(f"{program} {arguments[0]} didn't finish", hint="Run it by hand to see why.")


def _other_side(log: Sequence[Event]) -> ClientSide:
    """Return what a client that is a program of its own received."""
    side, total = ClientSide(), 0
    for event in log:
        if event["kind"] == "asked":
            side.asked = event["at"]
        elif event["kind"] == "head":
            side.head, side.status = event["at"], event["status"]
        elif event["kind"] == "part":
            total += event["size"]
            side.body.append((event["at"], total))
        elif event["kind"] == "over":
            side.end, side.ended = event["end"], event["at"]
    return side


def _wait_for_rest(log: Path) -> None:
    """Wait until nothing has been written down for a while: the server waits for its client, or is done."""
    until, seen = time.monotonic() + AFTERWARDS, -1
    while not processes.is_over() and (size := log.stat().st_size if log.exists() else 0) != seen:
        if time.monotonic() > until:
            break
        seen = size
        time.sleep(RESTS)


def _told(folder: Path) -> dict[str, str]:
    return {"CHUNKWISE_LOG": str(folder / LOG), "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}


def _wait_for_end(log: Path) -> None:
    until = time.monotonic() + AFTERWARDS
    while not processes.is_over() and not any(event["kind"] == "ends" for event in events(log)):
        if time.monotonic() > until:
            break
        time.sleep(0.05)
    time.sleep(SETTLES)


@cache
def versions(python: Path, packages: tuple[str, ...]) -> dict[str, str]:
    """Read the versions of packages from an environment, and that of its Python."""
    code = (
        "import json, platform, sys; from importlib.metadata import version; "
        "print(json.dumps({**{name: version(name) for name in sys.argv[1:]}, 'python': platform.python_version()}))"
    )
    done = subprocess.run([str(python), "-c", code, *packages], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found
