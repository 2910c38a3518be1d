"""Spans of a watched run, as OpenTelemetry's SDK makes them: of the request, the response and what the program ran.

The client's request is the root, and the server's response is its child. Below that is a span for each part of the
program that lived through time: what the framework called, and what was suspended or ran in a task of its own. A plain
function has none: it is a part of its caller's. What was sent or yielded is told by its size, never by its content.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime

from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, set_span_in_context
from opentelemetry.util.types import AttributeValue

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording
from chunkwise.watch.checks import LEAVING
from chunkwise.watch.rows import asked_at

ENDS = {*LEAVING, "GeneratorExit", "StopIteration", "StopAsyncIteration"}
"""Exceptions by which a frame comes to an end without a fault of its own."""

SUSPENDED = ("yield", "await")
LEFT = ("return", "unwind")
RECEIVED = {"headers": "headers received", "piece": "piece received", "finished": "response complete"}

Key = tuple[str, int, int]
Said = dict[str, AttributeValue]


def spans(recording: Recording, began: datetime, service: str, version: str) -> tuple[ReadableSpan, ...]:
    """Return the spans of a run, in the order of their ends.

    Args:
        began: When the first request was sent, with its time zone.
        service: What was watched: the service's name, if the environment has no ``OTEL_SERVICE_NAME``.
        version: Of Chunkwise.
    """
    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {"service.name": service}
    provider = TracerProvider(
        sampler=ALWAYS_ON,
        resource=Resource.create(named),
        # The log is bounded already; by itself the SDK keeps 128 events of a span.
        span_limits=SpanLimits(max_events=len(recording.events) + 1),
        shutdown_on_exit=False,
    )
    kept = InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    _Spans(provider, recording, began, version).draw()
    return kept.get_finished_spans()


class _Spans:
    def __init__(self, provider: TracerProvider, recording: Recording, began: datetime, version: str) -> None:
        self._tracer = provider.get_tracer("chunkwise", version)
        self._events = recording.events
        self._zero = int(began.timestamp() * 1e6) * 1000 - round(asked_at(recording.events) * 1e6)
        self._spans: dict[Key, Span] = {}
        self._counts: dict[Key, int] = {}
        self._frames = {one.frame: one for one in self._code() if one.kind == "start"}
        self._lives = self._with_lives()
        self._last = {self._key(one): one for one in self._code()}

    def draw(self) -> None:
        for event in self._events:
            if isinstance(event, ClientEvent):
                self._client(event)
            elif isinstance(event, AsgiEvent):
                self._asgi(event)
            elif isinstance(event, CodeEvent) and self._key(event) in self._lives:
                self._frame(event)
        for key, span in reversed(self._spans.items()):
            if span.is_recording():
                span.set_attribute("chunkwise.end", "still open when the recording ended")
                self._end(key, self._events[-1])

    def _client(self, event: ClientEvent) -> None:
        key = "client", event.exchange, 0
        if event.kind == "request":
            self._start(key, event, f"{event.method} {event.path.partition('?')[0]}", SpanKind.CLIENT, _asked(event))
        elif event.kind in RECEIVED:
            self._add(key, event, RECEIVED[event.kind], event.data.size if event.data is not None else None)
        if event.status is not None:
            self._set(key, "http.response.status_code", event.status)
        if event.kind in ("finished", "hang up", "cut short"):
            self._set(key, "chunkwise.end", event.kind)
            self._end(key, event, "the response was cut short" if event.kind == "cut short" else None)

    def _asgi(self, event: AsgiEvent) -> None:
        key = "server", event.exchange, 0
        if event.kind == "scope" and event.type == "http":
            self._start(key, event, f"{event.method} {event.path}", SpanKind.SERVER, _asked(event))
        elif event.type == "http.response.start" and event.status is not None:
            self._add(key, event, "headers sent")
            self._set(key, "http.response.status_code", event.status)
        elif event.kind == "send" and event.body is not None and event.body.size:
            self._add(key, event, "piece sent", event.body.size)
        elif event.type == "http.disconnect":
            self._add(key, event, "disconnect")
        elif event.kind in ("done", "error"):
            self._end(key, event, event.error)

    def _frame(self, event: CodeEvent) -> None:
        key = self._key(event)
        if key not in self._spans:
            said: Said = {"code.function.name": event.function, "code.file.path": event.file or "app.py"}
            said |= {"code.line.number": event.line, "chunkwise.role": event.role, "chunkwise.thread": event.thread}
            self._start(key, event, event.function, SpanKind.INTERNAL, said | {"chunkwise.task": event.task})
        if event.kind in (*SUSPENDED, "resume"):
            self._add(key, event, event.kind)
        elif event.kind == "raise":
            self._add(key, event, "exception")
        elif event.kind in LEFT and self._last[key] is event:
            ended = _type(event.error) if event.error is not None else "return"
            self._set(key, "chunkwise.end", ended)
            self._end(key, event, event.error if ended not in ENDS else None)

    def _start(self, key: Key, event: Event, name: str, kind: SpanKind, said: Said) -> None:
        parent = self._parent(key, event)
        within = set_span_in_context(parent, Context()) if parent is not None else Context()
        self._spans[key] = self._tracer.start_span(name, within, kind, said, start_time=self._time(event))

    def _parent(self, key: Key, event: Event) -> Span | None:
        """Return the span that this one belongs to: its nearest caller's that has one, else the response's."""
        if isinstance(event, CodeEvent):
            caller = self._frames.get(event.by)
            while caller is not None:
                if (found := self._spans.get(self._key(caller))) is not None and self._key(caller) != key:
                    return found
                caller = self._frames.get(caller.by)
        above = ("server", "client") if isinstance(event, CodeEvent) else ("client",)
        found_above = (self._spans.get((name, event.exchange, 0)) for name in above if name != key[0])
        return next((one for one in found_above if one is not None), None)

    def _add(self, key: Key, event: Event, name: str, size: int | None = None) -> None:
        said: Said = {}
        if size is not None:
            self._counts[key] = said["chunkwise.piece"] = self._counts.get(key, 0) + 1
            said["chunkwise.size"] = size
        if isinstance(event, CodeEvent):
            said["code.line.number"] = event.line
            if event.kind == "raise":
                said |= {"exception.type": _type(event.error), "exception.message": event.error or ""}
        if key in self._spans:
            self._spans[key].add_event(name, said, self._time(event))

    def _set(self, key: Key, name: str, value: AttributeValue) -> None:
        if key in self._spans:
            self._spans[key].set_attribute(name, value)

    def _end(self, key: Key, event: Event, error: str | None = None) -> None:
        if (span := self._spans.get(key)) is not None and span.is_recording():
            if error is not None:
                span.set_status(Status(StatusCode.ERROR, error))
            span.end(self._time(event))

    def _time(self, event: Event) -> int:
        return self._zero + round((event.at or 0.0) * 1e6)

    def _code(self) -> Sequence[CodeEvent]:
        return [event for event in self._events if isinstance(event, CodeEvent)]

    def _key(self, event: CodeEvent) -> Key:
        """An iterator object has a frame for each of its pieces, and all of them are one life."""
        return ("body", event.exchange, event.body) if event.body else ("frame", event.frame, 0)

    def _with_lives(self) -> set[Key]:
        lives = set()
        for event in self._code():
            caller = self._frames.get(event.by)
            apart = caller is not None and (caller.task, caller.thread) != (event.task, event.thread)
            if event.role != "function" or event.kind in SUSPENDED or (event.kind == "start" and apart):
                lives.add(self._key(event))
        return lives


def _asked(event: ClientEvent | AsgiEvent) -> Said:
    path, _, query = event.path.partition("?")
    said: Said = {"http.request.method": event.method, "url.path": path, "url.scheme": "http"}
    return {**said, "url.query": query} if query else said


def _type(error: str | None) -> str:
    return (error or "").partition("(")[0]
