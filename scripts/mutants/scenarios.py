"""Changes of a scenario: of each value that says how its program is run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from scripts.mutants.mutant import numbered, spliced

VALUE = re.compile(r'(?P<key>[\w-]+)\s*=\s*(?P<value>"[^"\n]*"|-?\d+(?:\.\d+)?|true)')
ACTION = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\},?")
WORDS = {"title", "awaits"}
"""Keys that say something to people and nothing to the recorder."""


def changed(text: str) -> Iterator[tuple[str, str]]:
    """Yield every change of a scenario: what it is, and the changed text, which is TOML still."""
    yield from numbered((what, new) for what, new in _changes(text) if _is_other(new, text))


def _changes(text: str) -> Iterator[tuple[str, str]]:
    plain = re.sub(r"#[^\n\"]*$", _blank, text, flags=re.MULTILINE)
    plain = re.sub(r"^\[measure\]\n[^\[]*", _blank, plain, flags=re.MULTILINE)  # which no recording is made from
    for match in VALUE.finditer(plain):
        if match["key"] not in WORDS:
            yield f"{match['key']}: {match[0]}", spliced(text, *match.span("value"), _other(match["value"]))
    for match in ACTION.finditer(plain):
        yield f"dropped: {' '.join(match[0].split())}", spliced(text, *match.span(), "")
    for match in re.finditer(r"^watch = \[(.+)\]$", plain, re.MULTILINE):
        yield f"watch: {match[0]}", spliced(text, *match.span(1), match[1].replace('"', '"un', 1))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _other(value: str) -> str:
    if value == "true":
        return "false"
    if value.startswith('"'):
        return f'{value[:-1]}~"'
    return str(float(value) + 1 if "." in value else int(value) + 1)


def _is_other(new: str, old: str) -> bool:
    try:
        return _parsed(new) != _parsed(old)
    except tomllib.TOMLDecodeError:
        return False


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
