"""The command line: what an author types and what CI runs.

Commands end with 0, or with 1 and a message that names file, line and hint, or with 130 after Ctrl-C.
"""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from chunkwise.authoring import scaffold
from chunkwise.authoring.assets import MATERIAL_REM, copy_assets
from chunkwise.authoring.comparison import check as compare
from chunkwise.authoring.comparison import settled
from chunkwise.authoring.promises import shortfalls
from chunkwise.authoring.rename import plan
from chunkwise.authoring.usage import check_usage
from chunkwise.conditions import commands, records
from chunkwise.errors import ChunkwiseError, ScenarioError, printable
from chunkwise.events import MAIN
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples, misplaced
from chunkwise.exercises.grading import grade
from chunkwise.exercises.tasks import Task, find_tasks
from chunkwise.group import Commands
from chunkwise.measure import figures
from chunkwise.measure.measure import measure
from chunkwise.recording.agreement import record_twice
from chunkwise.recording.recorder import Recorder
from chunkwise.schema import command as schema
from chunkwise.views.listing import listing
from chunkwise.watch.command import watch

SETTINGS = Path("mkdocs.yml")


@dataclass(frozen=True)
class Folders:
    """Where a project has its examples and its pages."""

    examples: Path
    docs: Path


def _folder(name: str, says: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Return an option of all commands, which a variable of the environment sets as well."""
    kind, variable = click.Path(path_type=Path), f"CHUNKWISE_{name.upper()}"
    return click.option(f"--{name}", type=kind, default=name, envvar=variable, show_envvar=True, help=says)


@click.group(cls=Commands)
@_folder("examples", "The folder of the examples, if it is not examples/.")
@_folder("docs", "The folder of the pages, if it is not docs/.")
@click.pass_context
def main(context: click.Context, examples: Path, docs: Path) -> None:
    """Record what streaming examples do, and keep the pages true to it."""
    context.obj = Folders(examples, docs)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--stale", is_flag=True, help="Only examples whose recording is missing or stale.")
def record(names: tuple[str, ...], stale: bool) -> None:
    """Record the examples NAMES, or all, and rewrite what has changed."""
    # The second one in another process: what differs from day to day is to differ now.
    with Recorder() as recorder, Recorder() as witness:

        def one(example: Example) -> str | None:
            anew = record_twice(recorder, witness, example)
            if not store.is_stale(example):
                anew = settled(store.load(example), anew)
            return f"recorded {example.name}" if store.save(example, anew) else None

        failed = _each([example for example in _chosen(names) if not stale or store.is_stale(example)], one)
    if failed:
        sys.exit(1)


@main.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Record the examples NAMES, or all, again and compare with what is committed.

    Without NAMES it also looks for folders that are no examples, examples that no page uses, and stale conditions.
    """
    examples = _chosen(names)
    with Recorder() as recorder:
        failed = _each(examples, lambda example: compare(example, recorder))
    at = _folders()
    others = [] if names else [*misplaced(at.examples), *check_usage(examples, at.docs), *records.unusable(examples)]
    for error in others:
        click.echo(f"Error: {error}", err=True)
    for line in [] if names else shortfalls(at.docs):
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
    """Measure time and memory of the examples NAMES, or of all that have something to measure, and save the figures."""

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
    click.echo("\n".join(listing(recordings[variant])))


@main.command("task")
@click.argument("name")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def do_task(name: str, file: Path | None) -> None:
    """Run FILE and apply the checks of the task NAME.

    Without FILE it is the task's starter.py, with what you have written into it.
    """
    (example,) = _chosen((name,))
    task = Task(example)
    if not task.is_begun:
        tasks = ", ".join(one.example.name for one in find_tasks(_folders().examples)) or "none"
        raise ScenarioError(f"the example {name!r} is no task", file=example.folder, hint=f"There are: {tasks}.")
    with Recorder() as recorder:
        found = grade(task, file or task.starter_file, recorder)
    if found.error:
        click.echo(f"Error: {found.error}", err=True)
    else:
        click.echo("\n".join(listing(found.recording)))
        click.echo()
    for outcome in found.outcomes:
        click.echo(printable(f"{'passed ' if outcome.passed else 'not yet'}  {outcome.says}"))
        if not outcome.passed and not found.error:
            where = f" Look at step {outcome.step}." if outcome.step else ""
            click.echo(printable(f"         Expected {outcome.expected}, but {outcome.happened}.{where}"))
    click.echo(f"{sum(outcome.passed for outcome in found.outcomes)} of {len(found.outcomes)} checks pass")
    if not found.passed:
        sys.exit(1)


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="LESSON/EXAMPLE | lesson NAME")
@click.option("--title", default="", help="The lesson's title; by default the map's, or one made from the name.")
@click.option("--mode", default="", help="Write only the page of this mode, for an existing lesson.")
def new(names: tuple[str, ...], title: str, mode: str) -> None:
    """Write a new example and record it, or a new lesson with examples and pages, to start from."""
    if names[0] != "lesson":
        if len(names) > 1 or title or mode:
            raise ScenarioError(
                "a new example takes a name and nothing else", hint="Write: new lesson NAME --title TITLE"
            )
        example = scaffold.new_example(_folders().examples, names[0])
        click.echo(f"wrote {example.folder}: change app.py and scenario.toml, then run `chunkwise record`")
        return
    if len(names) != 2:
        raise ScenarioError("a new lesson has one name", hint="Write for example: chunkwise new lesson slow-readers")
    if mode and title:
        raise ScenarioError("a page has the title of its lesson", hint="Leave out --title: the map has the title.")
    if mode:
        written = scaffold.new_page(_folders().examples, _folders().docs, names[1], mode)
    else:
        written = scaffold.new_lesson(_folders().examples, _folders().docs, SETTINGS, names[1], title)
    for place in written:
        click.echo(f"wrote {place}")
    click.echo("It builds. Comments in its pages tell you what to write.")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--rem",
    type=click.FloatRange(8, 40),
    default=MATERIAL_REM,
    help="Pixels that one rem has on your pages: 20 with Material and Zensical, 16 with most other themes.",
)
def assets(folder: Path, rem: float) -> None:
    """Copy the scripts and styles of the pages to DIR, the folder of the pages, where they have changed.

    They go to DIR/assets/chunkwise/, but for DIR/try-service.js, a service worker. What an earlier version copied and
    this one no longer has is removed, and nothing else.
    """
    written, removed = copy_assets(folder, rem)
    for file in written:
        click.echo(printable(f"wrote {file}"))
    for file in removed:
        click.echo(printable(f"removed {file}"))


