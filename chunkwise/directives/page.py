"""What the directives of one page may name: recordings, steps, other pages. It also tells where an error is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

import click
from markupsafe import Markup

from chunkwise.conditions.records import places
from chunkwise.directives.front_matter import FRONT_MATTER, RECORDING, meta_of
from chunkwise.directives.parser import Block, Source, nearest
from chunkwise.errors import ChunkwiseError, PageError, ScenarioError
from chunkwise.events import MAIN, Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples, is_name
from chunkwise.exercises.quiz import evaluate
from chunkwise.views.lanes import LaneStep, lanes
from chunkwise.views.steps import Step, steps


class ShownError(PageError, click.ClickException):
    """A page error that every program built on click, such as mkdocs, shows without a traceback."""

    def __init__(
        self, what: str, *, file: Path | None = None, line: int | None = None, hint: str | None = None
    ) -> None:
        PageError.__init__(self, what, file=file, line=line, hint=hint)
        self.__dict__["message"] = str(self)

    def with_others(self, others: Iterable[PageError]) -> Self:
        """Return this error with the text of others below its own."""
        self.__dict__["message"] = "\n".join([str(self), *map(str, others)])
        return self

    def __str__(self) -> str:
        return str(self.__dict__.get("message") or PageError.__str__(self))


def shown(what: str, file: Path | None, line: int | None, hint: str | None) -> ShownError:
    """Return an error of a page, in the class that the program which builds the site shows best.

    ``mkdocs serve`` prints any other exception than its own BuildError with a traceback, and mkdocs is not imported
    here: its class is taken when mkdocs is what runs.
    """
    build_error = getattr(sys.modules.get("mkdocs.exceptions"), "BuildError", None)
    kind: type[ShownError] = ShownError
    if build_error is not None:
        kind = type("ShownError", (ShownError, build_error), {})
    return kind(what, file=file, line=line, hint=hint)


@dataclass
class Recorded:
    """One example with its recordings, and what was already made of them."""

    example: Example
    recordings: dict[str, Recording]
    fragments: dict[object, Markup] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    _steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    _lanes: dict[str, tuple[LaneStep, ...]] = field(default_factory=dict)

    def answer(self, expression: str) -> str:
        """Compute an answer, once for as long as the recordings stay the same: conditions have a file of their own."""
        if "elsewhere" in expression:
            return evaluate(expression, self.recordings, self.steps, places(self.example))
        if expression not in self.answers:
            self.answers[expression] = evaluate(expression, self.recordings, self.steps)
        return self.answers[expression]

    def steps(self, variant: str) -> tuple[Step, ...]:
        if variant not in self._steps:
            self._steps[variant] = steps(self.recordings[variant])
        return self._steps[variant]

    def lanes(self, variant: str) -> tuple[LaneStep, ...]:
        if variant not in self._lanes:
            self._lanes[variant] = lanes(self.recordings[variant], self.steps(variant))
        return self._lanes[variant]


Stamp = tuple[tuple[int, int], ...]
_shelf: dict[Path, tuple[Stamp, Recorded]] = {}


def recorded(examples: Path, name: str) -> Recorded:
    """Load an example's recordings, once for as long as its files stay the same.

    Raises:
        ScenarioError: There is no such example, or it cannot be used as it stands.
        StoreError: Nor can its recording.
    """
    if not is_name(name) or not (examples / name / "app.py").is_file():
        known = [example.name for example in find_examples(examples)]
        raise ScenarioError(f"unknown example {name!r}", hint=nearest(name, known))
    example = Example(examples, name)
    programs = sorted(example.folder.glob("*.py"))
    stamp = tuple(map(_stamp, (*programs, example.scenario_file, example.recording_file)))
    place = example.folder.resolve()
    if place not in _shelf or _shelf[place][0] != stamp:
        _shelf[place] = (stamp, Recorded(example, store.load(example)))
    return _shelf[place][1]


def _stamp(file: Path) -> tuple[int, int]:
    try:
        stat = file.stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_size)


@dataclass(frozen=True)
class Table:
    """An execution table on this page. ``prefix`` keeps its ids apart from those of the others."""

    example: str
    variant: str
    prefix: str
    rows: tuple[Step, ...]
    """The steps that it shows, which may be some of the recording's."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What an author may call it in a step reference."""
        short = self.example.split("/")[-1]
        if self.variant == MAIN:
            return (short, self.example)
        return (self.variant, f"{short}/{self.variant}", f"{self.example}/{self.variant}")


