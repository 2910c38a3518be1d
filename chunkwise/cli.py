"""The command line: what an author types and what CI runs.

Every command ends with 0 or with 1 and a message that names the file, the line and the mend.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from chunkwise import store
from chunkwise.errors import ChunkwiseError, ScenarioError, StoreError
from chunkwise.events import MAIN
from chunkwise.examples import Example, find_examples
from chunkwise.recorder import Recorder
from chunkwise.views.steps import steps

EXAMPLES = Path("examples")


class _Commands(click.Group):
    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except ChunkwiseError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Commands)
def main() -> None:
    """Record what streaming examples do, and keep the pages true to it."""


@main.command()
@click.argument("names", nargs=-1)
@click.option("--stale", is_flag=True, help="Only those whose recording is missing or out of date.")
def record(names: tuple[str, ...], stale: bool) -> None:
    """Record the examples NAMES, or all, and rewrite what has changed."""
    failed = False
    with Recorder() as recorder:
        chosen = [example for example in _chosen(names) if not stale or _is_stale(example)]
        for example in _with_progress(chosen):
            try:
                if store.save(example, recorder.record_all(example)):
                    click.echo(f"recorded {example.name}")
            except ChunkwiseError as error:
                failed = True
                click.echo(f"Error: {error}", err=True)
    if failed:
        sys.exit(1)


@main.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Record the examples NAMES, or all, anew and compare with what is committed."""
    failed = False
    with Recorder() as recorder:
        for example in _with_progress(_chosen(names)):
            try:
                _check(example, recorder)
            except ChunkwiseError as error:
                failed = True
                click.echo(f"Error: {error}", err=True)
    if failed:
        sys.exit(1)


@main.command("steps")
@click.argument("name")
@click.option("--variant", default=MAIN, help="Show this variant's steps.")
def show_steps(name: str, variant: str) -> None:
    """Print the step table of the example NAME."""
    (example,) = _chosen((name,))
    recordings = store.load(example)
    if variant not in recordings:
        raise ScenarioError(
            f"there is no variant {variant!r}", file=example.scenario_file, mend=f"It has: {', '.join(recordings)}."
        )
    rows = [("Step", "Action", "Generator state", "Data yielded", "Client receives")]
    rows += [(f"{s.number} {s.name}", s.action, s.state, s.yielded, s.received) for s in steps(recordings[variant])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@main.command()
@click.argument("name", metavar="LESSON/EXAMPLE")
def new(name: str) -> None:
    """Write a folder to start a new example from, and record it."""
    parts = name.split("/")
    if len(parts) != 2 or not all(part.isidentifier() for part in parts):
        raise ScenarioError(
            f"{name!r} is not LESSON/EXAMPLE", mend="Use letters, digits and _, as in backpressure/slow_reader."
        )
    example = Example(EXAMPLES, name)
    if example.folder.exists():
        raise ScenarioError("this folder exists already", file=example.folder, mend="Choose another name.")
    example.folder.mkdir(parents=True)
    starters = Path(__file__).parent / "starters"
    store.write(example.app, (starters / "app.py.txt").read_text("utf-8"))
    store.write(example.scenario_file, (starters / "scenario.toml").read_text("utf-8"))
    with Recorder() as recorder:
        store.save(example, recorder.record_all(example))
    click.echo(f"wrote {example.folder}: change app.py and scenario.toml, then run `make record`")


def _check(example: Example, recorder: Recorder) -> None:
    committed = store.load(example)
    free = {name for name, run in example.runs.items() if run.scenario.clock == "free"}
    anew = recorder.record_all(example)
    # A free run's order is its own; that it still runs and keeps its promises is all that can be asked again.
    anew |= {name: committed[name] for name in free}
    expected = example.recording_file.read_text("utf-8")
    found = store.dumps(example, anew)
    if found != expected:
        changes = list(
            difflib.unified_diff(expected.splitlines(), found.splitlines(), "committed", "now", lineterm="", n=0)
        )
        shown = "\n  ".join(line[:160] for line in changes[2:14])
        line = next((n for n, (a, b) in enumerate(_pairs(expected, found), 1) if a != b), 1)
        raise StoreError(
            f"the program behaves otherwise now\n  {shown}", file=example.recording_file, line=line, mend=store.MEND
        )


def _pairs(one: str, other: str) -> Iterable[tuple[str, str]]:
    return zip([*one.splitlines(), ""], [*other.splitlines(), ""], strict=False)


def _chosen(names: tuple[str, ...]) -> list[Example]:
    found = {example.name: example for example in find_examples(EXAMPLES)}
    if not found:
        raise ScenarioError("there are no examples here", file=EXAMPLES, mend="Run this in the project's folder.")
    for name in names:
        if name not in found:
            near = difflib.get_close_matches(name, found, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(found)}."
            raise ScenarioError(f"there is no example {name!r}", file=EXAMPLES, mend=hint)
    return [found[name] for name in names] if names else list(found.values())


def _is_stale(example: Example) -> bool:
    try:
        store.load(example)
    except ChunkwiseError:
        return True
    return False


def _with_progress(examples: list[Example]) -> Iterator[Example]:
    with _bar(examples) as bar:
        yield from bar


@contextmanager
def _bar(examples: list[Example]) -> Iterator[Iterable[Example]]:
    with click.progressbar(
        examples, label="recording", item_show_func=lambda example: example.name if example else "", file=sys.stderr
    ) as bar:
        yield bar
