"""Who called a frame is read off the stack by the names of the libraries' functions, which have to be there."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from types import FunctionType, ModuleType

import pytest

from chunkwise.engine.event_log import Log
from chunkwise.engine.frames import Frames
from chunkwise.engine.origins import DIRECT, ROLES
from chunkwise.engine.tracing import backends
from chunkwise.errors import RecordingError
from chunkwise.events import CodeEvent


@pytest.mark.parametrize("name", [*ROLES, *DIRECT])
def test_each_function_that_gives_a_role_is_there(name: str) -> None:
    module, within = _module_of(name)
    tree = ast.parse(inspect.getsource(module))
    assert within in set(_functions(tree)), f"{name} is gone: which function does this now?"


def _module_of(name: str) -> tuple[ModuleType, str]:
    parts = name.split(".")
    for size in range(len(parts) - 1, 0, -1):
        try:
            return import_module(".".join(parts[:size])), ".".join(parts[size:])
        except ModuleNotFoundError:
            continue
    raise AssertionError(f"there is no module of {name}")


def _functions(tree: ast.AST, prefix: str = "") -> list[str]:
    """Return the qualified names of all functions, as Python writes them."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += [prefix + node.name, *_functions(node, f"{prefix}{node.name}.<locals>.")]
        elif isinstance(node, ast.ClassDef):
            found += _functions(node, f"{prefix}{node.name}.")
        else:
            found += _functions(node, prefix)
    return found


FORGOTTEN = """
def numbers():
    yield 1
    yield 2

def main():
    for _ in range(50):
        next(numbers())
"""


@pytest.mark.parametrize("backend", list(backends()))
def test_a_generator_that_is_forgotten_is_not_taken_for_the_next_one(backend: str) -> None:
    """Python closes it without a word, and the next frame may have its address."""
    log = Log("lock-step", 10_000, _give_up)
    file = "/example/forgotten.py"
    names: dict[str, FunctionType] = {}
    exec(compile(FORGOTTEN, file, "exec"), names)
    made = backends()[backend](Frames(file=file, source=FORGOTTEN, watch=(), log=log))
    made.start()
    try:
        names["main"]()
    finally:
        made.stop()
    code = [event for event in log.events if isinstance(event, CodeEvent) and event.function == "numbers"]
    assert [event.kind for event in code if event.kind in ("start", "resume")] == ["start"] * 50
    assert {event.value for event in code if event.kind == "yield"} == {"1"}


def _give_up(error: RecordingError) -> None:
    raise error
