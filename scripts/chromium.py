"""Finds a Chromium for the browser tests, because the pages must be proved in one and nobody should have to fetch it.

In this order: the one that CHROME names, one that is installed, Debian's package where we may install it, Playwright's
own download. The recorder and the tests look in the same places (``chunkwise/recording/chromium.py``) and install
nothing, so a plain `pytest` finds the same browser as `make test`. The path is the only thing on standard output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from chunkwise.recording.chromium import SHELL, look
from scripts import debian


def install() -> Iterator[None]:
    """Try one way after the other; after each, the caller looks again."""
    if debian.may_install():
        for package in (SHELL, "chromium"):
            debian.install(package)
            yield
    debian.call([sys.executable, "-m", "playwright", "install", "chromium"])
    yield


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
