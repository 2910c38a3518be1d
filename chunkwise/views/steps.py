"""A recording as the few rows that a reader steps through, because hundreds of events teach nobody anything.

Some events are headlines: a request, a yield, an end, a hang-up. Each opens a step. What the program ran on its way to
a headline belongs to that step, and so does what followed from it in the other lanes. The wording is in ``wording``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording
from chunkwise.views import wording
from chunkwise.views.generators import Generator, generators


@dataclass(frozen=True)
class Step:
    """One row of the execution table.

    ``name`` is how an author refers to it (``request``, ``yield 2``, ``end``), unique in its recording. The text
    fields are plain text; what came from the program stands between backquotes. ``None`` is written out as such.
    ``events`` are the indexes of the recording's events that the step groups, in order; each event is in one step.
    """

    number: int
    name: str
    action: str
    state: str
    yielded: str
    received: str
    events: tuple[int, ...]


@dataclass
class _Draft:
    """A step that is still being filled."""

    name: str
    action: str
    exchange: int
    headline: int
    events: list[int] = field(default_factory=list)


def steps(recording: Recording) -> tuple[Step, ...]:
    """Group the events of a recording into steps, in order. Every event belongs to exactly one of them."""
    return _Grouping(recording.events).result()


class _Grouping:
    def __init__(self, events: tuple[Event, ...]) -> None:
        self.events = events
        self.generators = generators(events)
        self.several = len({event.client for event in events if isinstance(event, ClientEvent)}) > 1
        self.drafts: list[_Draft] = []
        self.ahead: dict[int, list[int]] = defaultdict(list)
        """Events that belong to the next step of their exchange."""
        self.names: set[str] = set()
        self.headers_ahead: set[int] = set()
        self.over: set[int] = set()
        """Exchanges whose last message was sent, or whose client has left."""
        self.inner: dict[int, int] = {}
        """Frames of functions that ran inside another step's headline."""

    def result(self) -> tuple[Step, ...]:
        for index, event in enumerate(self.events):
            headline = self._headline(event)
            if headline is not None:
                self._open(index, event.exchange, *headline)
            elif self._leads_on(event):
                self.ahead[event.exchange].append(index)
            else:
                self._add(index)
        for left in self.ahead.values():
            for index in left:
                self._add(index)
        return tuple(self._finished(number, draft) for number, draft in enumerate(self.drafts, start=1))

    def _open(self, index: int, exchange: int, name: str, action: str) -> None:
        events = [*self.ahead.pop(exchange, []), index]
        self.headers_ahead.discard(exchange)
        self.drafts.append(_Draft(self._unique(name, exchange), action, exchange, index, events))

    def _add(self, index: int) -> None:
        if not self.drafts:
            self.drafts.append(_Draft("start", "the run begins", 0, index))
        self.drafts[-1].events.append(index)

    def _unique(self, name: str, exchange: int) -> str:
        count = max(exchange, 1)
        unique = name if count == 1 else f"{name} #{count}"
        while unique in self.names:
            count += 1
            unique = f"{name} #{count}"
        self.names.add(unique)
        return unique

    def _body(self, exchange: int) -> Generator | None:
        return self.generators.get(exchange)

    def _headline(self, event: Event) -> tuple[str, str] | None:
        """Return the name and the action of the step that an event opens, if it opens one."""
        if isinstance(event, ClientEvent):
            return self._client_headline(event)
        if isinstance(event, CodeEvent):
            return self._code_headline(event)
        if isinstance(event, AsgiEvent):
            return self._asgi_headline(event)
        return None

    def _client_headline(self, event: ClientEvent) -> tuple[str, str] | None:
        if event.kind == "hang up":
            self.over.add(event.exchange)
        if event.kind == "closed" and self.drafts and self.drafts[-1].name.startswith("cut short"):
            return None
        action = wording.CLIENT_ACTIONS.get(event.kind)
        if action is None:
            return None
        if event.kind == "request" and self._body(event.exchange):
            action += ", generator created"
        return wording.CLIENT_NAMES.get(event.kind, event.kind), self._whose(event.exchange, action)

    def _code_headline(self, event: CodeEvent) -> tuple[str, str] | None:
        body = self._body(event.exchange)
        if body is not None and event.frame == body.frame:
            return self._generator_headline(event, body)
        if event.role == "dependency" and event.generator:
            verb = {"yield": "enter", "return": "exit", "unwind": "exit"}.get(event.kind)
            if verb is not None:
                action = f"dependency `{event.function}` {'opens' if verb == 'enter' else 'closes'}"
                return f"{verb} {event.function}", self._whose(event.exchange, action)
        if event.kind == "raise":
            return "raise", self._whose(event.exchange, f"`{event.function}` raises `{event.error}`")
        if event.kind == "start" and event.role == "function" and event.exchange in self.over:
            self.inner[event.frame] = event.exchange
            return "background", self._whose(event.exchange, f"background task `{event.function}` runs")
        return None

    def _generator_headline(self, event: CodeEvent, body: Generator) -> tuple[str, str] | None:
        action: str
        if event.kind == "yield":
            number = body.yield_number(event)
            name, action = f"yield {number}", f"generator yields `{event.value}`"
        elif event.kind == "return":
            name, action = "end", "generator ends, streaming complete"
            if event.exchange in self.over:
                action = "generator ends"
        elif event.kind == "raise":
            name, action = "raise", wording.raised(event, body)
        elif event.kind == "unwind":
            if not any(self._is_line(index) for index in self.ahead[event.exchange]):
                return None
            name, action = "gone", f"`{wording.class_of(event.error)}` leaves the generator, after its cleanup"
        else:
            return None
        return name, self._whose(event.exchange, action)

    def _is_line(self, index: int) -> bool:
        event = self.events[index]
        return isinstance(event, CodeEvent) and event.kind == "line"

    def _asgi_headline(self, event: AsgiEvent) -> tuple[str, str] | None:
        if event.kind == "send" and event.type == "http.response.body" and not event.more_body:
            self.over.add(event.exchange)
            if event.body is not None and event.body.size and self._body(event.exchange) is None:
                return "answer", self._whose(event.exchange, "server answers in one piece")
        if event.kind == "scope" and self.drafts[-1].exchange != event.exchange:
            return "taken up", self._whose(event.exchange, "server takes the request up")
        body = self._body(event.exchange)
        if event.kind == "done" and body is not None and body.is_left:
            return "left", self._whose(
                event.exchange, f"server lets go of the generator, suspended in line {body.line}"
            )
        return None

    def _leads_on(self, event: Event) -> bool:
        """Say whether an event is on the way to the next step rather than a consequence of the last."""
        if isinstance(event, CodeEvent):
            if event.role == "endpoint" and not event.generator:
                return False
            if event.frame in self.inner:
                return False
            return event.kind not in ("unwind",)
        if isinstance(event, AsgiEvent):
            if event.type == "http.response.start":
                self.headers_ahead.add(event.exchange)
                return True
            return False
        return event.exchange in self.headers_ahead and (not isinstance(event, ClientEvent) or event.kind == "headers")

    def _whose(self, exchange: int, action: str) -> str:
        if self.several:
            client = next(e.client for e in self.events if isinstance(e, ClientEvent) and e.exchange == exchange)
            return f"{client}: {action}"
        return f"request {exchange}: {action}" if exchange > 1 else action

    def _finished(self, number: int, draft: _Draft) -> Step:
        events = [self.events[index] for index in draft.events]
        body = self._body(draft.exchange)
        headline = self.events[draft.headline]
        is_yield = isinstance(headline, CodeEvent) and headline.kind == "yield" and draft.name.startswith("yield")
        state = wording.state(headline, body, draft.events[-1])
        nothing = wording.NOT_APPLICABLE if state == wording.NOT_APPLICABLE else "None"
        return Step(
            number=number,
            name=draft.name,
            action=draft.action,
            state=state,
            yielded=f"`{headline.value}`" if is_yield and isinstance(headline, CodeEvent) else nothing,
            received=wording.received([e for e in events if isinstance(e, ClientEvent)]),
            events=tuple(draft.events),
        )
