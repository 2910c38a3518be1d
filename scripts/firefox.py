"""Finds a Firefox for the browser tests, because readers come with another engine than the one of `make test`.

In this order: the one that FIREFOX names, one that is installed, Debian's package where we may install it. A released
Firefox is driven by WebDriver BiDi, so it needs no build of Playwright's. `scripts.chromium` says the rest: the tests
look in the same places and install nothing, and the path is the only thing on standard output.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator

from chunkwise.recording.chromium import runs
from scripts import debian

NAMES = ("firefox-esr", "firefox")
PLACES = ("/Applications/Firefox.app/Contents/MacOS/firefox",)


def installed() -> Iterator[str]:
    """Yield the paths at which a browser may be, the best first."""
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    yield from PLACES


def look() -> str | None:
    """Return the path of a Firefox that is here and starts."""
    if named := os.environ.get("FIREFOX"):
        return named if runs(named) else None
    return next(filter(runs, installed()), None)


def find() -> str | None:
    """Return the path of a Firefox that starts, and install one if there is none."""
    path = look()
    if path is None and not os.environ.get("FIREFOX") and debian.may_install():
        print("No Firefox found for the browser tests; installing one.", file=sys.stderr, flush=True)
        debian.install(NAMES[0])
        path = look()
    return path


def main() -> int:
    path = find()
    if path is None:
        print("No Firefox for the browser tests. Install it, or set FIREFOX to the path of one.", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
