"""Changes of a scenario: of each value that says how its program is run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from scripts.mutants.mutant import numbered, spliced

VALUE = re.compile(r"""(?P<key>[\w-]+)\s*=\s*(?P<value>"[^"\n]*"|'[^'\n]*'|-?\d+(?:\.\d+)?|true)""")
ACTION = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\},?")
WRITTEN = re.compile(r"\bnew\s*=\s*(\"\"\"|\'\'\')(?P<value>.*?)\1", re.DOTALL)
"""What a variant puts into the program, where it is several lines."""
WORDS = {"title", "planned_for"}
"""Keys that say something to people and nothing to the recorder."""


CONDITIONS = re.compile(r"^\[\[?condition(?:\.expects)?\]\]?\n(?:(?!\[).*\n)*", re.MULTILINE)
"""The tables that no recording is made from, but what is run elsewhere."""


def changed_conditions(text: str) -> Iterator[tuple[str, str]]:
    """Yield every change of what a scenario's conditions say: where they are run, and what is expected there."""
    yield from numbered(_once(_conditions(text), text))


def _conditions(text: str) -> Iterator[tuple[str, str]]:
    for table in CONDITIONS.finditer(text):
        for match in VALUE.finditer(text, *table.span()):
            if match["key"] != "note":
                yield f"{match['key']}: {match[0]}", spliced(text, *match.span("value"), _other(match["value"]))


def changed(text: str) -> Iterator[tuple[str, str]]:
    """Yield every change of a scenario: what it is, and the changed text, which is TOML still."""
    yield from numbered(_once(_changes(text), text))


def _changes(text: str) -> Iterator[tuple[str, str]]:
    plain = re.sub(r"#[^\n\"]*$", _blank, text, flags=re.MULTILINE)
    plain = re.sub(r"^\[measure\]\n[^\[]*", _blank, plain, flags=re.MULTILINE)  # which no recording is made from
    plain = CONDITIONS.sub(_blank, plain)
    for match in VALUE.finditer(plain):
        if match["key"] not in WORDS:
            yield f"{match['key']}: {match[0]}", spliced(text, *match.span("value"), _other(match["value"]))
    for match in ACTION.finditer(plain):
        yield f"dropped: {' '.join(match[0].split())}", spliced(text, *match.span(), "")
    for match in WRITTEN.finditer(plain):
        yield from _lines(text, *match.span("value"))
    for match in re.finditer(r"^watch = \[(.+)\]$", plain, re.MULTILINE):
        yield f"watch: {match[0]}", spliced(text, *match.span(1), match[1].replace('"', '"un', 1))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Change the lines of a program that a variant brings: their numbers, awaits and yields."""
    line = re.compile(r"^(?P<indent> *)(?P<code>\S.*)$", re.MULTILINE)
    for match in line.finditer(text, start, end):
        code = match["code"]
        for number in re.finditer(r"(?<![\w.])\d+", code):
            changed = spliced(code, *number.span(), str(int(number[0]) + 1))
            yield f"variant's number: {code}", spliced(text, *match.span("code"), changed)
        if "await " in code:
            yield f"variant's await removed: {code}", spliced(text, *match.span("code"), code.replace("await ", "", 1))
        if code.startswith("yield "):
            yield f"variant's yield dropped: {code}", spliced(text, *match.span("code"), "pass")


def _once(changes: Iterator[tuple[str, str]], text: str) -> Iterator[tuple[str, str]]:
    """Leave out what is no change, and what another operator has tried already."""
    tried: set[str] = set()
    for what, new in changes:
        if _is_other(new, text) and new not in tried:
            tried.add(new)
            yield what, new


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _other(value: str) -> str:
    if value == "true":
        return "false"
    if value[0] in "\"'":
        return f"{value[:-1]}~{value[0]}"
    return str(float(value) + 1 if "." in value else int(value) + 1)


def _is_other(new: str, old: str) -> bool:
    try:
        return _parsed(new) != _parsed(old)
    except tomllib.TOMLDecodeError:
        return False


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
