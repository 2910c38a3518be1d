"""What a ``scenario.toml`` can say, and what is wrong with one that says something else.

It says what the clients do and which names to watch. Its variants are the same example with a replacement in its
source, with other clients, or both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import h11
from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator

from chunkwise.errors import ScenarioError
from chunkwise.events import MAIN, Clock, Model
from chunkwise.examples import condition, mistakes
from chunkwise.examples.condition import Conditions
from chunkwise.examples.toml_positions import line_at

SERVER = "server"
"""Whom a client waits for when it waits until nothing more will come."""

NO_WEBSOCKETS = "Only HTTP is: remove this client. The path may stay; what it does for others is recorded."

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
        raise ValueError(f"write the name of a file beside app.py, such as other.py, and none of {', '.join(TAKEN)}")
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

    HOST: ClassVar[str] = "localhost"
    """What a request says that it is sent to."""

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

    @field_validator("read", mode="before")
    @classmethod
    def _amount(cls, value: object) -> object:
        if value not in (None, "headers", "all") and (type(value) is not int or value < 1):
            raise ValueError('write a number of pieces, "headers" or "all"')
        return value

    @model_validator(mode="after")
    def _one_verb(self) -> Action:
        verbs = ("send", "part", "end_body", "read", "wait", "pause", "stop_reading", "hang_up")
        if sum(getattr(self, verb) is not None for verb in verbs) != 1:
            raise ValueError(f"an action has exactly one of {', '.join(verbs)}")
        if self.send is not None:
            try:
                self.request(h11.Connection(h11.CLIENT))
            except h11.LocalProtocolError as error:
                raise ValueError(f"this is not a request: {error}") from None
        return self

    def request(self, http: h11.Connection) -> bytes:
        """Return the bytes of the request that ``send`` describes."""
        method, path = (self.send or "").split(" ", 1)
        body = self.body.encode()
        given = {name.lower() for name in self.headers}
        headers = [("Host", self.HOST), *self.headers.items()]
        # Never both (RFC 9112, section 6.2).
        if self.body_follows and not given & FRAMING:
            headers.append(("Transfer-Encoding", "chunked"))
        elif body and not given & FRAMING:
            headers.append(("Content-Length", str(len(body))))
        sent = http.send(h11.Request(method=method, target=path, headers=headers)) or b""
        sent += http.send(h11.Data(data=body)) or b"" if body else b""
        return sent if self.body_follows else sent + (http.send(h11.EndOfMessage()) or b"")


class Client(Model):
    """One scripted client; several run side by side."""

    name: Name = "client"
    script: tuple[Action, ...] = Field(min_length=1)


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
    status: Status | None = None
    raises: str | None = None
    threads: bool | None = None
    send_buffer: SendBuffer | None = None
    upstream: Beside = None

    @model_validator(mode="after")
    def _one_change_of_the_program(self) -> Variant:
        if self.file is not None and self.replace:
            raise ValueError("a variant has a file or replacements, and not both")
        return self


class Scenario(Model):
    """How an example is run, as ``scenario.toml`` says it."""

    title: str
    watch: tuple[str, ...] = ()
    client: Clients
    clock: Clock = "lock-step"
    status: Status = 200
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
        raise ScenarioError(f"this is not TOML: {error}", file=file, line=line, hint="Mend the syntax there.") from None
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
    yield from _misfits(("client",), scenario.client)
    for name, variant in scenario.variants.items():
        if name == MAIN:
            yield ("variants", name), f"a variant cannot be called {MAIN!r}", "Rename it."
        if variant.client is not None:
            yield from _misfits(("variants", name, "client"), variant.client)


def _misfits(path: tuple[str | int, ...], clients: tuple[Client, ...]) -> Iterator[Contradiction]:
    names: set[str] = set()
    for index, client in enumerate(clients):
        if client.name in names:
            yield (*path, index, "name"), f"two clients are called {client.name!r}", "Give each a name of its own."
        if client.name == SERVER:
            yield (*path, index, "name"), f"a client cannot be called {SERVER!r}", "Rename it."
        names.add(client.name)
    for index, client in enumerate(clients):
        connected = open_body = False
        for number, action in enumerate(client.script):
            at = (*path, index, "script", number)
            others = sorted(names - {client.name})
            if action.wait is not None and action.wait not in (SERVER, *others):
                known = ", ".join(repr(name) for name in (SERVER, *others))
                yield (*at, "wait"), f"no other client is called {action.wait!r}", f"Wait for one of: {known}."
            connected = connected or action.send is not None
            if (action.part or action.end_body) and not open_body:
                yield at, f"{client.name} has no body to send", "Put a send with body_follows = true before this."
            open_body = bool(action.body_follows) or (open_body and not action.end_body and action.send is None)
            if any(
                name.lower() == "upgrade" and "websocket" in value.lower() for name, value in action.headers.items()
            ):
                yield (*at, "headers"), "a WebSocket is not recorded", NO_WEBSOCKETS
            if not connected and (action.read or action.stop_reading or action.hang_up):
                yield at, f"{client.name} has not sent anything yet", "Put a send before this."


_MODELS = (Action, Client, Conditions, Limits, Measure, Replacement, Variant, Scenario)
_KEYS = sorted({key for model in _MODELS for key in model.model_fields})
