"""Entry of the command line: `chunkwise watch` starts at once, because it needs little of what the other commands need.

The others import everything that makes pages and recordings, which takes longer than most programs do to start.
"""

from __future__ import annotations

import sys

WATCH = "watch"
OLDEST = (3, 11)
"""The oldest Python that it runs on; `requires-python` holds only where a package is installed."""


def main() -> None:
    """Run the command that was typed."""
    if tuple(sys.version_info) < OLDEST:
        has, needed = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        sys.exit(f"Error: chunkwise needs Python {needed} or newer, and this one is {has}\n  Run it with a newer one.")
    if sys.argv[1:2] == [WATCH]:
        from chunkwise.group import Commands
        from chunkwise.watch.command import watch

        Commands(commands={WATCH: watch}).main(prog_name="chunkwise")
    else:
        from chunkwise.cli import main as all_of_them

        all_of_them(prog_name="chunkwise")