class Page:
    """One page while it is converted."""

    def __init__(self, text: str, examples: Path, docs: Path, told: Path | None = None) -> None:
        self.text = text
        self.told = told
        """The page's file, where the builder says which it is."""
        self.examples = examples
        self.examples_name = examples.as_posix()
        """What the configuration calls their folder, which is what readers are shown."""
        self.docs = docs
        self.is_folder = True
        """Whether the builder makes a folder of a page, from which links count to a browser."""
        self.typed_python = False
        """Whether a code block may hold Python that is in no file."""
        self.source = Source([], [], [])
        self.tables: list[Table] = []
        self.built: set[int] = set()
        self.mistakes: list[tuple[Block | None, PageError]] = []
        """What is wrong on it, each with the directive that it is about, if it is about one."""
        self._recorded: dict[str, Recorded] = {}
        self.keys: dict[int, int] = {}
        """The right option of each quiz, by the quiz's number."""
        self.stash: Callable[[Markup], str] = str
        """Keeps HTML from being read as Markdown; what it returns stands for it in a paragraph of its own."""

    @cached_property
    def _place(self) -> tuple[Path, int]:
        """The page's file and how many lines of it come before the text. Where nobody says which it is, it is looked
        for, which takes as long as there are pages.
        """
        body = self.text.strip("\n")
        told = [self.told] if self.told else sorted(self.docs.rglob("*.md")) if body.strip() else []
        for file in told:
            whole = file.read_text("utf-8-sig", errors="replace")
            start = match.end() if (match := FRONT_MATTER.match(whole)) else 0
            if whole[start:].strip("\n") == body:
                before = len(whole[start:]) - len(whole[start:].lstrip("\n"))
                skipped = len(self.text) - len(self.text.lstrip("\n"))
                return file, whole[:start].count("\n") + before - skipped
        return self.told or Path("page.md"), 0

    @property
    def file(self) -> Path:
        """The page's file. A text that is in none has one that is nowhere."""
        return self._place[0]

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the front matter says in one value each. The builder keeps it to itself: it is read from the file."""
        return meta_of(self.file.read_text("utf-8-sig", errors="replace")) if self.file.is_file() else {}

    @property
    def lesson(self) -> str | None:
        """The lesson whose folder the page is in, if it is in one."""
        folder = self.file.parent
        return folder.name if folder.parent == self.docs / "lessons" else None

    def line(self, number: int) -> int:
        """The line of the page's file that is line ``number`` of its text."""
        return self._place[1] + number

    @cached_property
    def own_lines(self) -> set[str]:
        """The lines with which directives begin in what Markdown is handed."""
        return {line.strip() for line in self.source.lines if "///" in line}

    def named(self, file: Path) -> str:
        """What readers are shown for a file of an example."""
        return f"{self.examples_name}/{file.relative_to(self.examples).as_posix()}"

    def line_with(self, text: str) -> int:
        """The first line outside code fences that holds ``text``."""
        return next((number for number, line in self.said if text in line), 1)

    @cached_property
    def said(self) -> list[tuple[int, str]]:
        """The author's words outside code fences, in the text and in the directives' heads, with their lines."""
        return sorted(self.source.prose + [head for block in self.source.blocks for head in block.heads])

    def error(self, what: str, line: int, hint: str | None = None) -> PageError:
        return shown(what, self.file, self.line(line), hint)

    def located(self, error: ChunkwiseError, line: int) -> PageError:
        """Return ``error`` as one of this page. An error about another file keeps that file in its sentence."""
        what = error.what
        if error.file is not None:
            what = str(type(error)(error.what, file=error.file, line=error.line))
        return self.error(what, line, error.hint)

    def recorded(self, block: Block, name: str, line: int | None = None) -> Recorded:
        if name in self._recorded:
            return self._recorded[name]
        try:
            return self._recorded.setdefault(name, recorded(self.examples, name))
        except ChunkwiseError as error:
            raise self.located(error, line or block.line) from None

    def variant(self, block: Block, found: Recorded) -> str:
        """The variant that a directive asks for, which is the scenario itself if it asks for none."""
        name = getattr(block.given, "variant", None) or MAIN
        if name not in found.recordings:
            raise self.error(
                f"{found.example.name} has no variant {name!r}",
                block.line_of("variant"),
                nearest(name, set(found.recordings) - {MAIN}),
            )
        return name

    def add_table(self, block: Block, example: str, variant: str, rows: tuple[Step, ...]) -> None:
        """Note that the page shows this table. The first example's own recording gets the plain ids."""
        if any((table.example, table.variant) == (example, variant) for table in self.tables):
            raise self.error("this execution table is already on the page", block.line, "Remove one of them.")
        first = self.tables[0].example if self.tables else example
        parts = [part for part in (example.split("/")[-1] * (example != first), variant * (variant != MAIN)) if part]
        prefix = "".join(f"{part.replace('_', '-')}-" for part in parts)
        if any(table.prefix == prefix for table in self.tables):
            prefix = f"{example.replace('/', '-').replace('_', '-')}-{prefix}"
        self.tables.append(Table(example, variant, prefix, rows))

    def table(self, example: str, variant: str) -> Table | None:
        return next((table for table in self.tables if (table.example, table.variant) == (example, variant)), None)

    def reference(self, text: str, line: int) -> tuple[Table, Step]:
        """Return the step that ``[[text]]`` means: ``yield 2``, or ``keep_alive: end`` where it isn't the first table.

        What follows a ``|`` is for the reader, who sees two links of the same number.

        Raises:
            PageError: No table on this page has such a step, or the reference does not say which.
        """
        label, colon, name = text.partition("|")[0].rpartition(": ")
        name = name.strip()
        label = label.strip()
        if not self.tables:
            hint = "Show the table with /// steps, or put backquotes around it if it isn't a reference."
            raise self.error(f"[[{text}]] refers to a step, but no execution table is on this page", line, hint)
        if colon:
            tables = [table for table in self.tables if label in table.labels]
        else:
            own = {table.example for table in self.tables}
            tables = [table for table in self.tables if table.variant == MAIN or len(self.tables) == 1]
            if len(own) > 1:
                tables = [table for table in tables if table.example == self.meta.get(RECORDING)]
        if len(tables) != 1:
            labels = [table.labels[0] for table in self.tables]
            what = f"[[{text}]] doesn't say which table it means"
            if colon:
                what = f"[[{text}]] names {label!r}, which is not a table on this page"
            raise self.error(what, line, f"Write [[name: step]], with one of {', '.join(labels)}.")
        table = tables[0]
        for step in table.rows:
            if step.name == name:
                return table, step
        raise self.error(f"[[{text}]] doesn't name a step", line, nearest(name, [step.name for step in table.rows]))
