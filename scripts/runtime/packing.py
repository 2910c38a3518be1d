"""Compiles, prunes and packs, inside Pyodide, because only the Python that will run the code can compile it.

The zips are *stored*: a host that compresses finds more in a whole pack than a zip does in each small file of its own.
Of the standard library there is what the rehearsal needed. A program that imports something else loads the whole
library, as Pyodide brings it.
"""

from __future__ import annotations

import ast
import importlib.util
import marshal
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

STAMP = (2020, 1, 1, 0, 0, 0)
"""When every packed file was made, so that the same input gives the same bytes."""

UNUSED = (
    "anyio/pytest_plugin",
    "fastapi/cli",
    "fastapi/testclient",
    "pydantic/_hypothesis",
    "pydantic/mypy",
    "pydantic/v1/",
    "starlette/testclient",
)
"""What of the packages a program in a page can't use."""

READS_ITSELF = b"install_lazy_importer()"
"""In modules of AnyIO that parse their own source while they are imported."""

AS_SOURCE = ("markupsafe/", "chunkwise/views/elements")
"""Small modules that are packed as source: a host that compresses makes less than half of it than of their bytecode."""

TOOLS = frozenset({"_ast_unparse"})
"""Modules of the standard library that are imported for the packing alone."""

ABOUT = ("METADATA", "entry_points.txt", "licenses/", "LICENSE")
"""What of a package's own description is packed: versions, plugins, and the terms under which we may pass it on."""

BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
"""The fields of a statement that hold statements."""

Entry = tuple[str, bytes]


def compiled(name: str, source: bytes) -> Entry:
    """Return a module as what is imported fastest. An unchecked .pyc, since its source is not beside it."""
    if READS_ITSELF in source:
        return name, source
    code = compile(undocumented(source), name, "exec", dont_inherit=True, optimize=0)
    return f"{name}c", importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8) + marshal.dumps(code)


def undocumented(source: bytes) -> ast.Module:
    """Return a module without its docstrings, a tenth of a pack. (optimize=2 would drop the asserts as well.)"""
    tree = ast.parse(source)
    nodes: list[Any] = [tree]
    while nodes:
        node = nodes.pop()
        # Only statements, which are few: to walk through every expression takes Pyodide a second for each megabyte.
        nodes += [child for name in BLOCKS for child in getattr(node, name, ())]
        documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if documented and ast.get_docstring(node, clean=False) is not None:
            node.body[:1] = [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), node.body[0])]
    return tree


def of_packages(wheels: Iterable[Path]) -> Iterator[Entry]:
    """Yield what of ``wheels`` a program in a page can use."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                folder, _, rest = name.partition(".dist-info/")
                if rest.startswith(ABOUT) and not name.endswith("/"):
                    text = archive.read(name)
                    yield name, text.split(b"\n\n")[0] + b"\n" if rest == "METADATA" else text
                elif folder == name and not name.startswith(UNUSED):
                    if name.endswith(".py"):
                        yield compiled(name, archive.read(name))
                    elif name.endswith(".so"):
                        yield name, archive.read(name)


def of_library(library: Path, kept: Container[str]) -> Iterator[Entry]:
    """Yield the modules of the standard library that are ``kept``, and one that names the others."""
    others = []
    with zipfile.ZipFile(library) as archive:
        for name in archive.namelist():
            if name.endswith(".py"):
                if module(name) in kept:
                    yield compiled(name, archive.read(name))
                else:
                    others.append(module(name))
    yield compiled("_rest.py", f"NAMES = frozenset({sorted(others)})".encode())


def of_sources(files: Mapping[str, Path]) -> Iterator[Entry]:
    """Yield our own modules under their names, and what is packed beside them."""
    for name, file in files.items():
        data = file.read_bytes()
        if name.startswith(AS_SOURCE) and name.endswith(".py"):
            yield name, ast.unparse(undocumented(data)).encode()
        else:
            yield compiled(name, data) if name.endswith(".py") else (name, data)


def module(file: str) -> str:
    """Return the name of the module that a file of the standard library holds."""
    return file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def write(file: Path, entries: Iterable[Entry]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(entries):
            archive.writestr(zipfile.ZipInfo(name, STAMP), data)
