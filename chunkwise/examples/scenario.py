"""What a ``scenario.toml`` can say, and what is wrong with one that says something else.

It says what the clients do and which names to watch. Its variants are the same example with a replacement in its
source, with other clients, or both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

import h11
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, field_validator, model_validator

from chunkwise.errors import ScenarioError
from chunkwise.events import MAIN, Clock, Model
from chunkwise.examples import condition, mistakes
from chunkwise.examples.browser import PageScript, browser_misfits, with_browser
from chunkwise.examples.condition import Conditions
from chunkwise.examples.scripts import misfits
from chunkwise.examples.toml_positions import line_at

PROGRAM = re.compile(r"[A-Za-z0-9_-]+\.py")
TAKEN = ("app.py", "starter.py")
"""The programs that an example or a task has already."""

REQUEST_LINE = re.compile(r"[A-Z]+ /\S*")

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""A name of an example, a variant or a client: it becomes a part of file names, addresses and ids."""
NAME_SAYS = 'use letters, digits, "_" and "-" in a name, and begin with a letter or a digit'


def _name(value: str) -> str:
    if not NAME.fullmatch(value):
        raise ValueError(NAME_SAYS)
    return value


def _program(value: str | None) -> str | None:
    if value is not None and (not PROGRAM.fullmatch(value) or value in TAKEN):
        raise ValueError(f"write the name of a file beside app.py, such as other.py, but not {', '.join(TAKEN)}")
    return value


def _request_line(value: str) -> str:
    if not REQUEST_LINE.fullmatch(value):
        raise ValueError('write it as "GET /path"')
    return value


Name = Annotated[str, AfterValidator(_name)]
RequestLine = Annotated[str, AfterValidator(_request_line)]
Beside = Annotated[str | None, AfterValidator(_program)]
"""A file beside ``app.py`` that holds a program."""


FRAMING = frozenset({"content-length", "transfer-encoding"})
"""Headers that say how long a body is."""


class Action(Model):
    """One act of a client. Exactly one of the verbs is given; the other fields belong to it."""

    send: RequestLine | None = None
    """Sends ``METHOD /path``, on a new connection if there is none."""
    headers: dict[str, str] = Field(default={})
    body: str = ""
    body_follows: Literal[True] | None = None
    """The body comes in parts, by the actions that follow; it is chunked, if no header says how long it is."""
    part: str | None = Field(default=None, min_length=1)
    """Sends a part of the body."""
    end_body: Literal[True] | None = None
    """Says that the body is complete."""
    read: int | Literal["headers", "all"] | None = None
    """Reads n more pieces, or the headers, or all up to the response's end."""
    wait: str | None = None
    """Waits for the ``server`` to have nothing left to do, or for another client to have read ``pieces`` pieces."""
    pieces: int = Field(default=1, ge=1)
    pause: float | None = Field(default=None, gt=0, le=10)
    """Does nothing for so many seconds, without holding the server up."""
    stop_reading: Literal[True] | None = None
    """Leaves the bytes where they are, until the next ``read``."""
    hang_up: Literal[True] | None = None
    """Closes the socket."""
    reconnect: Literal[True] | None = None
    """Sends the last request again as an ``EventSource`` does: after ``retry:``, with ``Last-Event-ID``."""

    @field_validator("read", mode="before")
    @classmethod
    def _amount(cls, value: object) -> object:
        if value not in (None, "headers", "all") and (type(value) is not int or value < 1):
            raise ValueError('write a number of pieces, "headers" or "all"')
        return value

    @model_validator(mode="after")
    def _one_verb(self) -> Action:
        verbs = ("send", "part", "end_body", "read", "wait", "pause", "stop_reading", "hang_up", "reconnect")
        if sum(getattr(self, verb) is not None for verb in verbs) != 1:
            raise ValueError(f"an action has exactly one of {', '.join(verbs)}")
        if self.send is not None:
            try:
                self.request(h11.Connection(h11.CLIENT))
            except h11.LocalProtocolError as error:
                raise ValueError(f"this is not a request: {error}") from None
        return self

    def request(self, http: h11.Connection, more: Mapping[str, str] = MappingProxyType({})) -> bytes:
        """Return the bytes of the request that ``send`` describes, with ``more`` headers."""
        method, path = (self.send or "").split(" ", 1)
        body = self.body.encode()
        given = {name.lower() for name in self.headers}
        own = {name.lower() for name in more}
        mine = [(name, value) for name, value in self.headers.items() if name.lower() not in own]
        headers = [*([] if "host" in given else [("Host", "localhost")]), *mine]
        # Never both (RFC 9112, section 6.2).
        if self.body_follows and not given & FRAMING:
            headers.append(("Transfer-Encoding", "chunked"))
        elif body and not given & FRAMING:
            headers.append(("Content-Length", str(len(body))))
        written = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers]
        written += [(name.encode("ascii"), value.encode()) for name, value in more.items()]
        sent = http.send(h11.Request(method=method, target=path, headers=written)) or b""
        sent += http.send(h11.Data(data=body)) or b"" if body else b""
        return sent if self.body_follows else sent + (http.send(h11.EndOfMessage()) or b"")


class Client(Model):
    """One scripted client; several run side by side."""

    name: Name = "client"
    script: tuple[Action, ...] = Field(default=(), min_length=1)
    page: PageScript = None
    """The script of a browser's page, in a file beside ``app.py``, in the place of a ``script``."""

    @model_validator(mode="after")
    def _does_something(self) -> Client:
        if not self.script and self.page is None:
            raise ValueError("a client needs a script with at least one action")
        return self


