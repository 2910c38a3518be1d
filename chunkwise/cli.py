"""The command line: what an author types and what CI runs.

Commands end with 0, or with 1 and a message that names file, line and hint, or with 130 after Ctrl-C.
"""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from chunkwise.authoring import scaffold
from chunkwise.authoring.assets import copy_assets
from chunkwise.authoring.promises import shortfalls
from chunkwise.authoring.rename import plan
from chunkwise.authoring.usage import check_usage
from chunkwise.conditions import commands, records
from chunkwise.errors import ChunkwiseError, ScenarioError, StoreError, printable
from chunkwise.events import MAIN, Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples, misplaced
from chunkwise.exercises.grading import grade
from chunkwise.exercises.tasks import Task, find_tasks
from chunkwise.measure import figures
from chunkwise.measure.measure import measure
from chunkwise.recording.agreement import record_twice
from chunkwise.recording.recorder import Recorder
from chunkwise.views.comparable import comparable
from chunkwise.views.steps import steps
from chunkwise.watch.command import watch

EXAMPLES, DOCS, SETTINGS = Path("examples"), Path("docs"), Path("mkdocs.yml")
INTERRUPTED = 130
"""128 and the number of SIGINT, as a shell has it."""


class _Commands(click.Group):
    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except ChunkwiseError as error:
            raise click.ClickException(str(error)) from None
        except KeyboardInterrupt:
            click.echo("Interrupted: what was written so far is whole, and the rest is as it was.", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'output'}: {error.strerror}") from None


@click.group(cls=_Commands)
def main() -> None:
    """Record what streaming examples do, and keep the pages true to it."""


@main.command()
@click.argument("names", nargs=-1)
@click.option("--stale", is_flag=True, help="Only those whose recording is missing or out of date.")
def record(names: tuple[str, ...], stale: bool) -> None:
    """Record the examples NAMES, or all, and rewrite what has changed."""
    # The second one in another process: what differs from day to day is to differ now.
    with Recorder() as recorder, Recorder() as witness:

        def one(example: Example) -> str | None:
            anew = record_twice(recorder, witness, example)
            if not _is_stale(example):
                anew = _settled(store.load(example), anew)
            return f"recorded {example.name}" if store.save(example, anew) else None

        failed = _each([example for example in _chosen(names) if not stale or _is_stale(example)], one)
    if failed:
        sys.exit(1)


