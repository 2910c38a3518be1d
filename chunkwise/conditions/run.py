"""One run under a condition: a server, a proxy where there is one, a client, and what was seen of them."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

from chunkwise.conditions import observation, proxies, servers
from chunkwise.conditions.client import Client
from chunkwise.conditions.environments import Environments
from chunkwise.conditions.observation import Observation
from chunkwise.conditions.processes import free_port, running
from chunkwise.conditions.relay import Relay, UpstreamSide
from chunkwise.examples.condition import Condition
from chunkwise.examples.example import Run

WRAPPER = Path(__file__).with_name("served.py")
AFTERWARDS = 4.0
"""Seconds that the application has for ending once its client is done. Longer than any server's grace that we meet."""
SETTLES = 0.25
"""Seconds in which what it does after its end is still noted."""


def observe(run: Run, condition: Condition, environments: Environments) -> Observation:
    """Run the program under a condition once.

    Raises:
        MissingError: What it needs is not on this machine.
        RecordingError: A server or a proxy did not start.
    """
    python = environments.python(condition)
    proxy = environments.proxy(condition) if condition.proxy else None
    with tempfile.TemporaryDirectory(prefix="chunkwise-") as name, contextlib.ExitStack() as ends:
        folder = Path(name)
        (folder / "app.py").write_text(run.source, "utf-8")
        shutil.copy(WRAPPER, folder / "served.py")
        log = folder / "log.jsonl"
        port = free_port()
        told = {"CHUNKWISE_LOG": str(log), "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        ends.enter_context(running(servers.command(condition, python, port), port, folder, told))
        upstream: UpstreamSide | None = None
        if proxy:
            relay = ends.enter_context(Relay(port))
            upstream, port = relay.side, free_port()
            command = proxies.command(run.example, condition, proxy, folder, port, relay.port)
            ends.enter_context(running(command, port, folder))
            upstream.forget()
        client = Client(port).follow(run.scenario.client[0].script)
        _wait_for_end(log)
        return observation.observed(client, observation.events(log), upstream)


def _wait_for_end(log: Path) -> None:
    until = time.monotonic() + AFTERWARDS
    while time.monotonic() < until and not any(event["kind"] == "ends" for event in observation.events(log)):
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
