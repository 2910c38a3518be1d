"""Bounded, deterministic snapshots of values, because a kept reference shows what happened later.

A snapshot never runs code of the example: a ``__repr__`` could raise, change what it shows, or differ between two
runs. Builtin values are shown as Python writes them, Pydantic models by their fields, all else by its class.
"""

from __future__ import annotations

import re
from itertools import islice
from types import AsyncGeneratorType, CoroutineType, FunctionType, GeneratorType

from pydantic import BaseModel

TEXT_LIMIT = 80
"""Characters of a string, or bytes, that are shown whole."""

TEXT_SHOWN = 20
"""How many of them begin what stands for a longer one."""

ITEM_LIMIT = 6
"""Items of a container that are shown."""

DEPTH_LIMIT = 3
"""Containers inside containers that are opened."""

BITS_LIMIT = 256
"""Integers of more bits are shown by their size: Python refuses to write very long ones."""

ADDRESS = re.compile(r"\b(?:0x)?[0-9a-f]{10,16}\b|(?<=\bat )0x[0-9a-f]+\b|(?<=cancel scope )[0-9a-f]+\b")
"""Of 64 bits by its length; of 32 bits, as a browser has them, by what Python and AnyIO put before it."""

TASK = re.compile(r" by <Task.*", re.DOTALL)

LENGTH_LIMIT = 600
"""Characters of a whole snapshot; the middle of a longer one is left out."""

SORT_LIMIT = 1_000
"""Items of a set that are sorted to show the first; of a larger one only the size is shown."""

_VALIDATION = ("fastapi.exceptions", "ValidationException")

_CLASS_NAME = type.__dict__["__name__"].__get__
_FIELDS = vars(BaseModel)["__dict__"].__get__
_NAMED = (FunctionType, GeneratorType, AsyncGeneratorType, CoroutineType)


def snapshot(value: object, depth: int = DEPTH_LIMIT) -> str:
    """Return one line of printable text that shows ``value`` as it is now."""
    shown = _snapshot(value, depth)
    half = LENGTH_LIMIT // 2
    return shown if len(shown) <= LENGTH_LIMIT else f"{shown[:half]} … {shown[-half:]}"


def _snapshot(value: object, depth: int) -> str:
    # By identity and issubclass alone: `in`, `==` and isinstance ask the value or its metaclass, which may be anything.
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return repr(value)
    if kind is int:
        return _integer(value)  # type: ignore[arg-type]
    if kind is str or kind is bytes or kind is bytearray:
        return _text(value)  # type: ignore[arg-type]
    if any(kind is container for container in (list, tuple, set, frozenset, dict)):
        return _container(value, depth)
    if issubclass(kind, BaseException):
        return exception(value)  # type: ignore[arg-type]
    if any(kind is named for named in _NAMED):
        return f"<{_class(value)} {_plain(value.__name__)}>"  # type: ignore[attr-defined]
    if issubclass(kind, BaseModel):
        return _model(value, depth)
    return f"<{_class(value)}>"


def exception(error: BaseException) -> str:
    """Return an exception as ``Class('message')``, without addresses, task names and source paths of libraries."""
    try:
        arguments = vars(BaseException)["args"].__get__(error) or _validation(error)
        shown = ", ".join(_masked(argument) for argument in arguments[:ITEM_LIMIT])
    except Exception:
        shown = ""
    return f"{_class(error)}({shown})"


def _validation(error: BaseException) -> tuple[object, ...]:
    """Return the first message of an exception that keeps its text to itself (FastAPI's ``ValidationException``)."""
    errors = vars(BaseException)["__dict__"].__get__(error).get("_errors") if _VALIDATION in _names(error) else None
    first = errors[0] if type(errors) is list and errors else None
    return (first["msg"],) if type(first) is dict and type(first.get("msg")) is str else ()


def _names(error: BaseException) -> list[tuple[str, str]]:
    return [(kind.__module__, kind.__name__) for kind in type.__dict__["__mro__"].__get__(type(error))]


def _class(value: object) -> str:
    return _plain(_CLASS_NAME(type(value)))


def _plain(name: str) -> str:
    shown = str.__getitem__(name, slice(TEXT_LIMIT))
    return shown if shown.isprintable() else repr(shown)[1:-1]


def _masked(argument: object) -> str:
    if type(argument) is str:
        argument = TASK.sub("", ADDRESS.sub("…", argument))
    return snapshot(argument, depth=1)


def _integer(value: int) -> str:
    bits = value.bit_length()
    return repr(value) if bits <= BITS_LIMIT else f"<int of {bits} bits>"


def _text(value: str | bytes | bytearray) -> str:
    if len(value) <= TEXT_LIMIT:
        return repr(value)
    unit = "characters" if isinstance(value, str) else "bytes"
    return f"{value[:TEXT_SHOWN]!r}… ({len(value):,} {unit})"


def _container(value: object, depth: int) -> str:
    if isinstance(value, dict):
        pairs = list(islice(value.items(), ITEM_LIMIT)) if depth else []
        shown = [f"{snapshot(key, depth - 1)}: {snapshot(item, depth - 1)}" for key, item in pairs]
        return _closed("{", shown, "}", len(value))
    assert isinstance(value, list | tuple | set | frozenset)
    if isinstance(value, set | frozenset):
        opened = depth and len(value) <= SORT_LIMIT
        shown = sorted(snapshot(item, depth - 1) for item in value)[:ITEM_LIMIT] if opened else []
        opening, closing = ("{", "}") if isinstance(value, set) else ("frozenset({", "})")
        return _closed(opening, shown, closing, len(value)) if value else f"{type(value).__name__}()"
    shown = [snapshot(item, depth - 1) for item in value[:ITEM_LIMIT]] if depth else []
    if isinstance(value, tuple):
        return f"({shown[0]},)" if len(value) == 1 and shown else _closed("(", shown, ")", len(value))
    return _closed("[", shown, "]", len(value))


def _model(value: object, depth: int) -> str:
    """Show a Pydantic model by its fields, which lie in its ``__dict__``; those that are None say nothing."""
    fields = {name: item for name, item in _FIELDS(value).items() if item is not None} if depth else {}
    shown = [f"{name}={snapshot(item, depth - 1)}" for name, item in islice(fields.items(), ITEM_LIMIT)]
    return _closed(f"{_class(value)}(", shown, ")", len(fields))


def _closed(opening: str, shown: list[str], closing: str, size: int) -> str:
    rest = [f"… {size} in all"] if size > len(shown) else []
    return opening + ", ".join(shown + rest) + closing
