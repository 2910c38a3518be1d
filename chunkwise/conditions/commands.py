"""Command ``chunkwise conditions``: shows what is committed, records it anew, or compares it with new runs."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType

import click

from chunkwise.conditions import records
from chunkwise.conditions.actions import check_anew, record_anew
from chunkwise.errors import printable
from chunkwise.examples.example import Example
from chunkwise.views.conditions import HEADS, known, notes, rows


def command(chosen: Callable[[tuple[str, ...]], list[Example]]) -> click.Command:
    """Return the command; ``chosen`` finds the examples by their names."""

    @click.command()
    @click.argument("names", nargs=-1)
    @click.option("--record", "action", flag_value="record", help="Run everything again and rewrite what has changed.")
    @click.option("--check", "action", flag_value="check", help="Run everything again and compare.")
    @click.option(
        "--briefly",
        is_flag=True,
        help="With --check: run a selection that covers all of them; only report what is missing.",
    )
    def conditions(names: tuple[str, ...], action: str | None, briefly: bool) -> None:
        """Show on which servers, loops, proxies and versions the examples NAMES, or all, were run, and what differs."""
        signal.signal(signal.SIGTERM, _interrupted)
        examples = [example for example in chosen(names) if names or example.scenario.condition]
        if action == "record":
            sys.exit(record_anew(examples))
        if action == "check":
            sys.exit(check_anew(examples, briefly))
        for example in examples:
            _show(example)

    return conditions


def _interrupted(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _show(example: Example) -> None:
    """Print a table for each variant that is run elsewhere."""
    if not example.scenario.condition:
        click.echo(printable(f"{example.name} is run on plain Uvicorn only: its scenario.toml has no [[condition]]"))
        return
    for variant in dict.fromkeys(condition.variant for condition in records.conditions(example)):
        table = rows(records.conditions(example), records.load(example), variant)
        click.echo(printable(f"{example.name}: {example.runs[variant].title}"))
        names = known(table)
        cells = [["Run on", *(HEADS[name] for name in names)]]
        cells += [
            [row.label, *(row.facts.get(name, "") + " *" * (name in row.differs) for name in names)] for row in table
        ]
        widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
        for line in cells:
            padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            click.echo(printable("  ".join(padded).rstrip()))
        click.echo("* differs from plain Uvicorn")
        for text in notes(table):
            click.echo(printable(f"  {text}"))
        click.echo()
