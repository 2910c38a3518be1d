"""The page of the Python API, drawn from the docstrings of what is public, because each builder can show Markdown.

Public is what a module names in ``__all__``; a module without one is the package's own affair.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from chunkwise.cli import main

ROOT = Path(__file__).resolve().parents[1]
WIDTH = "88"
BETWEEN = "# ------"
"""Stands between two declarations while they are formatted."""


HEAD = (Path(__file__).parent / "api_head.md").read_text("utf-8")
"""What stands on the page before the modules."""


class Undocumented(Exception):
    """Something public has no docstring."""


@dataclass(frozen=True)
class Named:
    """One name of an ``__all__``, with the statement that makes it and the text that stands in or below it."""

    name: str
    made: ast.stmt
    text: str


@cache
def public() -> list[ModuleType]:
    """Return the public modules, in the order of their names."""
    found = []
    for file in sorted((ROOT / "chunkwise").rglob("*.py")):
        assigned = (
            one for one in ast.parse(file.read_text("utf-8")).body if isinstance(one, ast.Assign | ast.AnnAssign)
        )
        if any("__all__" in map(ast.unparse, _targets(one)) for one in assigned):
            dotted = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found.append(importlib.import_module(dotted))
    return found


def drawn() -> str:
    """Return the page.

    Raises:
        Undocumented: A public object has no docstring.
    """
    said = HEAD + "".join(f"\n{part}\n" for module in public() for part in _module(module)) + _commands()
    shown = iter(_formatted(re.findall(r"(?s)```pyi\n(.*?)\n```", said)))
    return re.sub(r"(?s)```pyi\n.*?\n```", lambda _: f"```pyi\n{next(shown)}\n```", said)


def undocumented(module: ModuleType) -> list[str]:
    """Return the public objects of a module that have no docstring."""
    found = [] if module.__doc__ else [module.__name__]
    for one in _named(module):
        found += [] if one.text else [f"{module.__name__}.{one.name}"]
        if isinstance(one.made, ast.ClassDef):
            found += [f"{module.__name__}.{one.name}.{each.name}" for each in _methods(module, one) if not each.text]
    return found


def _module(module: ModuleType) -> Iterator[str]:
    if absent := undocumented(module):
        raise Undocumented(f"no docstring: {', '.join(absent)}")
    yield f"## `{module.__name__}`"
    yield _markdown(module.__doc__ or "")
    for one in _named(module):
        yield f"### `{one.name}` {{ #{module.__name__}.{one.name} }}"
        bases = ", ".join(_bases(getattr(module, one.name))) if isinstance(one.made, ast.ClassDef) else ""
        yield _code(_declared(one.made, f"({bases})" if bases else ""))
        yield _markdown(one.text)
        if isinstance(one.made, ast.ClassDef):
            yield from _members(module, one)


def _members(module: ModuleType, made: Named) -> Iterator[str]:
    if fields := list(_fields(getattr(module, made.name), made.made)):
        yield "\n".join(fields)
    for method in _methods(module, made):
        yield f"#### `{made.name}.{method.name}` {{ #{module.__name__}.{made.name}.{method.name} }}"
        yield _code(_declared(method.made))
        yield _markdown(method.text)


def _fields(thing: type, made: ast.stmt) -> Iterator[str]:
    """Yield a line for each field, and for those of its bases that are not public."""
    assert isinstance(made, ast.ClassDef)
    for one, below in zip(made.body, [*made.body[1:], None], strict=True):
        if isinstance(one, ast.AnnAssign) and not ast.unparse(one.target).startswith("_"):
            yield _field(one, below)
    for base in thing.__bases__:
        if base.__module__.startswith("chunkwise") and base.__name__.startswith("_"):
            yield from _fields(base, ast.parse(inspect.getsource(base)).body[0])


def _field(made: ast.AnnAssign, below: ast.stmt | None) -> str:
    """Draw a line of the list of fields: name, type, default, and its text."""
    alias, default = "", made.value
    if isinstance(default, ast.Call):  # Field(...), whose alias is the name in a file
        given = {one.arg: one.value for one in default.keywords}
        alias = str(ast.literal_eval(given["alias"])) if "alias" in given else ""
        default = given.get("default")
    said = f"- `{ast.unparse(made.target)}: {ast.unparse(made.annotation)}"
    said += f" = {ast.unparse(default)}`" if default is not None else "`"
    said += f", in a file `{alias}`" if alias else ""
    return f"{said}: {' '.join(_markdown(text).split())}" if (text := _text(below)) else said


def _named(module: ModuleType) -> Iterator[Named]:
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            (made,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body
            assert isinstance(made, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            yield Named(name, made, ast.get_docstring(made) or "")
        else:
            body = ast.parse(inspect.getsource(module)).body
            place = next(n for n, one in enumerate(body) if name in map(ast.unparse, _targets(one)))
            yield Named(name, body[place], _text(body[place + 1] if place + 1 < len(body) else None))


def _methods(module: ModuleType, made: Named) -> Iterator[Named]:
    """Yield the public methods and properties of a class, but for those that another package calls by their names."""
    assert isinstance(made.made, ast.ClassDef)
    others = {name for base in getattr(module, made.name).__mro__[1:] for name in vars(base)}
    for one in made.made.body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name[0] != "_" and one.name not in others:
            yield Named(one.name, one, ast.get_docstring(one) or "")


def _targets(made: ast.stmt) -> list[ast.expr]:
    if isinstance(made, ast.Assign):
        return made.targets
    return [made.target] if isinstance(made, ast.AnnAssign) else []


def _text(below: ast.stmt | None) -> str:
    """Return the string that stands below an assignment as its docstring."""
    if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
        return inspect.cleandoc(below.value.value)
    return ""


def _declared(made: ast.stmt, given: str = "") -> str:
    """Return a statement as a stub has it: without what stands in its body."""
    if isinstance(made, ast.ClassDef):
        starts = [one for one in made.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
        started = textwrap.indent(_declared(starts[0]), "    ") if starts else ""
        return f"class {made.name}{given}:" + (f"\n{started}" if started else " ...")
    if not isinstance(made, ast.FunctionDef | ast.AsyncFunctionDef):
        return ast.unparse(made)
    stub = type(made)(made.name, made.args, [ast.Expr(ast.Constant(...))], made.decorator_list, made.returns, None)
    return ast.unparse(ast.fix_missing_locations(stub))


def _bases(made: type) -> Iterator[str]:
    """Yield the names of a class's bases. One that is not public is told by its own bases."""
    shown = {name for module in public() for name in module.__all__}
    for base in made.__bases__:
        if base.__module__.startswith("chunkwise") and base.__name__ not in shown:
            yield from _bases(base)
        elif base is not object:
            yield base.__name__


