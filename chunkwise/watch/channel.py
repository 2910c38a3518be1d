"""Channel from the watched process to whoever watches: files, events and the end, a line of JSON for each."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from chunkwise.engine.event_log import AnyEvent, Log
from chunkwise.events import Clock, Event, Model, Recording
from chunkwise.watch.job import End
from chunkwise.watch.masking import masked

PAUSE = 0.03
"""Seconds between two times that events are sent: one by one they would cost the program more."""

_EVENT: TypeAdapter[AnyEvent] = TypeAdapter(Event)


class File(Model):
    """A followed file, as it was when it was imported."""

    name: str
    text: str


class Sender:
    """The watched process's end of the channel."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._sent = 0

    def begin(self) -> None:
        """Say that this process listens: from now on its time counts."""
        self._write([b"b"])

    def file(self, name: str, text: str) -> None:
        self._write([b"f" + File(name=name, text=text).model_dump_json().encode()])

    def events(self, log: Log) -> None:
        """Send those that were not sent yet."""
        with self._lock:
            new = log.events[self._sent :]
            self._sent += len(new)
            self._put(b"e" + event.model_dump_json(exclude_defaults=True).encode() for event in new)

    def end(self, end: End) -> None:
        self._write([b"x" + end.model_dump_json().encode()])

    def _write(self, lines: Iterable[bytes]) -> None:
        with self._lock:
            self._put(lines)

    def _put(self, lines: Iterable[bytes]) -> None:
        data = memoryview(b"".join(line + b"\n" for line in lines))
        while data:
            data = data[os.write(self._descriptor, data) :]


class SentLog(Log):
    """The log of a watched run: nothing secret gets into it."""

    show_secrets = False

    def stamped(self, event: AnyEvent, at: float) -> AnyEvent:
        # The event was made a moment ago and nobody has it yet. To copy it costs as much as to make it.
        event.__dict__["at"] = at
        event.__pydantic_fields_set__.add("at")
        return event

    def add(self, event: AnyEvent) -> int:
        return super().add(event if self.show_secrets else masked(event))


@dataclass
class Received:
    """The watcher's end of the channel: all that has arrived."""

    events: list[AnyEvent] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    end: End | None = None
    clock: Clock = "free"
    begun: bool = False
    """Whether the process has begun with the program."""
    _rest: bytes = b""

    def take(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            kind, said = line[:1], line[1:]
            if kind == b"e":
                self.events.append(_EVENT.validate_json(said))
            elif kind == b"f":
                file = File.model_validate_json(said)
                self.files[file.name] = file.text
            elif kind == b"b":
                self.begun = True
            elif kind == b"x":
                self.end = End.model_validate_json(said)

    @property
    def recording(self) -> Recording:
        """What was recorded up to now; its events are valid already, so they are not looked at again."""
        return Recording.model_construct(
            clock=self.clock, source="", modules=dict(self.files), events=tuple(self.events)
        )
