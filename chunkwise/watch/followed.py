"""Followed files: the program's own, below one folder, and never those of a library or a virtual environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

LIBRARIES = frozenset({"site-packages", "dist-packages", "node_modules", "__pypackages__"})
"""Folders that hold what others wrote."""

OWN = Path(__file__).resolve().parents[1]
"""Our own package: what records the program is no part of it."""

MARK = "pyvenv.cfg"
"""The file that makes a folder a virtual environment (PEP 405)."""


class Followed(Mapping[str, str]):
    """Whole paths of files, with what events call each: its path below the folder.

    It is a mapping of files that nobody has listed: each is looked at when it is asked for, because what a program
    imports is known only when it does.

    Args:
        root: The folder, or the one file.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._names: dict[str, str] = {}
        self._environments: dict[Path, bool] = {}

    def __contains__(self, file: object) -> bool:
        return isinstance(file, str) and bool(self._name(file))

    def __getitem__(self, file: str) -> str:
        if name := self._name(file):
            return name
        raise KeyError(file)

    def __iter__(self) -> Iterator[str]:
        return (file for file, name in self._names.items() if name)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _name(self, file: str) -> str:
        if file not in self._names:
            self._names[file] = self._look(file)
        return self._names[file]

    def _look(self, file: str) -> str:
        if not file.endswith(".py"):
            return ""
        path = Path(file)
        try:
            path = path.resolve()
            if path == self.root:
                return path.name
            below = path.relative_to(self.root)
        except (ValueError, OSError):
            return ""
        if path.is_relative_to(OWN):
            return ""
        parts = below.parts[:-1]
        if any(part in LIBRARIES or part.startswith(".") for part in parts):
            return ""
        folders = [self.root.joinpath(*parts[: count + 1]) for count in range(len(parts))]
        return "" if any(map(self._is_environment, folders)) else below.as_posix()

    def _is_environment(self, folder: Path) -> bool:
        if folder not in self._environments:
            self._environments[folder] = (folder / MARK).is_file()
        return self._environments[folder]
