"""The commands that a page shows below a program: what serves it, and what reads from it as the first client does."""

from __future__ import annotations

import re
import shlex

from chunkwise.directives.page import Page
from chunkwise.events import MAIN, ClientEvent, CodeEvent, Recording
from chunkwise.examples.example import Example, Run

ADDRESS = "http://127.0.0.1:8000"
UPSTREAM_PORT = 9000
"""Where a reader serves what the program asks."""

RELATIVE = re.compile(r"(?m)^\s*from +\.")
"""An import that only works where ``app.py`` is in a package."""


def serve_command(page: Page, example: Example) -> str:
    """The command that runs an example; before it, where there is an upstream, the one that plays that."""
    folder = page.named(example.folder)
    module = "app"
    if RELATIVE.search(example.source):
        folder, _, package = folder.rpartition("/")
        module = f"{package}.app"
    there = f"--app-dir {shlex.quote(folder)}"
    command = f"uvicorn {module}:app {there}\n"
    scenario = example.scenario
    if scenario.environment:
        found = scenario.environment_at(f"127.0.0.1:{UPSTREAM_PORT}")
        command = f"env {shlex.join(f'{name}={value}' for name, value in found.items())} {command}"
    if scenario.upstream is not None:
        plays = scenario.upstream.removesuffix(".py")
        command = f"uvicorn {plays}:app {there} --port {UPSTREAM_PORT} &\n{command}"
    return command


def read_command(run: Run) -> str:
    """The curl command that asks what the scenario's first client asks first, and shows each piece as it comes."""
    action = next(action for client in run.scenario.client for action in client.script if action.send)
    method, path = str(action.send).split(" ", 1)
    words = ["curl", "-N"]
    if method == "HEAD":
        words.append("--head")
    elif method != ("POST" if action.body else "GET"):
        words += ["-X", method]
    for name, value in action.headers.items():
        packed = name.lower() == "accept-encoding"  # or a terminal would be shown compressed bytes
        words += ["--compressed"] if packed else ["-H", f"{name}: {value}"]
    if action.body:
        words += ["--data-binary", action.body]
    return shlex.join([*words, ADDRESS + path]) + "\n"


def is_printed(run: Run, recording: Recording, number: int) -> bool:
    """Say whether ``curl`` prints what an exchange carried: the command asks for it, and its client read it all.

    A test runs each page's command and compares what is printed. A source that makes its pieces by the clock gives
    other ones to each client that comes later.
    """
    events = recording.events
    left = any(isinstance(one, ClientEvent) and one.exchange == number and one.kind == "hang up" for one in events)
    by_the_clock = any(isinstance(one, CodeEvent) and one.role == "lifespan" for one in events)
    uploads = any(action.part for client in run.scenario.client for action in client.script)
    return run.name == MAIN and number == 1 and not (left or by_the_clock or uploads)