def _formatted(code: list[str]) -> list[str]:
    """Format declarations as a file of stubs, all at once because starting ruff takes longer than its work."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--isolated",
        "--line-length",
        WIDTH,
        "--stdin-filename",
        "x.pyi",
    ]
    done = subprocess.run(
        [*command, "-"], input=f"\n{BETWEEN}\n".join(code), capture_output=True, text=True, check=True
    )
    return [one.strip() for one in done.stdout.split(BETWEEN)]


def _code(said: str) -> str:
    # A stub's language: no builder of ours takes it for a program of a page, which would have to be an example.
    return f"```pyi\n{said}\n```"


def _markdown(text: str) -> str:
    """Write a docstring as Markdown: its roles and double backquotes as code, its sections as lists."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", inspect.cleandoc(text)).replace("``", "`")
    text = re.sub(r"(?m)::$", ":", text)  # before code that is indented, as Markdown has it too
    parts = re.split(r"(?m)^(Args|Attributes|Returns|Raises|Yields):\n((?:    .*\n?|\n)+)", text)
    said = parts[0].strip()
    for title, lines, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        items = re.sub(r"\n\s{4,}", " ", textwrap.dedent(lines).strip())
        listed = re.sub(r"(?m)^([\w*]+): ", r"- `\1`: ", items)
        said += f"\n\n{title}:\n\n{listed}" + (f"\n\n{rest.strip()}" if rest.strip() else "")
    return said


def _commands() -> str:
    said = "\n## Commands\n\n`chunkwise COMMAND --help` lists the options of each.\n\n"
    for name, command in sorted(main.commands.items()):
        first = " ".join((command.help or "").split("\n\n")[0].split())
        if not first:
            raise Undocumented(f"no docstring: the command {name}")
        said += f"- `chunkwise {name}`: {first}\n"
    return said