@main.command()
@click.argument("old", metavar="OLD")
@click.argument("new_name", metavar="NEW")
@click.option("--yes", is_flag=True, help="Make the changes. Without --yes the command only lists them.")
def rename(old: str, new_name: str, yes: bool) -> None:
    """Rename the example or the lesson OLD to NEW, in folders, pages, links, the map, navigation and tests.

    An example is LESSON/EXAMPLE, a lesson the name of its folder in docs/lessons. The lesson's title stays.
    """
    click.echo(str(found := plan(old, new_name, _folders().examples, _folders().docs)))
    if not yes:
        click.echo("Nothing has changed yet. Add --yes to make these changes.")
        return
    found.carry_out()
    click.echo("Done. What readers' browsers stored under the old name, such as finished tasks, is lost.")


def _folders() -> Folders:
    return click.get_current_context().find_object(Folders) or Folders(Path("examples"), Path("docs"))


def _chosen(names: tuple[str, ...]) -> list[Example]:
    root = _folders().examples
    found = {example.name: example for example in find_examples(root)}
    if not found:
        hint = "Run this in the project's folder, or name that of the examples: chunkwise --examples DIR."
        raise ScenarioError("there are no examples here", file=root, hint=hint)
    for name in names:
        if name not in found:
            near = difflib.get_close_matches(name, found, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(found)}."
            raise ScenarioError(f"there is no example {name!r}", file=root, hint=hint)
    return [found[name] for name in names] if names else list(found.values())


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
main.add_command(schema)
main.add_command(watch)
