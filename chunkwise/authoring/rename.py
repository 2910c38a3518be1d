"""New names for examples and lessons, everywhere at once, because a name stands in folders, pages, links and tests.

First a plan, which can be read and changes nothing; then all of it, or none.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from chunkwise.authoring import golden
from chunkwise.authoring.scaffold import SLUG
from chunkwise.directives.parser import nearest
from chunkwise.errors import ChunkwiseError, PageError, ScenarioError
from chunkwise.events import Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples, is_name

PLACES = ("mkdocs.yml", "README.md", "docs", "examples", "tests", "benchmarks", "scripts")
"""Where names of examples and lessons stand, in a project like this one."""

READ = {".md", ".ipynb", ".py", ".html", ".toml", ".yml", ".mjs", ".txt"}
"""The kinds of files that name them."""

Rule = tuple[re.Pattern[str], str, str]
"""What is replaced, by what, and in which files: a pattern of their names."""


@dataclass
class Plan:
    """What a new name changes: folders and files that move, and the texts of those that name it."""

    moves: dict[Path, Path] = field(default_factory=dict)
    edits: dict[Path, tuple[str, list[int]]] = field(default_factory=dict)
    """The new text of each file, under the name that it has before the moves, and the lines that differ."""

    def __str__(self) -> str:
        moved = [f"move {old} to {new}" for old, new in self.moves.items()]
        edited = [f"edit {file}: {_lines(lines)}" for file, (_, lines) in self.edits.items()]
        return "\n".join([*moved, *edited])

    def carry_out(self) -> None:
        """Change all of it. What fails halfway is taken back.

        Raises:
            ChunkwiseError: A file cannot be written, or a recording cannot be kept.
        """
        before = {file: file.read_text("utf-8") for file in self.edits}
        kept = [one for file in self.edits if (one := _recorded(file)) is not None]
        moved: list[tuple[Path, Path]] = []
        try:
            for file, (text, _) in self.edits.items():
                store.write(file, text)
            for example, recordings in kept:
                store.save(Example(example.root, example.name), recordings)
            for old, new in self.moves.items():
                new.parent.mkdir(parents=True, exist_ok=True)
                old.rename(new)
                moved.append((old, new))
        except BaseException:
            for old, new in reversed(moved):
                new.rename(old)
            for file, text in before.items():
                store.write(file, text)
            for example, recordings in kept:
                store.save(Example(example.root, example.name), recordings)
            raise
        for old in self.moves:
            if old.parent.is_dir() and not any(path.name != "__pycache__" for path in old.parent.iterdir()):
                shutil.rmtree(old.parent)


def plan(old: str, new: str, root: Path, docs: Path) -> Plan:
    """Return what it takes to call the example or the lesson ``old`` by the name ``new``.

    Raises:
        ChunkwiseError: There is none of that name, or the new one is none, or is taken.
    """
    return _of_example(old, new, root) if "/" in old else _of_lesson(old, new, root, docs)


def _of_example(old: str, new: str, root: Path) -> Plan:
    if not (root / old / "app.py").is_file():
        known = [example.name for example in find_examples(root)]
        raise ScenarioError(f"there is no example {old!r}", hint=nearest(old, known))
    if not is_name(new) or not all(part.isidentifier() for part in new.split("/")):
        hint = "Use letters, digits and _, as in backpressure/slow_reader."
        raise ScenarioError(f"{new!r} is not LESSON/EXAMPLE", hint=hint)
    if (root / new).exists():
        raise ScenarioError("this folder exists already", file=root / new, hint="Choose another name.")
    moves = {root / old: root / new}
    if golden.file_of(old).is_file():
        moves[golden.file_of(old)] = golden.file_of(new)
    return Plan(moves, _edits([_example_rule(old, new)], old, new))


def _of_lesson(old: str, new: str, root: Path, docs: Path) -> Plan:
    pages = docs / "lessons" / old
    if not pages.is_dir():
        known = [place.name for place in (docs / "lessons").glob("*/")]
        raise PageError(f"there is no lesson {old!r}", hint=nearest(old, known))
    if not SLUG.fullmatch(new):
        raise ScenarioError(f"{new!r} is not a valid name for a lesson", hint="Use small letters, digits and hyphens.")
    before, after = old.replace("-", "_"), new.replace("-", "_")
    moves = {pages: docs / "lessons" / new}
    rules: list[Rule] = [
        (re.compile(rf"(?<=lessons/){re.escape(old)}(?![\w-])"), new, "*"),
        (re.compile(rf"(?<=\.\./){re.escape(old)}(?=/)"), new, "*"),
        (re.compile(rf"(?m)^(\d+[.)] +){re.escape(old)}(?= *\|)"), rf"\g<1>{new}", "index.md"),
        (re.compile(rf'(?m)^(planned_for *= *"){re.escape(old)}(?=")'), rf"\g<1>{new}", "scenario.toml"),
    ]
    if (root / before).is_dir():
        moves[root / before] = root / after
        rules.append((re.compile(rf"(?<![\w/-])((?:examples/)?){before}(?=/)"), rf"\g<1>{after}", "*"))
        rules.append((re.compile(rf"(?m)^(/{{3,}} project \| *){before}$"), rf"\g<1>{after}", "*.md"))
        for example in find_examples(root):
            file = golden.file_of(example.name)
            if example.name.startswith(f"{before}/") and file.is_file():
                moves[file] = golden.file_of(f"{after}/{example.folder.name}")
    for place in moves.values():
        if place.exists():
            raise PageError("this exists already", file=place, hint="Choose another name.")
    return Plan(moves, _edits(rules))


def _example_rule(old: str, new: str) -> Rule:
    return re.compile(rf"(?<![\w/-])((?:examples/)?){re.escape(old)}(?![\w-])"), rf"\g<1>{new}", "*"


def _edits(rules: list[Rule], old: str = "", new: str = "") -> dict[Path, tuple[str, list[int]]]:
    """Apply rules to every file that may name something. Pages of an example also call its table by its short name."""
    edits = {}
    for file in _files():
        text = file.read_text("utf-8")
        changed = text
        for pattern, replacement, files in rules:
            if file.match(files):
                changed = pattern.sub(replacement, changed)
        if old and changed != text:
            for pattern, replacement, files in _within(old.split("/")[1], new.split("/")[1]):
                if file.match(files):
                    changed = pattern.sub(replacement, changed)
        if changed != text:
            pairs = enumerate(zip(text.split("\n"), changed.split("\n"), strict=True), 1)
            edits[file] = (changed, [number for number, (one, other) in pairs if one != other])
    return edits


def _within(old: str, new: str) -> Iterator[Rule]:
    """References to steps of a table, links to steps and to lines of a program, on a page that names the example."""
    yield re.compile(rf"(?<=\[\[){old}(?=[:/])"), new, "*.md"
    before, after = old.replace("_", "-"), new.replace("_", "-")
    yield re.compile(rf'(?<=[#"-]){before}(?=-(?:[\w-]+-)?(?:step|line)-\d)'), after, "*.md"


def _files() -> Iterator[Path]:
    for place in map(Path, PLACES):
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in found:
            ours = file.suffix in READ and "assets" not in file.parts and "node_modules" not in file.parts
            if ours and file.is_file() and not file.is_symlink():
                yield file


def _recorded(file: Path) -> tuple[Example, dict[str, Recording]] | None:
    """Return an example and its recordings, if this is its scenario: its digest is kept, for its run is the same."""
    if file.name != "scenario.toml":
        return None
    example = Example(file.parents[2], f"{file.parent.parent.name}/{file.parent.name}")
    try:
        return example, store.load(example)
    except ChunkwiseError:
        return None  # stale already, and stays so


def _lines(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8]))
    more = f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
    return f"line{'' if len(numbers) == 1 else 's'} {shown}{more}"
