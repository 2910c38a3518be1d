"""Examples, because a lesson is added by adding a folder and nothing else.

An example is a folder below ``examples/`` with an ``app.py`` and a ``scenario.toml``, which says how it is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chunkwise.errors import ScenarioError
from chunkwise.events import MAIN
from chunkwise.examples.imports import imported
from chunkwise.examples.scenario import NAME, NAME_SAYS, Scenario, Variant, load_scenario
from chunkwise.examples.toml_positions import line_at

FILES = ("app.py", "scenario.toml", "recording.json")


@dataclass(frozen=True)
class Run:
    """One thing to record: a scenario, or a variant of it with its differences applied."""

    example: Example
    name: str
    title: str
    source: str
    scenario: Scenario

    @property
    def modules(self) -> dict[str, str]:
        """The texts of the other files of the program, by their paths below the example's folder."""
        return self.example.imported(self.source)

    @property
    def upstream(self) -> str | None:
        """The text of the program that plays the server which this one asks, if there is one."""
        name = self.scenario.upstream
        return read(self.example.folder / name, hint="Write it: the program sends requests to it.") if name else None

    @property
    def page(self) -> str | None:
        """The text of the script that a browser runs, if one is the client."""
        name = self.scenario.page
        return read(self.example.folder / name, hint="Write it: the browser's page runs it.") if name else None


LARGEST = 1_000_000
"""Bytes of a file that an author writes."""


@dataclass(frozen=True)
class Example:
    """One example folder. ``name`` is its path below the examples folder, such as ``lesson/example``.

    Raises:
        ScenarioError: The name is none, or leads out of the folder.
    """

    root: Path
    name: str

    def __post_init__(self) -> None:
        if not is_name(self.name):
            what = f"{self.name!r} is not a valid name for an example"
            raise ScenarioError(what, file=self.root / self.name, hint=f"Name it LESSON/EXAMPLE, and {NAME_SAYS}.")

    @property
    def folder(self) -> Path:
        return self.root / self.name

    @property
    def app(self) -> Path:
        return self.folder / "app.py"

    @property
    def scenario_file(self) -> Path:
        return self.folder / "scenario.toml"

    @property
    def recording_file(self) -> Path:
        return self.folder / "recording.json"

    @cached_property
    def scenario_text(self) -> str:
        return read(self.scenario_file, hint="`chunkwise new LESSON/EXAMPLE` writes one to start from.")

    def line_in_scenario(self, *path: str | int) -> int:
        """Return the line of the value at ``path`` in the scenario, or of the nearest thing around it."""
        return line_at(self.scenario_text, path)

    @cached_property
    def source(self) -> str:
        return read(self.app, hint=f"Write the program of {self.name} there.")

    @cached_property
    def scenario(self) -> Scenario:
        return load_scenario(self.scenario_file, self.scenario_text)

    @cached_property
    def runs(self) -> dict[str, Run]:
        """The scenario under the name ``main`` and each variant under its own."""
        scenario = self.scenario
        runs = {MAIN: Run(self, MAIN, scenario.title, self.source, scenario)}
        for name, variant in scenario.variants.items():
            changes = {key: value for key, value in variant if value is not None and key in Scenario.model_fields}
            runs[name] = Run(
                self, name, variant.title, self._replaced(name, variant), scenario.model_copy(update=changes)
            )
        return runs

    def imported(self, source: str) -> dict[str, str]:
        """Return the files that a program in this folder imports from there, by their paths, with their texts."""
        return imported(self.folder, source, lambda file: read(file, hint="Write it: the program imports it."))

    @property
    def variant_files(self) -> dict[str, Path]:
        """The files that hold whole programs of variants, by the variants' names."""
        return {name: self.folder / one.file for name, one in self.scenario.variants.items() if one.file}

    def _replaced(self, name: str, variant: Variant) -> str:
        if name in self.variant_files:
            return read(self.variant_files[name], hint=f"Write the program of the variant {name!r} there.")
        source = self.source
        for index, replacement in enumerate(variant.replace):
            found = source.count(replacement.old)
            if found != 1:
                raise ScenarioError(
                    f"the variant {name!r} replaces {replacement.old!r}, which app.py holds {found or 'no'} times",
                    file=self.scenario_file,
                    line=self.line_in_scenario("variants", name, "replace", index, "old"),
                    hint="Copy a piece of app.py that occurs exactly once.",
                )
            source = source.replace(replacement.old, replacement.new)
        return source


def find_examples(root: Path) -> list[Example]:
    """Return every example below ``root`` that has a name as one should, in the order of their names."""
    found = {file.parent for name in FILES for file in root.glob(f"*/*/{name}")}
    names = (folder.relative_to(root).as_posix() for folder in sorted(found))
    return [Example(root, name) for name in names if is_name(name)]


def is_name(name: str) -> bool:
    """Whether ``name`` is LESSON/EXAMPLE, each of them a name."""
    parts = name.split("/")
    return len(parts) == 2 and all(NAME.fullmatch(part) for part in parts)


def misplaced(root: Path) -> Iterator[ScenarioError]:
    """Find what looks like an example, or like a part of one, and is none."""
    for file in sorted(file for name in FILES for file in root.rglob(name)):
        if len(file.relative_to(root).parts) != len(("lesson", "example", file.name)):
            yield ScenarioError(
                "an example must be two folders deep, and this one isn't", file=file, hint="Move it to LESSON/EXAMPLE/."
            )
    for folder in sorted(folder for folder in root.glob("*/*") if folder.is_dir()):
        name = folder.relative_to(root).as_posix()
        if any((folder / file).exists() for file in FILES):
            if not is_name(name):
                yield ScenarioError(
                    f"{name!r} is not a valid name for an example", file=folder, hint=f"Rename the folder: {NAME_SAYS}."
                )
        elif not folder.name.startswith(("__", ".")) and any(path.is_file() for path in folder.iterdir()):
            yield ScenarioError(
                "this folder is half an example: it has no app.py and no scenario.toml",
                file=folder,
                hint="Remove it, or start with `chunkwise new LESSON/EXAMPLE`.",
            )


def held(file: Path, most: int = LARGEST) -> Path:
    """Return a file that is no link to another place, and not too large, for an example may come from anybody.

    Raises:
        ScenarioError: It leads out of the folder of its lesson, or has more than ``most`` bytes.
        OSError: There is none, or it cannot be looked at.
    """
    real = file.resolve(strict=True)
    # The lesson's folder, or that of all lessons for what lies right in an example's. A reader's file may lie higher.
    above = file.absolute().parents
    if not real.is_relative_to(above[min(2, len(above) - 1)].resolve()):
        raise ScenarioError(
            "this link leads out of the examples", file=file, hint="Put the file here instead of the link."
        )
    if (size := real.stat().st_size) > most:
        what = f"this has {size / 1e6:.1f} MB, and {most / 1e6:g} MB is the maximum"
        raise ScenarioError(what, file=file, hint="Make the example smaller.")
    return file


def read(file: Path, *, hint: str) -> str:
    """Return the text of a file of an example; ``hint`` says what to do where there is none.

    Raises:
        ScenarioError: It is missing, is no UTF-8, or cannot be read.
    """
    try:
        return held(file).read_text("utf-8")
    except FileNotFoundError:
        raise ScenarioError("this file is missing", file=file, hint=hint) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        what = f"this is not UTF-8: {error.reason}"
        raise ScenarioError(what, file=file, line=line, hint="Save it as UTF-8.") from None
    except OSError as error:
        what = f"this cannot be read: {error.strerror}"
        raise ScenarioError(what, file=file, hint="Give yourself permission to read the file.") from None
