"""Finds a Chromium for the browser tests, because the pages must be proved in one and nobody should have to fetch it.

In this order: the one that CHROME names, one that is installed, Debian's package where we may install it, Playwright's
own download. A headless shell comes before a browser with a window: its engine is the same, and it opens a page in a
third of the time, which is a third of the browser tests. The tests look in the same places and install nothing, so a
plain `pytest` finds the same browser as `make test`. The path is the only thing on standard output.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from scripts import debian

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def runs(path: str) -> bool:
    """Tell whether the browser starts at all: on some systems the command is there and only asks for a package."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def installed() -> Iterator[str]:
    """Yield the paths at which a browser may be, the best first."""
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    yield from PLACES
    yield playwrights_own()


def install() -> Iterator[None]:
    """Try one way after the other; after each, the caller looks again."""
    if debian.may_install():
        for package in (SHELL, "chromium"):
            debian.install(package)
            yield
    debian.call([sys.executable, "-m", "playwright", "install", "chromium"])
    yield


def look() -> str | None:
    """Return the path of a Chromium that is here and starts."""
    if named := os.environ.get("CHROME"):
        return named if runs(named) else None
    return next(filter(runs, installed()), None)


def find() -> str | None:
    """Return the path of a Chromium that starts, and install one if there is none, or only one with a window."""
    path = look()
    if os.environ.get("CHROME") or (path and (SHELL in path or not debian.may_install())):
        return path
    if path:
        debian.install(SHELL)
        return look()
    print("No Chromium found for the browser tests; installing one.", file=sys.stderr, flush=True)
    for _ in install():
        if path := look():
            return path
    return None


def main() -> int:
    path = find()
    if path is None:
        print(
            "No Chromium for the browser tests. Install Chromium or Chrome, or set CHROME to the path of one.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
