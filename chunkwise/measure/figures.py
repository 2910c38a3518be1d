"""Committed measurements: what a program needs of time and memory, kept with the machine that it was measured on.

``measurements.json`` lies beside the recording of an example whose scenario has ``[measure]``. It carries a digest of
what was measured and one of its own figures, so that a page can show neither old numbers nor typed ones.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field

from chunkwise.errors import StoreError
from chunkwise.events import Model
from chunkwise.examples.example import Example
from chunkwise.examples.store import digest_of, reason, write

SCHEMA = 1
"""Raised whenever the meaning of a figure changes."""

HINT = "Run `make measure`, and read the difference before you commit it."


class Figures(Model):
    """What one request took; medians, if it was asked more than once."""

    first_byte: float = Field(ge=0)
    """Milliseconds from sending the request to the first byte of the body at the client."""
    last_byte: float = Field(ge=0)
    """Milliseconds from sending the request to the connection's end, which the client asked for."""
    peak_memory: int = Field(ge=0)
    """Bytes that the server's process had resident at most, above what it had before the request."""
    messages: int = Field(ge=0)
    """ASGI messages that the application sent."""
    wire_bytes: int = Field(ge=0)
    """Bytes that came down the connection, head and framing included."""


class Machine(Model):
    """What kind of machine it was."""

    system: str
    processor: str
    processors: int


class Measurement(Model):
    """The figures of a scenario and of its variants."""

    depends_on: str
    machine: Machine
    versions: dict[str, str]
    request: str
    times: int
    runs: dict[str, Figures]


def file_of(example: Example) -> Path:
    return example.folder / "measurements.json"


def digest(example: Example) -> str:
    """Digest what figures depend on: the programs, what warms them up, and what is asked of them."""
    runs = [
        [name, run.source, run.scenario.client[0].script[0].send, *([run.modules] if run.modules else [])]
        for name, run in example.runs.items()
    ]
    asked = example.scenario.measure
    parts = json.dumps([SCHEMA, runs, asked.model_dump() if asked else None])
    return digest_of(parts)


def load(example: Example) -> Measurement:
    """Return the committed measurement of an example.

    Raises:
        StoreError: There is none, or it is stale, damaged or changed by hand.
    """
    file = file_of(example)
    try:
        data = json.loads(file.read_text("utf-8"))
        if not isinstance(data, dict) or "digest" not in data:
            raise ValueError("a part of it is missing")
        fits = data.pop("digest") == digest_of(json.dumps(data))
        measurement = Measurement.model_validate(data)
    except FileNotFoundError:
        raise StoreError("there is no measurement yet", file=file, hint=HINT) from None
    except (OSError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise StoreError(f"this measurement is damaged: {reason(error)}", file=file, line=line, hint=HINT) from None
    if not fits:
        raise StoreError("this measurement was changed by hand: its digest does not match", file=file, hint=HINT)
    if measurement.depends_on != digest(example):
        raise StoreError("this measurement is stale: the example has changed since", file=file, hint=HINT)
    return measurement


def save(example: Example, measurement: Measurement) -> None:
    """Write a measurement whole or not at all."""
    data = measurement.model_dump(mode="json")
    write(file_of(example), json.dumps(data | {"digest": digest_of(json.dumps(data))}, indent=1) + "\n")
