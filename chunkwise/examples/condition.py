"""Conditions: where else an example is run, on which server, event loop, HTTP parser, proxy or versions.

One ``[[condition]]`` of a ``scenario.toml`` stands for every combination of what it lists. Each combination is a
:class:`Condition`, which is a row of a table on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from chunkwise.events import MAIN, Model

Server = Literal["uvicorn", "hypercorn", "granian", "gunicorn", "uvicorn-worker", "testclient", "asgitransport"]
"""``gunicorn`` runs its own ASGI worker; ``uvicorn-worker`` is Gunicorn with workers of Uvicorn."""
TEST_CLIENTS = ("testclient", "asgitransport")
"""Starlette's TestClient and httpx.ASGITransport, which call the application without a server."""
Http = Literal["h11", "httptools"]
Proxy = Literal["nginx", "caddy", "haproxy"]

UPSTREAM = "upstream"
"""The fact that only a proxy has, so that it can differ from nothing."""
FACTS = ("status", "head", "pieces", "end", "program", "order", UPSTREAM)
"""What is found out under a condition; ``chunkwise.conditions.facts`` says what each one means."""

MOST = 200
"""Conditions that one table stands for."""

PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+]*")
LOOP = re.compile(r"asyncio|uvloop(==[0-9][0-9.]*)?")
CONFIGURATION = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
PINNED_LOOP = "uvloop=="


def _pin(value: str) -> str:
    if not PIN.fullmatch(value):
        raise ValueError('write a package with its version, such as "fastapi==0.117.1"')
    return value


def _loop(value: str) -> str:
    if not LOOP.fullmatch(value):
        raise ValueError('write "asyncio", "uvloop", or uvloop with a version, such as "uvloop==0.22.1"')
    return value


def _file(value: str) -> str:
    if not CONFIGURATION.fullmatch(value):
        raise ValueError("write the name of a file beside scenario.toml, such as nginx.conf")
    return value


def _unless_same(value: object) -> object:
    if isinstance(value, str) and value != "same":
        raise ValueError('write "same", or the facts that differ, such as { pieces = "all at the end" }')
    return {} if value == "same" else value


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


def _fact(value: str) -> str:
    if value not in FACTS:
        raise ValueError(f"there is no fact {value!r}: write one of {', '.join(FACTS)}")
    return value


Fact = Annotated[str, AfterValidator(_fact)]
Pin = Annotated[str, AfterValidator(_pin)]
Loop = Annotated[str, AfterValidator(_loop)]
File = Annotated[str, AfterValidator(_file)]
OneOrMore = BeforeValidator(_listed)


class Condition(Model):
    """One place where an example is run, with what is expected to differ there from a run on plain Uvicorn."""

    variant: str = MAIN
    server: Server = "uvicorn"
    http: Http | None = None
    loop: str = "asyncio"
    proxy: Proxy | None = None
    configuration: str | None = None
    versions: tuple[str, ...] = ()
    expects: Mapping[Fact, str] = Field(default={})
    note: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """What makes it another condition than the others of the scenario."""
        return self.variant, self.server, self.http, self.loop, self.proxy, self.configuration, self.pins

    @property
    def is_plain(self) -> bool:
        """Whether it is the run that all others of its variant are compared with."""
        return self.place == Condition(variant=self.variant).place

    @property
    def pins(self) -> tuple[str, ...]:
        """The packages that have versions of their own here, in order; none where all are the project's."""
        loop = (self.loop,) if self.loop.startswith(PINNED_LOOP) else ()
        return tuple(sorted((*self.versions, *loop)))


