"""Chromium on this machine: where one is looked for, and whether it starts. Nothing is installed here.

A headless shell comes before a browser with a window: its engine is the same, and it opens a page in a third of the
time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

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
    """Return the path of the browser that Playwright would download."""
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


def look() -> str | None:
    """Return the path of a Chromium that is here and starts: the one that CHROME names, if it names one."""
    if named := os.environ.get("CHROME"):
        return named if runs(named) else None
    return next(filter(runs, installed()), None)
