"""One run under a condition: a server, a proxy where there is one, a client, and what was seen of them."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import cache
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
WRAPPER, TESTED = "served.py", "tested.py"
"""What of ours runs in an environment of the condition's, where nothing else of ours can be imported."""
AFTERWARDS = 4.0
"""Seconds that the application has for ending once its client is done. Longer than any server's grace that we meet."""
SETTLES = 0.25
"""Seconds in which what it does after its end is still noted."""
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
        for name in (WRAPPER, TESTED):
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
        client = Client(port).follow(run.scenario.client[0].script)
        _wait_for_end(log)
        return observed(client, events(log), upstream)


def _tested(run: Run, server: str, python: Path, folder: Path) -> Observation:
    """Let a test client ask for the program. It leaves after as many parts as the scenario's client reads first."""
    script = run.scenario.client[0].script
    method, path = next(str(action.send) for action in script if action.send).split(" ")
    parts = next((action.read for action in script if isinstance(action.read, int)), 0)
    command = [str(python), TESTED, server, method, path, str(parts)]
    with processes.started(command, folder, _told(folder)) as process:
        try:
            process.wait(TEST_LIMIT)
        except subprocess.TimeoutExpired:
            raise RecordingError(f"{server} didn't finish within {TEST_LIMIT:.0f} s") from None
    log = events(folder / LOG)
    if not any(event["kind"] == "over" for event in log):
        raise RecordingError(f"{server} didn't finish", hint="Run it by hand to see why.")
    return observed(_test_side(log), log)


def _test_side(log: Sequence[Event]) -> ClientSide:
    """Return what a test received as if it were a client."""
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