class Conditions(Model):
    """A ``[[condition]]`` table. What it lists is combined, each with each; ``versions`` are one set together."""

    variant: Annotated[tuple[str, ...], OneOrMore, Field(min_length=1)] = (MAIN,)
    server: Annotated[tuple[Server, ...], OneOrMore, Field(min_length=1)] = ("uvicorn",)
    http: Annotated[tuple[Http, ...], OneOrMore] = ()
    loop: Annotated[tuple[Loop, ...], OneOrMore, Field(min_length=1)] = ("asyncio",)
    proxy: Proxy | None = None
    configuration: Annotated[tuple[File, ...], OneOrMore] = ()
    """The proxy's configuration, in files beside the scenario. The first line of each, a comment, names the setting."""
    versions: Annotated[tuple[Pin, ...], OneOrMore] = ()
    expects: Annotated[Mapping[Fact, Annotated[str, Field(min_length=1)]], BeforeValidator(_unless_same)] = Field(
        default={}
    )
    """The facts that are other ones here, with what they are; all others are as on plain Uvicorn. Or "same"."""
    note: str = ""
    """Why, in a sentence for readers."""

    @field_validator("versions")
    @classmethod
    def _no_loop(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(pin.startswith(PINNED_LOOP) for pin in value):
            raise ValueError('name the version of uvloop as the loop: loop = "uvloop==0.22.1"')
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Conditions:
        lists = (self.variant, self.server, self.http or (None,), self.loop, self.configuration or (None,))
        if (count := prod(map(len, lists))) > MOST:
            raise ValueError(f"this stands for {count:,} conditions, and one table for {MOST} at most")
        if (self.proxy is None) != (not self.configuration):
            raise ValueError("a proxy needs a configuration, and a configuration its proxy")
        if self.http and self.server != ("uvicorn",):
            raise ValueError("only Uvicorn has a choice of HTTP parsers: leave out http, or server")
        if {*TEST_CLIENTS} & {*self.server} and (self.proxy or self.loop != ("asyncio",)):
            raise ValueError("a test client replaces the server, the loop and the proxy: leave these out")
        return self

    def each(self) -> Iterator[Condition]:
        """Every combination, the variants outermost."""
        lists = (self.variant, self.server, self.http or (None,), self.loop, self.configuration or (None,))
        for variant, server, http, loop, configuration in product(*lists):
            yield Condition(
                variant=variant,
                server=server,
                http=http,
                loop=loop,
                proxy=self.proxy,
                configuration=configuration,
                versions=self.versions,
                expects=self.expects,
                note=self.note,
            )


def expanded(tables: tuple[Conditions, ...]) -> Iterator[Condition]:
    """Return the conditions of a scenario in the order of a table: for each variant its plain run, then the others."""
    named = [condition for table in tables for condition in table.each()]
    for variant in dict.fromkeys(condition.variant for condition in named):
        yield Condition(variant=variant)
        yield from (condition for condition in named if condition.variant == variant)


Contradiction = tuple[tuple[str | int, ...], str, str]


def contradictions(tables: tuple[Conditions, ...], clients: Mapping[str, int]) -> Iterator[Contradiction]:
    """Find what no run can be made of: where it is, what is wrong, the hint.

    Args:
        tables: The scenario's.
        clients: How many clients each of its runs has, by the run's name.
    """
    seen: dict[tuple[object, ...], int] = {}
    for index, table in enumerate(tables):
        for variant in table.variant:
            if variant not in clients:
                known = ", ".join(clients)
                yield ("condition", index, "variant"), f"there is no variant {variant!r}", f"There are: {known}."
            elif clients[variant] != 1:
                what = f"a condition has one client, and {variant!r} has {clients[variant]}"
                yield ("condition", index), what, "Give it a variant with one client."
        for condition in table.each():
            if condition.is_plain:
                what = "plain Uvicorn on asyncio needs no table: all others are compared with it"
                yield ("condition", index), what, "Remove it, or name another place to run on."
            elif condition.place in seen:
                what = f"the [[condition]] number {seen[condition.place] + 1} already has this: {said(condition)}"
                yield ("condition", index), what, "List each combination once."
            seen.setdefault(condition.place, index)


def said(condition: Condition) -> str:
    """Name a condition in one line, as a message or a terminal shows it."""
    parts = [condition.server, condition.http, condition.loop, *condition.versions]
    parts += [f"{condition.proxy} ({condition.configuration})" if condition.proxy else None]
    plain = ", ".join(part for part in parts if part)
    return plain if condition.variant == MAIN else f"{condition.variant}: {plain}"