@main.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Record the examples NAMES, or all, anew and compare with what is committed.

    Without NAMES it also looks for folders that are no examples, examples that no page uses, and stale conditions.
    """
    examples = _chosen(names)
    with Recorder() as recorder:
        failed = _each(examples, lambda example: _check(example, recorder))
    others = [] if names else [*misplaced(EXAMPLES), *check_usage(examples, DOCS), *records.unusable(examples)]
    for error in others:
        click.echo(f"Error: {error}", err=True)
    for line in [] if names else shortfalls(DOCS):
        click.echo(printable(f"owed: {line}"))
    waiting = Counter(example.scenario.planned_for for example in examples if example.name not in failed)
    del waiting[None]
    for lesson, count in sorted(waiting.items(), key=str):
        click.echo(printable(f"waiting for the page of {lesson}: {_counted(count)}"))
    click.echo(f"checked {_counted(len(examples))}: {len(examples) - len(failed)} the same, {len(failed)} not")
    if failed or others:
        sys.exit(1)


@main.command("measure")
@click.argument("names", nargs=-1)
def measure_anew(names: tuple[str, ...]) -> None:
    """Measure time and memory of the examples NAMES, or of all that have something to measure, and keep the figures."""

    def one(example: Example) -> str:
        figures.save(example, measure(example))
        return f"measured {example.name}"

    if _each([example for example in _chosen(names) if names or example.scenario.measure], one):
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
            f"there is no variant {variant!r}", file=example.scenario_file, hint=f"It has: {', '.join(recordings)}."
        )
    _show(recordings[variant])


@main.command("task")
@click.argument("name")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def do_task(name: str, file: Path | None) -> None:
    """Run FILE and hold it to the checks of the task NAME.

    Without FILE it is the task's starter.py, with what you have written into it.
    """
    (example,) = _chosen((name,))
    task = Task(example)
    if not task.is_begun:
        tasks = ", ".join(one.example.name for one in find_tasks(EXAMPLES)) or "none"
        raise ScenarioError(f"the example {name!r} is no task", file=example.folder, hint=f"There are: {tasks}.")
    with Recorder() as recorder:
        found = grade(task, file or task.starter_file, recorder)
    if found.error:
        click.echo(f"Error: {found.error}", err=True)
    else:
        _show(found.recording)
        click.echo()
    for outcome in found.outcomes:
        click.echo(printable(f"{'passed ' if outcome.passed else 'not yet'}  {outcome.says}"))
        if not outcome.passed and not found.error:
            where = f" Look at step {outcome.step}." if outcome.step else ""
            click.echo(printable(f"         Expected {outcome.expected}, but {outcome.happened}.{where}"))
    click.echo(f"{sum(outcome.passed for outcome in found.outcomes)} of {len(found.outcomes)} checks pass")
    if not found.passed:
        sys.exit(1)


def _show(recording: Recording) -> None:
    rows = [("Step", "Action", "Generator state", "Data yielded", "Client receives")]
    rows += [(f"{s.number} {s.name}", s.action, s.state, s.yielded, s.received) for s in steps(recording)]
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(rows[0]))]
    for row in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="LESSON/EXAMPLE | lesson NAME")
@click.option("--title", default="", help="How the lesson is called; otherwise as the map says, or as its folder.")
@click.option("--mode", default="", help="Write only the page of this mode, for a lesson that there is.")
def new(names: tuple[str, ...], title: str, mode: str) -> None:
    """Write a new example and record it, or a new lesson with examples and pages, to start from."""
    if names[0] != "lesson":
        if len(names) > 1 or title or mode:
            raise ScenarioError(
                "a new example has a name and nothing else", hint="Write: new lesson NAME --title TITLE"
            )
        example = scaffold.new_example(EXAMPLES, names[0])
        click.echo(f"wrote {example.folder}: change app.py and scenario.toml, then run `make record`")
        return
    if len(names) != 2:
        raise ScenarioError("a new lesson has one name", hint="Write for example: chunkwise new lesson slow-readers")
    if mode and title:
        raise ScenarioError("a page has the title of its lesson", hint="Leave --title out; the map has it.")
    if mode:
        written = scaffold.new_page(EXAMPLES, DOCS, names[1], mode)
    else:
        written = scaffold.new_lesson(EXAMPLES, DOCS, SETTINGS, names[1], title)
    for place in written:
        click.echo(f"wrote {place}")
    click.echo("It builds as it is. Comments in its pages say what is yours to write.")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def assets(folder: Path) -> None:
    """Copy the scripts and styles of the pages to DIR, the folder of the pages, where they have changed.

    They go to DIR/assets/chunkwise/, but for DIR/try-service.js, a service worker. What an earlier version copied and
    this one no longer has is removed, and nothing else.
    """
    written, removed = copy_assets(folder)
    for file in written:
        click.echo(printable(f"wrote {file}"))
    for file in removed:
        click.echo(printable(f"removed {file}"))


@main.command()
@click.argument("old", metavar="OLD")
@click.argument("new_name", metavar="NEW")
@click.option("--yes", is_flag=True, help="Change it. Without it the command only lists what would change.")
def rename(old: str, new_name: str, yes: bool) -> None:
    """Call the example or the lesson OLD by the name NEW, in folders, pages, links, the map, navigation and tests.

    An example is LESSON/EXAMPLE, a lesson the name of its folder in docs/lessons. The lesson's title stays.
    """
    click.echo(str(found := plan(old, new_name, EXAMPLES, DOCS)))
    if not yes:
        click.echo("Nothing has changed. Add --yes to do it.")
        return
    found.carry_out()
    click.echo("Done. What readers' browsers keep under the old name, such as finished tasks, is not found again.")


def _check(example: Example, recorder: Recorder) -> str | None:
    committed = store.load(example)
    anew = _settled(committed, recorder.record_all(example))
    expected = example.recording_file.read_text("utf-8")
    found = store.dumps(example, anew)
    if found != expected:
        old, new = expected.split("\n"), found.split("\n")
        changes = list(difflib.unified_diff(old, new, "committed", "now", lineterm="", n=0))
        shown = "\n  ".join(line[:160] for line in changes[2:14])
        both = zip([*old, ""], [*new, ""], strict=False)
        line = next((n for n, (a, b) in enumerate(both, 1) if a != b), 1)
        raise StoreError(
            f"the program behaves otherwise now\n  {shown}", file=example.recording_file, line=line, hint=store.HINT
        )
    return None


def _settled(committed: Mapping[str, Recording], anew: Mapping[str, Recording]) -> dict[str, Recording]:
    """Let a committed free run stand where all that can be compared is the same: no two are so byte for byte."""
    return {
        name: committed[name] if comparable(committed[name]) == comparable(found) else found
        for name, found in anew.items()
    }


def _chosen(names: tuple[str, ...]) -> list[Example]:
    found = {example.name: example for example in find_examples(EXAMPLES)}
    if not found:
        raise ScenarioError("there are no examples here", file=EXAMPLES, hint="Run this in the project's folder.")
    for name in names:
        if name not in found:
            near = difflib.get_close_matches(name, found, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(found)}."
            raise ScenarioError(f"there is no example {name!r}", file=EXAMPLES, hint=hint)
    return [found[name] for name in names] if names else list(found.values())


def _is_stale(example: Example) -> bool:
    try:
        store.load(example)
    except ChunkwiseError:
        return True
    return False


def _each(examples: list[Example], act: Callable[[Example], str | None]) -> set[str]:
    """Do something with each example, show how far it is on a terminal, and return the names of those that failed."""
    failed = set()
    on_terminal = sys.stderr.isatty()
    with click.progressbar(
        examples,
        file=sys.stderr,
        hidden=not on_terminal,
        item_show_func=lambda example: example.name if example else "",
    ) as bar:
        for example in bar:
            try:
                said, is_error = act(example), False
            except ChunkwiseError as error:
                failed.add(example.name)
                said, is_error = f"Error: {error}", True
            if said and on_terminal:
                click.echo("\r\033[K", nl=False, err=True)
            if said:
                click.echo(said, err=is_error)
    return failed


def _counted(number: int) -> str:
    return f"{number} example{'s' * (number != 1)}"


main.add_command(commands.command(_chosen))
main.add_command(watch)
