"""Engine of the browser tests: one suite, and an environment variable says which browser runs it.

`CHUNKWISE_ENGINE` is `chromium`, which needs not be said, or `firefox`. What an engine's protocol can't do is here, and
the tests that need it are in `CANNOT`; no test asks which engine it is in.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.support.cannot import CANNOT

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("chromium", "firefox")
NAME = os.environ.get("CHUNKWISE_ENGINE", "chromium")
SHIM = Path(__file__).with_name("firefox.cjs")

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str:
    """Return the path of the browser, which `make` looks for in the same places."""
    if NAME not in ENGINES:
        pytest.fail(f"CHUNKWISE_ENGINE is {NAME!r}. Write one of: {', '.join(ENGINES)}", pytrace=False)
    # In a process of its own: Playwright is asked where its own browser would be, and has a running event loop.
    command = [sys.executable, "-c", f"from scripts.{NAME} import look; print(look() or '')"]
    path = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    if not path:
        job = "browser" if NAME == "chromium" else "browsers"
        pytest.fail(f"There is no {NAME.capitalize()} for the browser tests. Run: make {job}", pytrace=False)
    return path


def named(item: pytest.Item) -> str:
    """Return the name by which `CANNOT` has a test."""
    return f"{item.path.name.removeprefix('test_')}::{item.name}"


def beyond(item: str) -> bool:
    """Tell whether this engine's protocol lacks what a test needs, whose name is as pytest has it within the folder."""
    return any(fnmatchcase(item, pattern) for patterns in CANNOT.get(NAME, {}).values() for pattern in patterns)


@contextmanager
def driven() -> Iterator[None]:
    """Let a driver that is started meanwhile know what the engine lacks."""
    before = os.environ.get("NODE_OPTIONS")
    if NAME == "firefox":
        os.environ["NODE_OPTIONS"] = f"{before or ''} --require={SHIM}".strip()
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("NODE_OPTIONS", None)
        else:
            os.environ["NODE_OPTIONS"] = before


def launch(playwright: Playwright, path: str, hosts: tuple[str, ...], port: int) -> Browser:
    """Start the browser, which finds port 80 of the hosts at this port of the loopback interface."""
    if NAME == "firefox":
        preferences: dict[str, str | float | bool] = {
            # Names below localhost are the loopback interface to Firefox by themselves.
            "network.socket.forcePort": f"80={port}",
            # Playwright sends no reduced motion by BiDi, and nearly every test wants it.
            "ui.prefersReducedMotion": 1,
        }
        return playwright.firefox.launch(
            executable_path=path, channel="moz-firefox", firefox_user_prefs=preferences, timeout=120_000
        )
    rules = ", ".join(f"MAP {name}:80 127.0.0.1:{port}" for name in hosts)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, f"--host-resolver-rules={rules}", *sandbox])
