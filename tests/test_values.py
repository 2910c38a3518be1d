"""Snapshots: one printable line of bounded length, the same each time, and never a line of the example's code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from chunkwise.values import LENGTH_LIMIT, exception, snapshot

plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
surrogates = st.text(st.characters(categories=["Cs", "Cc", "Cf", "Zl"]))
keys = plain | surrogates | st.tuples(plain, plain)
values = st.recursive(
    plain | surrogates | st.binary().map(bytearray),
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(keys, inner) | st.sets(keys) | st.frozensets(keys)
    ),
)
LONGEST = LENGTH_LIMIT + 3


@settings(deadline=None)
@given(values)
def test_any_builtin_value_becomes_one_printable_line_of_bounded_length(value: object) -> None:
    shown = snapshot(value)
    assert shown.isprintable()
    assert 0 < len(shown) <= LONGEST
    assert snapshot(value) == shown


@settings(deadline=None)
@given(st.text() | surrogates, st.lists(plain, max_size=3))
def test_any_exception_becomes_one_printable_line(message: str, others: list[object]) -> None:
    shown = exception(ValueError(message, *others))
    assert shown.startswith("ValueError(")
    assert shown.isprintable()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None"),
        (0.1, "0.1"),
        ("a\n\x00\x1b\u202e\ud800<b>", "'a\\n\\x00\\x1b\\u202e\\ud800<b>'"),
        (b"\xff\xfe", "b'\\xff\\xfe'"),
        ("x" * 10_000_000, f"'{'x' * 20}'… (10,000,000 characters)"),
        (b"x" * 100, f"b'{'x' * 20}'… (100 bytes)"),
        (2**256 - 1, str(2**256 - 1)),
        (-(10**5000), "<int of 16610 bits>"),
        ([], "[]"),
        ((1,), "(1,)"),
        (set(), "set()"),
        ({3, 1, 2}, "{1, 2, 3}"),
        (frozenset({1}), "frozenset({1})"),
        (set(range(10_000)), "{… 10000 in all}"),
        (list(range(10)), "[0, 1, 2, 3, 4, 5, … 10 in all]"),
        ({"a": [1, {"b": [2]}]}, "{'a': [1, {'b': [… 1 in all]}]}"),
        ({}, "{}"),
        (ValueError("boom"), "ValueError('boom')"),
        (KeyError(1, "two"), "KeyError(1, 'two')"),
        (OSError("at 0x7f0123456789ab"), "OSError('at …')"),
        (OSError("<X at 0x28fe770>"), "OSError('<X at …>')"),
        (OSError("via cancel scope 2b6a3f0"), "OSError('via cancel scope …')"),
        (ValueError("0xdeadbeef is odd"), "ValueError('0xdeadbeef is odd')"),
        (len, "<builtin_function_or_method>"),
        (object(), "<object>"),
        (int, "<type>"),
    ],
    ids=lambda value: "",
)  # fmt: skip
def test_a_value_is_shown_as(value: object, shown: str) -> None:
    assert snapshot(value) == shown


def test_a_value_that_holds_itself_is_shown_to_a_depth() -> None:
    value: list[Any] = [1]
    value.append(value)
    assert snapshot(value) == "[1, [1, [1, [… 2 in all]]]]"


def test_functions_and_generators_are_shown_by_name() -> None:
    def numbers() -> Iterator[int]:
        yield 1

    assert snapshot(numbers) == "<function numbers>"
    assert snapshot(numbers()) == "<generator numbers>"
    numbers.__name__ = "a\nb" + "x" * 1000
    assert snapshot(numbers) == "<function a\\nb" + "x" * 77 + ">"


class Reading(BaseModel):
    sensor: str
    celsius: float
    note: str | None = None

    def __repr__(self) -> str:
        raise AssertionError("a snapshot runs no code of the example")


def test_a_model_is_shown_by_its_fields_and_runs_none_of_its_code() -> None:
    assert snapshot(Reading(sensor="attic", celsius=19.5)) == "Reading(sensor='attic', celsius=19.5)"
    assert snapshot(Reading.model_construct()) == "Reading()"


class Meta(type):
    def __getattribute__(cls, name: str) -> Any:
        raise AssertionError(name)

    def __eq__(cls, other: object) -> bool:
        raise AssertionError

    def __hash__(cls) -> int:
        raise AssertionError


class Hostile(metaclass=Meta):
    """Whatever is asked of it fails the test."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(name)

    def __repr__(self) -> str:
        raise AssertionError

    __str__ = __repr__
    __format__ = __len__ = __iter__ = __bool__ = __eq__ = __hash__ = __repr__  # type: ignore[assignment]


def test_no_code_of_the_value_runs() -> None:
    hostile = object.__new__(Hostile)
    assert snapshot(hostile) == "<Hostile>"
    assert snapshot([hostile, (hostile,)]) == "[<Hostile>, (<Hostile>,)]"


def test_no_code_of_a_subclass_of_a_builtin_runs() -> None:
    class Text(str):
        def __repr__(self) -> str:
            raise AssertionError

        __str__ = __len__ = __getitem__ = __format__ = __repr__  # type: ignore[assignment]

    class Error(Exception):
        def __repr__(self) -> str:
            raise AssertionError

        __str__ = __repr__

        @property
        def args(self) -> Any:  # type: ignore[override]
            raise AssertionError

    assert snapshot(Text("x")) == "<Text>"
    assert snapshot(Error("x")) == "Error('x')"


def test_a_representation_that_changes_what_it_shows_does_not() -> None:
    class Counter:
        count = 0

        def __repr__(self) -> str:
            self.count += 1
            return str(self.count)

    counter = Counter()
    assert snapshot({"counter": counter}) == "{'counter': <Counter>}"
    assert counter.count == 0


def test_a_snapshot_shows_the_value_of_its_moment() -> None:
    value = [1]
    before = snapshot(value)
    value.append(2)
    assert (before, snapshot(value)) == ("[1]", "[1, 2]")
