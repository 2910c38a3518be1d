"""Examples and how each is run, because a lesson is added by adding a folder and nothing else.

An example is a folder below ``examples/`` with an ``app.py`` and a ``scenario.toml``. The scenario says what the
clients do and which names to watch; its variants are the same example with a replacement in its source, with other
clients, or both.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from chunkwise.errors import ScenarioError, line_of
from chunkwise.events import MAIN, Clock, Model

REQUEST_LINE = re.compile(r"[A-Z]+ /\S*")


class Action(Model):
    """One act of a client. Exactly one of the verbs is given; the other fields belong to it."""

    send: str | None = None
    """Sends ``METHOD /path``, on a new connection if there is none."""
    headers: dict[str, str] = {}
    body: str = ""
    read: int | Literal["headers", "all"] | None = None
    """Reads n more pieces, or the headers, or all up to the response's end."""
    wait: str | None = None
    """Waits for the ``server`` to have nothing left to do, or for another client to have read ``pieces`` pieces."""
    pieces: int = Field(default=1, ge=1)
    pause: float | None = Field(default=None, gt=0, le=10)
    """Does nothing for so many seconds, without holding the server up."""
    stop_reading: Literal[True] | None = None
    """Leaves the bytes where they are, until the next ``read``."""
    hang_up: Literal[True] | None = None
    """Closes the socket."""

    @field_validator("send")
    @classmethod
    def _request_line(cls, value: str | None) -> str | None:
        if value is not None and not REQUEST_LINE.fullmatch(value):
            raise ValueError('write it as "GET /path"')
        return value

    @model_validator(mode="after")
    def _one_verb(self) -> Action:
        verbs = ("send", "read", "wait", "pause", "stop_reading", "hang_up")
        if sum(getattr(self, verb) is not None for verb in verbs) != 1:
            raise ValueError(f"an action has exactly one of {', '.join(verbs)}")
        return self


class Client(Model):
    """One scripted client; several run side by side."""

    name: str = "client"
    script: tuple[Action, ...] = Field(min_length=1)


class Limits(Model):
    """What a run may use up before it is ended with an error."""

    seconds: float = Field(default=5.0, gt=0, le=60)
    events: int = Field(default=5_000, gt=0, le=100_000)
    bytes: int = Field(default=4 * 1024 * 1024, gt=0)


class Replacement(Model):
    """A counterfactual: ``old`` occurs exactly once in the example's source and gives way to ``new``."""

    old: str = Field(min_length=1)
    new: str


class Variant(Model):
    """What differs from the scenario; everything that is not given stays as it is there."""

    title: str
    replace: tuple[Replacement, ...] = ()
    watch: tuple[str, ...] | None = None
    client: tuple[Client, ...] | None = None
    clock: Clock | None = None
    status: int | None = None
    raises: str | None = None
    send_buffer: int | None = None


class Scenario(Model):
    """How an example is run, as ``scenario.toml`` says it."""

    title: str
    watch: tuple[str, ...] = ()
    client: tuple[Client, ...] = Field(min_length=1)
    clock: Clock = "lock-step"
    status: int = 200
    """The status that every response of the run is expected to have, unless its path answers another on purpose."""
    raises: str = ""
    """The exception that the application is expected to end with, by its class name; empty for none."""
    send_buffer: int | None = Field(default=None, ge=1024)
    """SO_SNDBUF of the server's sockets in bytes, to make backpressure visible early."""
    limits: Limits = Limits()
    variants: dict[str, Variant] = {}


@dataclass(frozen=True)
class Run:
    """One thing to record: a scenario, or a variant of it with its differences applied."""

    example: Example
    name: str
    title: str
    source: str
    scenario: Scenario


@dataclass(frozen=True)
class Example:
    """One example folder. ``name`` is its path below the examples folder, such as ``lesson/example``."""

    root: Path
    name: str

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

    def line_in_scenario(self, needle: str) -> int | None:
        return line_of(self.scenario_file.read_text("utf-8"), needle)

    @cached_property
    def source(self) -> str:
        return _read(self.app, mend=f"Write the program of {self.name} there.")

    @cached_property
    def scenario(self) -> Scenario:
        return load_scenario(self.scenario_file)

    @cached_property
    def runs(self) -> dict[str, Run]:
        """The scenario under the name ``main`` and each variant under its own."""
        scenario = self.scenario
        runs = {MAIN: Run(self, MAIN, scenario.title, self.source, scenario)}
        for name, variant in scenario.variants.items():
            changes = {key: value for key, value in variant if value is not None and key in Scenario.model_fields}
            runs[name] = Run(self, name, variant.title, self._replaced(variant), scenario.model_copy(update=changes))
        return runs

    def _replaced(self, variant: Variant) -> str:
        source = self.source
        for replacement in variant.replace:
            found = source.count(replacement.old)
            if found != 1:
                raise ScenarioError(
                    f"the variant replaces {replacement.old!r}, which app.py holds {found or 'no'} times",
                    file=self.scenario_file,
                    line=self.line_in_scenario(replacement.old.splitlines()[0]),
                    mend="Write a piece of app.py that occurs exactly once.",
                )
            source = source.replace(replacement.old, replacement.new)
        return source


def find_examples(root: Path) -> list[Example]:
    """Return every example below ``root``, in the order of their names."""
    found = {file.parent for name in ("app.py", "scenario.toml") for file in root.glob(f"*/*/{name}")}
    return [Example(root, folder.relative_to(root).as_posix()) for folder in sorted(found)]


def load_scenario(file: Path) -> Scenario:
    """Read and validate a ``scenario.toml``.

    Raises:
        ScenarioError: It is missing, is not TOML, or says something that no scenario can.
    """
    text = _read(file, mend="`chunkwise new LESSON/EXAMPLE` writes one to start from.")
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise ScenarioError(
            f"this is not TOML: {error}", file=file, line=int(at[1]) if at else None, mend="Mend the syntax there."
        ) from None
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise _said_plainly(error, file, text) from None
    if MAIN in scenario.variants:
        raise ScenarioError(
            f"a variant cannot be called {MAIN!r}", file=file, line=line_of(text, f"variants.{MAIN}"), mend="Rename it."
        )
    return scenario


def _said_plainly(error: ValidationError, file: Path, text: str) -> ScenarioError:
    first = error.errors()[0]
    keys = [str(part) for part in first["loc"] if isinstance(part, str)]
    key = keys[-1] if keys else ""
    if first["type"] == "extra_forbidden":
        what, mend = f"unknown key {key!r}", "Remove it, or mend its spelling."
    elif first["type"] == "missing":
        what, mend = f"the key {key!r} is missing", "Add it."
    else:
        message = first["msg"].removeprefix("Value error, ")
        what, mend = f"{'.'.join(keys) or 'scenario'}: {message}", "Mend the value."
    line = next((found for part in reversed(keys) if (found := line_of(text, part)) is not None), 1)
    return ScenarioError(what, file=file, line=line, mend=mend)


def _read(file: Path, *, mend: str) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        raise ScenarioError("this file is missing", file=file, mend=mend) from None
    except UnicodeDecodeError as error:
        raise ScenarioError(f"this is not UTF-8: {error}", file=file, mend="Save it as UTF-8.") from None
