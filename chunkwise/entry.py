"""Entry of the command line: `chunkwise watch` starts at once, because it needs little of what the other commands need.

The others import everything that makes pages and recordings, which takes longer than most programs do to start.
"""

from __future__ import annotations

import sys

WATCH = "watch"


def main() -> None:
    """Run the command that was typed."""
    if sys.argv[1:2] == [WATCH]:
        from chunkwise.group import Commands
        from chunkwise.watch.command import watch

        Commands(commands={WATCH: watch}).main(prog_name="chunkwise")
    else:
        from chunkwise.cli import main as all_of_them

        all_of_them(prog_name="chunkwise")
