"""The reasons why some mutants change nothing, each for a class of them: ``survivors.toml``.

A class is given by patterns, and by how many mutants these cover. So a mutant that is new cannot slip into a class
unseen: the number is wrong then, and somebody has to look.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import Field, ValidationError

from chunkwise.errors import ChunkwiseError, ScenarioError
from chunkwise.events import Model
from chunkwise.examples.toml_positions import line_at

SURVIVORS = Path(__file__).parent / "survivors.toml"
ANYTHING = "…"
"""Stands for any text in a change."""
NAMED = 5
"""How many mutants a message names."""

Name = tuple[str, str]
"""The kind of a mutant, and where and what it is."""


class Class(Model):
    """Mutants of one ``kind``: ``change`` says what they change, in the examples or pages that are ``of`` these."""

    kind: str
    of: str | tuple[str, ...]
    change: str | tuple[str, ...]
    count: int = Field(ge=1)

    def covers(self, name: Name) -> bool:
        kind, (where, _, what) = name[0], name[1].partition(": ")
        return (
            kind == self.kind
            and any(fnmatchcase(where, pattern) for pattern in _several(self.of))
            and any(_fits(what, pattern) for pattern in _several(self.change))
        )


class _Reason(Model):
    says: str = Field(min_length=1)
    covers: tuple[Class, ...] = Field(min_length=1)


class _Reasons(Model):
    reason: tuple[_Reason, ...]


@dataclass(frozen=True)
class Reasons:
    """All reasons, with the class and the line that each is for."""

    file: Path
    classes: tuple[tuple[str, Class, int], ...]

    def of(self, name: Name) -> str | None:
        """Return why a mutant survives, if there is a reason."""
        return next((says for says, one, _ in self.classes if one.covers(name)), None)

    def misfits(self, names: Collection[Name]) -> Iterator[ChunkwiseError]:
        """Find what does not fit to ``names``, which are all mutants there are: too many or too few, or one twice."""
        covered: dict[Name, int] = {}
        for _, one, line in self.classes:
            found = [name for name in names if one.covers(name)]
            if len(found) != one.count:
                what = f"this covers {len(found)} mutants and not {one.count}: {_listed(found)}"
                yield self._error(what, line, "See which one is new or gone, and mend the pattern or the number.")
            for name in found:
                if name in covered:
                    what = f"the reason in line {covered[name]} covers this one too: {_listed([name])}"
                    yield self._error(what, line, "Make one of the two patterns narrower.")
                covered[name] = line

    def complaints(self, tried: Iterable[tuple[Name, bool]]) -> Iterator[str]:
        """Say which mutants survived without a reason, and which have one and were noticed after all."""
        for name, noticed in tried:
            says = self.of(name)
            if says is None and not noticed:
                yield f"survived, and nobody knows why: {_listed([name])}"
            elif says is not None and noticed:
                yield f"no longer survives, take it out of {self.file.name}: {_listed([name])}\n  {says}"

    def _error(self, what: str, line: int, hint: str) -> ScenarioError:
        return ScenarioError(what, file=self.file, line=line, hint=hint)


def load(file: Path = SURVIVORS) -> Reasons:
    """Read the reasons.

    Raises:
        ScenarioError: The file does not hold them as it should.
    """
    text = file.read_text("utf-8")
    try:
        reasons = _Reasons.model_validate(tomllib.loads(text)).reason
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"this is not TOML: {error}", file=file, hint="Correct the syntax there.") from None
    except ValidationError as error:
        first = error.errors()[0]
        line = line_at(text, list(first["loc"]))
        hint = "A reason has says and covers; what it covers has kind, of, change and count."
        raise ScenarioError(f"{first['loc'][-1]}: {first['msg']}", file=file, line=line, hint=hint) from None
    return Reasons(
        file,
        tuple(
            (reason.says, one, line_at(text, ("reason", number, "covers", index)))
            for number, reason in enumerate(reasons)
            for index, one in enumerate(reason.covers)
        ),
    )


def _several(patterns: str | tuple[str, ...]) -> tuple[str, ...]:
    return (patterns,) if isinstance(patterns, str) else patterns


def _fits(what: str, pattern: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split(ANYTHING))), what, re.DOTALL) is not None


def _listed(names: Collection[Name]) -> str:
    shown = [f"{kind}: {name}" for kind, name in list(names)[:NAMED]]
    return ", ".join([*shown, *(["…"] if len(names) > NAMED else [])]) or "none"
