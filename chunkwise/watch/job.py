"""Job of a watching process: all that it needs to know, as data that can cross to it."""

from __future__ import annotations

from pydantic import Field

from chunkwise.events import Model

SECONDS = 30.0
"""How long the request may take, unless ``--timeout`` says otherwise."""

START = 60.0
"""Seconds that a program has to be imported and to start."""

EVENTS = 200_000
"""How many events a run may have, unless ``--max-events`` says otherwise."""

FOLLOWED = 500
"""How many chunks within a second are followed one by one; of more, there is only a count until they come slower."""

BYTES = 256 * 1024 * 1024
"""How many bytes a response may have."""

LINGER = 2.0
"""Seconds for which a run is followed after the client is done, as long as the program goes on."""


class Request(Model):
    """One request, as a client will send it."""

    method: str
    path: str
    headers: dict[str, str] = Field(default={})
    body: str = ""


class Job(Model):
    """What to import, what to ask of it, and what to follow."""

    module: str
    attribute: str
    factory: bool = False
    folder: str
    """The folder that the program is imported from."""
    follow: str
    """The folder whose files are followed, or one file."""
    request: Request
    hang_up_after: int | None = None
    watch: tuple[str, ...] = ()
    seconds: float = SECONDS
    events: int = EVENTS
    show_secrets: bool = False
    lock_step: bool = False
    """Whether time is virtual, so that each run is the same."""
    traced: bool = True
    """Whether the program's lines are followed; without it the run only shows what tracing costs."""


class End(Model):
    """How a run came to its end, and what was wrong where something was."""

    kind: str
    """``whole``, ``stopped`` by the user, ``limit``, ``lingered`` after the client, or ``error``."""
    what: str = ""
    file: str | None = None
    line: int | None = None
    hint: str | None = None
    waits: tuple[tuple[float, float, float], ...] = ()
    """When the program waited for a processor, as `waits` has it."""
    spent: float = 0.0
    """Seconds that the program waited for what follows it."""
