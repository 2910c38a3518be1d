"""Command ``chunkwise conditions``: shows what is committed, records it anew, or compares it with new runs."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from types import FrameType

import click

from chunkwise.conditions import recorder, records
from chunkwise.conditions.compare import surprises
from chunkwise.conditions.covering import covering
from chunkwise.conditions.recorder import Outcome
from chunkwise.conditions.records import Record
from chunkwise.errors import StoreError, printable
from chunkwise.examples.condition import Condition
from chunkwise.examples.example import Example
from chunkwise.views.conditions import HEADS, notes, rows

Wanted = list[tuple[Example, Condition]]
NOT_CHECKED = 3
"""Exit code where all that could be checked holds, and something could not be checked."""


def command(chosen: Callable[[tuple[str, ...]], list[Example]]) -> click.Command:
    """Return the command; ``chosen`` finds the examples by their names."""

    @click.command()
    @click.argument("names", nargs=-1)
    @click.option("--record", "action", flag_value="record", help="Run everything again and rewrite what has changed.")
    @click.option("--check", "action", flag_value="check", help="Run everything again and compare.")
    @click.option(
        "--briefly", is_flag=True, help="With --check: runs that stand for all; what is missing is only said."
    )
    def conditions(names: tuple[str, ...], action: str | None, briefly: bool) -> None:
        """Show on which servers, loops, proxies and versions the examples NAMES, or all, were run, and what differs."""
        signal.signal(signal.SIGTERM, _interrupted)
        examples = [example for example in chosen(names) if names or example.scenario.condition]
        if action == "record":
            sys.exit(_record(examples))
        if action == "check":
            sys.exit(_check(examples, briefly))
        for example in examples:
            _show(example)

    return conditions


def _interrupted(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _record(examples: Sequence[Example]) -> int:
    """Run the plain conditions, then what is compared with them; write the examples where all is as expected."""
    wanted = [(example, condition) for example in examples for condition in records.conditions(example)]
    plain = [(example, condition) for example, condition in wanted if condition.is_plain]
    found = {_key(outcome): outcome for outcome in _told(recorder.run_all(plain, lambda *_: _anything), len(plain))}
    others = [(example, condition) for example, condition in wanted if not condition.is_plain]

    def accepts(example: Example, condition: Condition) -> recorder.Accepts:
        usual = found[example.name, Condition(variant=condition.variant).place].record
        return recorder.as_expected(condition, usual) if usual else _anything

    found |= {_key(outcome): outcome for outcome in _told(recorder.run_all(others, accepts), len(others))}
    failed = 0
    for example in examples:
        outcomes = [found[example.name, condition.place] for condition in records.conditions(example)]
        failed += (wrong := sum(_complain(outcome, found) for outcome in outcomes))
        made = [outcome.record for outcome in outcomes if outcome.record]
        if not wrong and records.save(example, _settled(example, made)):
            click.echo(f"recorded {example.name}: {len(made)} conditions")
    click.echo(f"recorded {len(wanted) - failed} conditions of {len(examples)} examples, {failed} not")
    return 1 if failed else 0


def _complain(outcome: Outcome, found: dict[tuple[str, tuple[object, ...]], Outcome]) -> bool:
    """Say what is wrong with an outcome, if anything is."""
    if outcome.error or not outcome.record:
        click.echo(f"Error: {outcome.name}: {outcome.error}", err=True)
        return True
    usual = found[outcome.example.name, Condition(variant=outcome.condition.variant).place].record
    lines = surprises(outcome.condition, usual.facts, outcome.record.facts) if usual else []
    if lines:
        says = "\n  ".join([f"Error: {outcome.name} is not as scenario.toml expects", *lines])
        click.echo(printable_lines(says), err=True)
    return bool(lines)


def _check(examples: Sequence[Example], briefly: bool) -> int:
    committed = {}
    failed = 0
    for example in examples:
        try:
            records.load(example)
            committed[example.name] = recorder.by_place(example)
        except StoreError as error:
            click.echo(f"Error: {error}", err=True)
            failed += 1
    wanted = [(one, condition) for one in examples if one.name in committed for condition in records.conditions(one)]
    all_of_them = len(wanted)
    if briefly:
        wanted = covering(wanted, committed)
    missing = 0
    for outcome in _told(
        recorder.run_all(wanted, lambda example, _: recorder.as_committed(committed[example.name])), len(wanted)
    ):
        if outcome.is_missing:
            missing += 1
            click.echo(f"NOT CHECKED: {outcome.name}: {outcome.error}", err=True)
        elif lines := _changes(outcome, committed):
            failed += 1
            click.echo(
                printable_lines("\n  ".join([f"Error: {outcome.name} is other than committed", *lines])), err=True
            )
    held = len(wanted) - missing - failed
    click.echo(
        f"checked {len(wanted)} of {all_of_them} conditions: {held} the same, {failed} not, {missing} NOT CHECKED"
    )
    if failed:
        return 1
    return NOT_CHECKED if missing and not briefly else 0


def _changes(outcome: Outcome, committed: dict[str, dict[tuple[object, ...], Record]]) -> list[str]:
    """Say fact by fact how a condition turned out otherwise than it did when it was committed."""
    if outcome.error or not outcome.record:
        return [str(outcome.error)]
    old, new = committed[outcome.example.name][outcome.condition.place].facts, outcome.record.facts
    return [
        f'{name}: was "{old.get(name)}", is "{new.get(name)}"'
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]


def _settled(example: Example, made: Iterable[Record]) -> list[Record]:
    """Keep a committed record where facts and versions are the same: its story may be in another order by now."""
    kept = recorder.by_place(example, stale=True)
    return [
        old if (old := kept.get(one.condition.place)) and old.model_copy(update={"events": one.events}) == one else one
        for one in made
    ]


def _show(example: Example) -> None:
    if not example.scenario.condition:
        click.echo(printable(f"{example.name} is run on plain Uvicorn only: its scenario.toml has no [[condition]]"))
        return
    for variant in dict.fromkeys(condition.variant for condition in records.conditions(example)):
        table = rows(records.conditions(example), records.load(example), variant)
        click.echo(printable(f"{example.name}: {example.runs[variant].title}"))
        names = [name for name in HEADS if any(name in row.facts for row in table)]
        cells = [["Run on", *(HEADS[name] for name in names)]]
        cells += [
            [row.label, *(row.facts.get(name, "") + " *" * (name in row.differs) for name in names)] for row in table
        ]
        widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
        for line in cells:
            click.echo(
                printable("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
            )
        click.echo("* differs from plain Uvicorn")
        for text in notes(table):
            click.echo(printable(f"  {text}"))
        click.echo()


def _told(outcomes: Iterable[Outcome], count: int) -> Iterable[Outcome]:
    """Show on a terminal how far it is."""
    with click.progressbar(outcomes, length=count, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield from bar


def printable_lines(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n"))


def _anything(made: Record) -> bool:
    return True


def _key(outcome: Outcome) -> tuple[str, tuple[object, ...]]:
    return outcome.example.name, outcome.condition.place
