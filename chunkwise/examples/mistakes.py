"""Mistakes of a ``scenario.toml`` in plain words and all at once, so that its author need not come back for each."""

from __future__ import annotations

import difflib
from collections.abc import Container, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chunkwise.errors import ScenarioError
from chunkwise.examples.toml_positions import line_at, positions

CONDITION = "condition"
"""The key of the tables that do not depend on one another."""


def together(errors: Sequence[ScenarioError]) -> ScenarioError:
    """Return several mistakes as one error, in the order of their lines."""
    first, *others = sorted(errors, key=lambda error: error.line or 0)
    lines, hint = [first.what], first.hint
    for other in others:
        lines += [f"  {hint}", str(ScenarioError(other.what, file=other.file, line=other.line))]
        hint = other.hint
    return ScenarioError("\n".join(lines), file=first.file, line=first.line, hint=hint)


def in_validation(
    error: ValidationError, file: Path, text: str, keys: Sequence[str], top: Container[str]
) -> ScenarioError:
    """Say what pydantic found wrong. ``keys`` are all that a scenario knows, ``top`` those outside of any table.

    Of a run's own mistakes it is the first, since one often causes others; of the conditions it is every one.
    """
    ordered = [one for one in error.errors() if one["loc"][:1] != (CONDITION,)][:1]
    ordered += [one for one in error.errors() if one["loc"][:1] == (CONDITION,)]
    found = [_mistake(one, file, text, keys, top) for one in ordered]
    return together(list({str(one): one for one in found}.values()))


def _mistake(
    found: ErrorDetails, file: Path, text: str, known_keys: Sequence[str], top: Container[str]
) -> ScenarioError:
    path, known = tuple(found["loc"]), positions(text)
    while path and path not in known and found["type"] != "missing":
        path = path[:-1]
    keys = ".".join(str(part) for part in path if isinstance(part, str)) or "scenario"
    key = str(path[-1]) if path else ""
    if found["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, known_keys, n=1)
        what, hint = f"unknown key {key!r}", f"Did you mean {near[0]!r}?" if near else "Remove it."
        if key in known_keys:
            what, hint = f"the key {key!r} does not belong here", "Move it to where it belongs, or remove it."
            if key in top:
                hint = "Move it to the top of the file, before the first [table], or remove it."
    elif found["type"] == "missing":
        what, hint = f"the key {key!r} is missing", "Add it."
    else:
        what, hint = f"{keys}: {found['msg'].removeprefix('Value error, ')}", "Mend the value."
    return ScenarioError(what, file=file, line=line_at(text, path), hint=hint)
