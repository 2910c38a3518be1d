"""Sets that iterate in the order of insertion, because the order of Python's own depends on addresses and on a seed.

A program may not rely on either order, so one that is right stays right, and its recording is the same every time.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

NAME = "__insertion_set__"
"""What literals and comprehensions of a program call."""


class _Meta(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, builtins.set)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, builtins.set)


class InsertionSet(builtins.set[Any], metaclass=_Meta):
    """A set as any other, but for its order."""

    def __init__(self, items: Iterable[Any] = ()) -> None:
        super().__init__()
        self._order: dict[Any, None] = {}
        self.update(items)

    def __class_getitem__(cls, item: Any) -> Any:
        return builtins.set[item]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return handler(builtins.set)

    def __iter__(self) -> Iterator[Any]:
        try:
            yield from self._order
        except RuntimeError:
            raise RuntimeError("Set changed size during iteration") from None

    def __repr__(self) -> str:
        return f"{{{', '.join(map(repr, self._order))}}}" if self._order else "set()"

    def __reduce__(self) -> Any:
        return InsertionSet, (list(self._order),)

    def add(self, item: Any) -> None:
        super().add(item)
        self._order.setdefault(item)

    def discard(self, item: Any) -> None:
        super().discard(item)
        self._order.pop(item, None)

    def remove(self, item: Any) -> None:
        super().remove(item)
        self._order.pop(item, None)

    def pop(self) -> Any:
        if not self._order:
            raise KeyError("pop from an empty set")
        item = next(iter(self._order))
        self.remove(item)
        return item

    def clear(self) -> None:
        super().clear()
        self._order.clear()

    def copy(self) -> InsertionSet:
        return InsertionSet(self._order)

    def update(self, *others: Iterable[Any]) -> None:
        for other in others:
            for item in other:
                self.add(item)

    def _keep(self, kept: builtins.set[Any], new: Iterable[Any] = ()) -> None:
        order = [item for item in self._order if item in kept] + [item for item in new if item in kept]
        self.clear()
        self.update(order)

    def intersection_update(self, *others: Iterable[Any]) -> None:
        self._keep(builtins.set(self._order).intersection(*others))

    def difference_update(self, *others: Iterable[Any]) -> None:
        self._keep(builtins.set(self._order).difference(*others))

    def symmetric_difference_update(self, other: Iterable[Any]) -> None:
        new = list(other)
        self._keep(builtins.set(self._order).symmetric_difference(new), new)

    def union(self, *others: Iterable[Any]) -> InsertionSet:
        made = self.copy()
        made.update(*others)
        return made

    def intersection(self, *others: Iterable[Any]) -> InsertionSet:
        made = self.copy()
        made.intersection_update(*others)
        return made

    def difference(self, *others: Iterable[Any]) -> InsertionSet:
        made = self.copy()
        made.difference_update(*others)
        return made

    def symmetric_difference(self, other: Iterable[Any]) -> InsertionSet:
        made = self.copy()
        made.symmetric_difference_update(other)
        return made

    def __or__(self, other: Any) -> Any:
        return self.union(other) if isinstance(other, builtins.set | frozenset) else NotImplemented

    def __and__(self, other: Any) -> Any:
        return self.intersection(other) if isinstance(other, builtins.set | frozenset) else NotImplemented

    def __sub__(self, other: Any) -> Any:
        return self.difference(other) if isinstance(other, builtins.set | frozenset) else NotImplemented

    def __xor__(self, other: Any) -> Any:
        return self.symmetric_difference(other) if isinstance(other, builtins.set | frozenset) else NotImplemented

    def __ior__(self, other: Any) -> Any:
        if not isinstance(other, builtins.set | frozenset):
            return NotImplemented
        self.update(other)
        return self

    def __iand__(self, other: Any) -> Any:
        if not isinstance(other, builtins.set | frozenset):
            return NotImplemented
        self.intersection_update(other)
        return self

    def __isub__(self, other: Any) -> Any:
        if not isinstance(other, builtins.set | frozenset):
            return NotImplemented
        self.difference_update(other)
        return self

    def __ixor__(self, other: Any) -> Any:
        if not isinstance(other, builtins.set | frozenset):
            return NotImplemented
        self.symmetric_difference_update(other)
        return self


InsertionSet.__name__ = InsertionSet.__qualname__ = "set"


class _Sets(ast.NodeTransformer):
    def visit_Set(self, node: ast.Set) -> ast.AST:
        self.generic_visit(node)
        return self._called(node, ast.List(node.elts, ast.Load()))

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        self.generic_visit(node)
        return self._called(node, ast.ListComp(node.elt, node.generators))

    @staticmethod
    def _called(node: ast.expr, items: ast.expr) -> ast.AST:
        call = ast.Call(ast.Name(NAME, ast.Load()), [ast.copy_location(items, node)], [])
        return ast.fix_missing_locations(ast.copy_location(call, node))


def with_insertion_sets(tree: ast.Module, module: ModuleType) -> ast.Module:
    """Return a program whose sets are such sets, and put what they take into its module."""
    if not any(isinstance(node, ast.Set | ast.SetComp) or _names_set(node) for node in ast.walk(tree)):
        return tree
    vars(module).update({NAME: InsertionSet, "set": InsertionSet})
    changed: ast.Module = _Sets().visit(tree)
    return changed


def _names_set(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "set"
