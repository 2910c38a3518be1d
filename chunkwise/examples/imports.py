"""Which files beside an ``app.py`` are a part of the program, because a program is what it imports from its folder."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath


def imported(folder: Path, source: str, read: Callable[[Path], str]) -> dict[str, str]:
    """Return the files below ``folder`` that a program imports, directly or by others of them, each with its text.

    Args:
        folder: Where its ``app.py`` is; imports are found from there, with dots or without.
        source: The text of ``app.py``. One that is no Python imports nothing: whoever runs it says what is wrong.
        read: Reads a file.
    """
    found: dict[str, str] = {}
    # Most programs are one file. A build asks for each of their variants, and reading a program takes milliseconds.
    ahead = [("app.py", source)] if any(name in source for name in _beside(folder)) else []
    while ahead:
        name, text = ahead.pop()
        for file in sorted(_files(folder, name, text)):
            if file not in found and file != "app.py":
                found[file] = read(folder / file)
                ahead.append((file, found[file]))
    return dict(sorted(found.items()))


def _beside(folder: Path) -> Iterator[str]:
    """Yield the names by which a program could import what is in its folder."""
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.name != "app.py" and (file.suffix == ".py" or file.is_dir()):
            yield file.stem


def _files(folder: Path, name: str, text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    here = PurePosixPath(name).parent
    for node in ast.walk(tree):
        modules: list[PurePosixPath] = []
        if isinstance(node, ast.Import):
            modules = [PurePosixPath(*alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = PurePosixPath() if not node.level else _up(here, node.level - 1)
            module = above / PurePosixPath(*(node.module or "").split("."))
            modules = [module, *(module / alias.name for alias in node.names)]
        for module in modules:
            yield from _file(folder, module)


def _up(here: PurePosixPath, levels: int) -> PurePosixPath:
    for _ in range(levels):
        here = here.parent
    return here


def _file(folder: Path, module: PurePosixPath) -> Iterator[str]:
    """Yield the file of a module, and those of the packages that it is in."""
    for package in [*module.parents, module]:
        init = package / "__init__.py"
        if package.parts and (folder / init).is_file():
            yield init.as_posix()
    if module.parts and (folder / module.with_suffix(".py")).is_file():
        yield module.with_suffix(".py").as_posix()
