"""Which of our files run in the reader's browser, because that list must follow the code and not somebody's memory.

It starts where a page's run starts and follows the imports. Nothing is imported for it, since every job asks.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BESIDE = Path(__file__).parent / "whole_library.py"
"""What is packed with our modules and is none of the package."""
MARKUPSAFE = ("markupsafe/__init__.py", "markupsafe/_native.py")
"""All of MarkupSafe but its C extension, which speeds up what Python can do as well. The package index has no wheel of
it for Pyodide, so these come from the environment, whose version constraints.txt pins."""


def files(root: Path = ROOT) -> dict[str, Path]:
    """Return the files to pack by their names in the pack: our modules, and the parts of Uvicorn that they use."""
    inpage = root / "chunkwise/browser"
    first = [constant(inpage / "packing.py", "ENTRY"), *constant(inpage / "packing.py", "LATE")]
    ours = {file.relative_to(root).as_posix(): file for file in modules(root, first).values()}
    uvicorn = find_spec("uvicorn")
    assert uvicorn is not None
    assert uvicorn.origin is not None
    server = Path(uvicorn.origin).parent
    parts = {f"uvicorn/{name}": server / name for name in constant(inpage / "uvicorn_parts.py", "FILES")}
    return ours | parts | markupsafe() | {BESIDE.name: BESIDE}


def markupsafe() -> dict[str, Path]:
    """Return the files of MarkupSafe that a page's Python gets, and the terms under which we may pass them on."""
    about = distribution("markupsafe")
    listed = [path for path in about.files or () if path.as_posix() in MARKUPSAFE or path.name.startswith("LICENSE")]
    # Beside the modules: a folder of a package's own description that lacks a part of it is an error to those who look.
    return {f"markupsafe/{path.name}": Path(str(about.locate_file(path))) for path in listed}


def modules(root: Path, first: Iterable[str]) -> dict[str, Path]:
    """Return ``first`` and all modules of ours that they import, each with its file, in the order of their names."""
    found: dict[str, Path] = {}
    ahead = [*first]
    while ahead:
        name = ahead.pop()
        file = _file(root, name)
        if name in found or file is None:
            continue
        found[name] = file
        # With a module comes its package, and what may be a module or a name in one.
        ahead.append(name.rpartition(".")[0])
        ahead += [one for one in _imported(file, inside=True) if one.startswith("chunkwise")]
    return dict(sorted(found.items()))


def imports(files: Iterable[Path]) -> list[str]:
    """Return the modules of others that these files import when they are imported, in order."""
    found = {name for file in files for name in _imported(file, inside=False, names=False)}
    return sorted(name for name in found if name.partition(".")[0] not in ("chunkwise", "uvicorn"))


def examples(root: Path = ROOT) -> list[Path]:
    """Return the programs that a reader may start from: none of several files, or that needs a server or a package."""
    return sorted(file for file in root.glob("examples/*/*/app.py") if not _needs_more(file.parent))


def _needs_more(folder: Path) -> bool:
    scenario = folder / "scenario.toml"
    said = tomllib.loads(scenario.read_text("utf-8")) if scenario.is_file() else {}
    beside = {file.stem for file in folder.glob("*.py")}
    several = beside & {name.partition(".")[0] for name in _imported(folder / "app.py", inside=True)}
    return bool(several or said.get("requires") or said.get("upstream"))


def constant(file: Path, name: str) -> Any:
    """Return what a module sets ``name`` to, without importing it.

    Raises:
        KeyError: It sets no such name, or not to a literal.
    """
    for node in _parsed(file).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise KeyError(name)


@cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes(), str(file))


def _file(root: Path, name: str) -> Path | None:
    path = root.joinpath(*name.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if name and file.is_file()), None)


def _imported(file: Path, *, inside: bool, names: bool = True) -> Iterator[str]:
    """Yield what is imported by a file, also ``inside`` of functions, and with the ``names`` that are taken from it."""
    nodes: list[ast.AST] = [_parsed(file)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            nodes += node.orelse
        elif isinstance(node, ast.Module | ast.If | ast.Try | ast.With | ast.ClassDef) or (
            inside and isinstance(node, ast.stmt | ast.ExceptHandler)
        ):
            nodes += ast.iter_child_nodes(node)
