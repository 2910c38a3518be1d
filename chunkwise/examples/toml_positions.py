"""Where in a TOML file each key stands, because ``tomllib`` keeps no lines and an error should name the right one.

Only for text that ``tomllib`` has accepted: nothing is checked here a second time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

KeyPath = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

TOKEN = re.compile(
    r"""
    [ \t\r]+ | \#[^\n]*
    | (?P<newline>\n)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<mark>[][{}=,.])
    | (?P<bare>[^\s\[\]{}=,.\#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)


def line_at(text: str, path: Sequence[str | int]) -> int:
    """Return the line, counted from 1, of the value at ``path``, or of the nearest thing around it that is there."""
    lines = positions(text)
    return next((lines[tuple(path[:n])] for n in range(len(path), 0, -1) if tuple(path[:n]) in lines), 1)


def positions(text: str) -> dict[KeyPath, int]:
    """Return the line of every key, table and array item."""
    return _Reader(text).lines


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._tables: dict[KeyPath, int] = {}
        self._tokens = [("end", "", 0)]
        line = 1
        for match in TOKEN.finditer(text):
            if match.lastgroup:
                self._tokens.append((match.lastgroup, match[0], line))
            line += match[0].count("\n")
        self._tokens.append(("end", "", line))
        self._tokens = self._tokens[:0:-1]
        self._document()

    def _next(self) -> tuple[str, str, int]:
        return self._tokens.pop()

    def _sees(self, *texts: str) -> bool:
        return self._tokens[-1][1] in texts

    def _skip(self, *texts: str) -> None:
        while self._sees(*texts):
            self._next()

    def _note(self, path: KeyPath, line: int) -> None:
        self.lines.setdefault(path, line)

    def _document(self) -> None:
        table: KeyPath = ()
        while True:
            self._skip("\n")
            if self._tokens[-1][0] == "end":
                return
            if self._sees("["):
                _, _, line = self._next()
                of_many = self._sees("[")
                self._skip("[")
                table = self._table([key for key, _ in self._keys()], of_many)
                self._note(table, line)
                self._skip("]")
            else:
                self._pair(table)

    def _table(self, keys: list[str], of_many: bool) -> KeyPath:
        path: KeyPath = ()
        for depth, key in enumerate(keys, start=1):
            path += (key,)
            if of_many and depth == len(keys):
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path += (self._tables[path] - 1,)
        return path

    def _keys(self) -> list[tuple[str, int]]:
        keys = []
        while True:
            kind, text, line = self._next()
            keys.append((next(iter(tomllib.loads(f"{text} = 0"))) if kind == "string" else text, line))
            if not self._sees("."):
                return keys
            self._next()

    def _pair(self, path: KeyPath) -> None:
        for key, line in self._keys():
            path += (key,)
            self._note(path, line)
        self._next()
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._sees("["):
            self._next()
            index = 0
            self._skip("\n", ",")
            while not self._sees("]"):
                self._note((*path, index), self._tokens[-1][2])
                self._value((*path, index))
                index += 1
                self._skip("\n", ",")
            self._next()
        elif self._sees("{"):
            self._next()
            self._skip("\n", ",")
            while not self._sees("}"):
                self._pair(path)
                self._skip("\n", ",")
            self._next()
        else:
            while self._tokens[-1][0] in ("bare", "string") or self._sees("."):
                self._next()
