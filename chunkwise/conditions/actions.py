"""Actions of ``chunkwise conditions``: everything run again, and then written or compared, with what is wrong said."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from chunkwise.conditions import proxies, recorder, records
from chunkwise.conditions.against_plain import surprises
from chunkwise.conditions.covering import covering
from chunkwise.conditions.environments import Environments, MissingError
from chunkwise.conditions.recorder import Outcome
from chunkwise.conditions.records import Record
from chunkwise.errors import ChunkwiseError, printable
from chunkwise.examples.condition import Condition
from chunkwise.examples.example import Example

NOT_CHECKED = 3
"""Exit code where all that could be checked holds, and something could not be checked."""

Key = tuple[str, tuple[object, ...]]
"""An example's name and the place of one of its conditions."""


def record_anew(examples: Sequence[Example]) -> int:
    """Run the plain conditions, then what is compared with them; write the examples where all is as expected.

    Returns:
        The exit code: 1 if anything was not, or could not be run.
    """
    wanted = [(example, condition) for example in examples for condition in records.conditions(example)]
    plain = [(example, condition) for example, condition in wanted if condition.is_plain]
    others = [(example, condition) for example, condition in wanted if not condition.is_plain]
    found = {_key(outcome): outcome for outcome in _told(recorder.run_all(plain, lambda *_: _anything), len(plain))}

    def accepts(example: Example, condition: Condition) -> recorder.Accepts:
        usual = found[example.name, _plain(condition)].record
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


def check_anew(examples: Sequence[Example], briefly: bool) -> int:
    """Run the conditions, or briefly those that stand for all, and compare their facts with what is committed.

    Returns:
        The exit code: 1 if anything differs, else ``NOT_CHECKED`` if something is missing here and was asked for.
    """
    committed = {}
    for example in examples:
        try:
            records.load(example)
            committed[example.name] = recorder.by_place(example)
        except ChunkwiseError as error:
            click.echo(f"Error: {error}", err=True)
    wanted = [(one, condition) for one in examples if one.name in committed for condition in records.conditions(one)]
    refused, absent = _check_configurations(wanted)
    chosen = covering(wanted, committed) if briefly else wanted
    outcomes = recorder.run_all(chosen, lambda example, _: recorder.as_committed(committed[example.name]))
    same = missing = 0
    for outcome in _told(outcomes, len(chosen)):
        if outcome.is_missing:
            missing += 1
            click.echo(f"NOT CHECKED: {outcome.name}: {outcome.error}", err=True)
        elif changes := _changes(outcome, committed):
            _say_wrong(f"Error: {outcome.name} differs from what is committed", changes)
        else:
            same += 1
    other = len(chosen) - same - missing
    click.echo(
        f"checked {len(chosen)} of {len(wanted)} conditions: {same} the same, {other} not, {missing} NOT CHECKED"
    )
    if other or refused or len(committed) < len(examples):
        return 1
    return NOT_CHECKED if (missing or absent) and not briefly else 0


def _check_configurations(wanted: Sequence[tuple[Example, Condition]]) -> tuple[int, int]:
    """Let the proxies check their configurations; return how many were refused, and how many proxies are not here."""
    files = {(one.name, it.configuration): (one, it) for one, it in wanted if it.proxy}
    refused = absent = 0
    for example, condition in files.values():
        try:
            proxies.check(example, condition, Environments(example.root).proxy(condition))
        except MissingError as error:
            absent += 1
            click.echo(f"NOT CHECKED: {example.name}/{condition.configuration}: {error}", err=True)
        except ChunkwiseError as error:
            refused += 1
            click.echo(f"Error: {error}", err=True)
    if files:
        well = len(files) - refused - absent
        click.echo(f"proxies checked {len(files)} configurations: {well} valid, {refused} not, {absent} NOT CHECKED")
    return refused, absent


def _complain(outcome: Outcome, found: Mapping[Key, Outcome]) -> bool:
    """Say what is wrong with an outcome, if anything is."""
    if outcome.error or not outcome.record:
        click.echo(f"Error: {outcome.name}: {outcome.error}", err=True)
        return True
    usual = found[outcome.example.name, _plain(outcome.condition)].record
    lines = surprises(outcome.condition, usual.facts, outcome.record.facts) if usual else []
    if lines:
        _say_wrong(f"Error: {outcome.name} is not as scenario.toml expects", lines)
    return bool(lines)


def _changes(outcome: Outcome, committed: Mapping[str, Mapping[tuple[object, ...], Record]]) -> list[str]:
    """Say fact by fact how a condition turned out otherwise than it did when it was committed."""
    if outcome.error or not outcome.record:
        return [str(outcome.error)]
    old, new = committed[outcome.example.name][outcome.condition.place].facts, outcome.record.facts
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return [f'{name}: was "{old.get(name)}", is "{new.get(name)}"' for name in names]


def _settled(example: Example, made: Iterable[Record]) -> Iterator[Record]:
    """Keep a committed record where facts and versions are the same: its story may be in another order by now.

    Stale records are not kept: their story may be that of another program.
    """
    kept = recorder.by_place(example)
    for one in made:
        old = kept.get(one.condition.place)
        yield old if old and old.model_copy(update={"events": one.events}) == one else one


def _say_wrong(what: str, lines: Iterable[str]) -> None:
    click.echo("\n  ".join(map(printable, [what, *lines])), err=True)


def _told(outcomes: Iterable[Outcome], count: int) -> Iterator[Outcome]:
    """Show on a terminal how far it is."""
    with click.progressbar(outcomes, length=count, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield from bar


def _plain(condition: Condition) -> tuple[object, ...]:
    return Condition(variant=condition.variant).place


def _anything(made: Record) -> bool:
    return True


def _key(outcome: Outcome) -> Key:
    return outcome.example.name, outcome.condition.place