class Limits(Model):
    """What a run may use up before it is ended with an error."""

    seconds: float = Field(default=5.0, gt=0, le=60)
    events: int = Field(default=5_000, gt=0, le=100_000)
    bytes: int = Field(default=4 * 1024 * 1024, gt=0)


class Replacement(Model):
    """A counterfactual: ``old`` occurs exactly once in the example's source and gives way to ``new``."""

    old: str = Field(min_length=1)
    new: str


class Measure(Model):
    """What is asked of the program, and of each variant, when time and memory are measured; see ``measurements``."""

    send: RequestLine
    """The request, ``METHOD /path``; large enough to take time. The first client's own is asked before, as warm-up."""
    times: int = Field(default=5, ge=1, le=99)
    """How often; of the figures the median is kept."""


# What a scenario and a variant both may say has its type here, so that the two cannot take different things.
Package = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Clients = Annotated[tuple[Client, ...], Field(min_length=1)]
Status = Annotated[int, Field(ge=100, le=599)]
Statuses = Annotated[
    tuple[Status, ...],
    BeforeValidator(lambda given: given if isinstance(given, list | tuple) else (given,)),
    Field(min_length=1),
]
"""One status, or a list of those that the requests of a run are answered with."""
SendBuffer = Annotated[int, Field(ge=1024)]


class Variant(Model):
    """What differs from the scenario; everything that is not given stays as it is there."""

    title: str
    file: Beside = None
    """The whole program, in a file of the example's folder, where replacements would leave little of ``app.py``."""
    replace: tuple[Replacement, ...] = ()
    watch: tuple[str, ...] | None = None
    client: Clients | None = None
    clock: Clock | None = None
    status: Statuses | None = None
    raises: str | None = None
    threads: bool | None = None
    send_buffer: SendBuffer | None = None
    upstream: Beside = None

    _browser = model_validator(mode="before")(with_browser)

    @model_validator(mode="after")
    def _one_change_of_the_program(self) -> Variant:
        if self.file is not None and self.replace:
            raise ValueError("a variant has a file or replacements, but not both")
        return self


class Scenario(Model):
    """How an example is run, as ``scenario.toml`` says it."""

    title: str
    watch: tuple[str, ...] = ()
    client: Clients
    clock: Clock = "lock-step"
    status: Statuses = (200,)
    """The status that every response of the run is expected to have, unless its path answers another on purpose."""
    raises: str = ""
    """The exception that the application is expected to end with, by its class name; empty for none."""
    threads: bool = False
    """Whether worker threads run for the program and none of its own lines in them, as for a list that is streamed."""
    planned_for: str | None = Field(default=None, min_length=1)
    """The lesson whose page will show this example. Until that page is written, none has to."""
    send_buffer: SendBuffer | None = None
    """SO_SNDBUF of the server's sockets in bytes, to make backpressure visible early."""
    requires: tuple[Package, ...] = ()
    """Packages that the program needs besides FastAPI; they are imported before it runs."""
    upstream: Beside = None
    """A second program, whose ``app`` is served for this one to ask: a model's server, played by a script."""
    environment: dict[str, str] = Field(default={})
    """What the program finds in its environment; ``UPSTREAM`` stands where the upstream's address belongs."""
    limits: Limits = Limits()
    measure: Measure | None = None
    variants: dict[Name, Variant] = Field(default={})
    condition: tuple[Conditions, ...] = ()
    """Where else it is run; see ``chunkwise.conditions``."""

    _browser = model_validator(mode="before")(with_browser)

    @property
    def page(self) -> str | None:
        """The file of the script that a browser runs, if one is the client."""
        return self.client[0].page

    def environment_at(self, upstream: str) -> dict[str, str]:
        """Return the environment with the upstream's address in it, such as ``127.0.0.1:9000``."""
        return {name: value.replace("UPSTREAM", upstream) for name, value in self.environment.items()}


def load_scenario(file: Path, text: str) -> Scenario:
    """Validate ``text``, which is that of the ``scenario.toml`` called ``file``.

    Raises:
        ScenarioError: It is not TOML, or says something that no scenario can.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise ScenarioError(
            f"this is not TOML: {error}", file=file, line=line, hint="Correct the syntax there."
        ) from None
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise mistakes.in_validation(error, file, text, _KEYS, Scenario.model_fields) from None
    clients = {name: len(variant.client or scenario.client) for name, variant in scenario.variants.items()}
    contradictions = [
        *islice(_contradictions(scenario), 1),
        *condition.contradictions(scenario.condition, {MAIN: len(scenario.client), **clients}),
    ]
    if contradictions:
        raise mistakes.together(
            [ScenarioError(what, file=file, line=line_at(text, path), hint=hint) for path, what, hint in contradictions]
        )
    return scenario


Contradiction = condition.Contradiction


def _contradictions(scenario: Scenario) -> Iterator[Contradiction]:
    """Find what is well-formed key by key and still cannot be run: where it is, what is wrong, the hint."""
    yield from misfits(("client",), scenario.client)
    for name, variant in scenario.variants.items():
        if name == MAIN:
            yield ("variants", name), f"a variant cannot be called {MAIN!r}", "Rename it."
        if variant.client is not None:
            yield from misfits(("variants", name, "client"), variant.client)
    runs: dict[tuple[str, ...], tuple[Clients, Clock]] = {(): (scenario.client, scenario.clock)}
    for name, variant in scenario.variants.items():
        runs["variants", name] = (variant.client or scenario.client, variant.clock or scenario.clock)
    yield from browser_misfits(runs, [key for key in ("condition", "measure") if getattr(scenario, key)])


_MODELS = (Action, Client, Conditions, Limits, Measure, Replacement, Variant, Scenario)
_KEYS = sorted({key for model in _MODELS for key in model.model_fields})
