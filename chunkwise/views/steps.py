"""A recording as the few rows that a reader steps through, because hundreds of events teach nobody anything.

Some events are headlines: a request, a yield, an end, a hang-up. Each opens a step. What the program ran on its way to
a headline belongs to that step, and so does what followed from it in the other lanes. The wording is in ``wording``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording, WireEvent
from chunkwise.views import wording
from chunkwise.views.generators import RESTING, Generator, generators


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
        self.returned = _returns(events)
        self.drafts: list[_Draft] = []
        self.ahead: dict[int, list[int]] = defaultdict(list)
        """Events that belong to the next step of their exchange."""
        self.names: set[str] = set()
        self.headers_ahead: set[int] = set()
        self.over: set[int] = set()
        """Exchanges whose last message was sent, or whose client has left."""
        self.inner: dict[int, int] = {}
        """Frames of functions that ran inside another step's headline."""
        self.outlasting: set[int] = set()
        """Frames of functions that went on when their response was over."""

    def result(self) -> tuple[Step, ...]:
        for index, event in enumerate(self.events):
            headline = self._headline(index, event)
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

    def _headline(self, index: int, event: Event) -> tuple[str, str] | None:
        """Return the name and the action of the step that an event opens, if it opens one."""
        if isinstance(event, ClientEvent):
            return self._client_headline(event)
        if isinstance(event, CodeEvent):
            return self._code_headline(index, event)
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
        return wording.CLIENT_NAMES.get(event.kind, event.kind), self._whose(event.exchange, action)

    def _code_headline(self, index: int, event: CodeEvent) -> tuple[str, str] | None:
        body = next((one for one in self.generators.values() if one.frame == event.frame), None)
        if body is not None:
            return self._generator_headline(event, body)
        if event.role == "dependency" and event.generator:
            verb = {"yield": "enter", "return": "exit", "unwind": "exit"}.get(event.kind)
            if verb is not None:
                action = f"dependency `{event.function}` {'opens' if verb == 'enter' else 'closes'}"
                return f"{verb} {event.function}", self._whose(event.exchange, action)
        if event.kind == "raise":
            return "raise", self._whose(event.exchange, wording.raised(event))
        if event.role == "function" and event.frame not in self.inner and self._outlasts(index, event):
            if event.kind == "start":
                self.inner[event.frame] = event.exchange
                return "background", self._whose(event.exchange, f"background task `{event.function}` runs")
            turn = self._turn(index, event)
            if event.kind == "resume" and all(one.kind != "raise" for one in turn):
                self.outlasting.add(event.frame)
                return "goes on", self._whose(event.exchange, wording.goes_on(turn))
        return None

    def _outlasts(self, index: int, event: CodeEvent) -> bool:
        """Whether a function runs by itself after its response is over, rather than for the generator behind it."""
        body = self._body(event.exchange)
        before = body.at(index) if body is not None else None
        return event.exchange in self.over and (before is None or before.event.kind in RESTING)

    def _turn(self, index: int, event: CodeEvent) -> list[CodeEvent]:
        """What a function does from ``event`` on, up to where it next waits or ends."""
        turn = []
        for place in range(index, len(self.events)):
            one = self.events[place]
            if isinstance(one, CodeEvent) and one.frame == event.frame:
                turn.append(one)
                if one.kind in RESTING:
                    break
        return turn

    def _generator_headline(self, event: CodeEvent, body: Generator) -> tuple[str, str] | None:
        action: str
        if event.kind == "yield":
            number = body.yield_number(event)
            name, action = f"yield {number}", f"generator yields `{event.value}`{wording.where(event)}"
        elif event.kind == "return":
            name, action = "end", f"generator ends{wording.where(event)}"
            if body.exchange not in self.over:
                action += ", streaming complete"
        elif event.kind == "raise":
            name, action = "raise", wording.raised(event, body)
        elif event.kind == "unwind" and self._went_on(event):
            name, action = "gone", wording.gone(event, self._lines_ahead(event))
        else:
            return None
        return name, self._whose(body.exchange, action)

    def _went_on(self, event: CodeEvent) -> bool:
        """Whether a frame has run since its last step, so that its end is not a part of that."""
        ahead = (self.events[index] for index in self.ahead[event.exchange])
        return any(isinstance(one, CodeEvent) and one.frame == event.frame for one in ahead)

    def _lines_ahead(self, event: CodeEvent) -> list[int]:
        ahead = [self.events[index] for index in self.ahead[event.exchange]]
        return [one.line for one in ahead if isinstance(one, CodeEvent) and one.kind == "line"]

    def _asgi_headline(self, event: AsgiEvent) -> tuple[str, str] | None:
        body = self._body(event.exchange)
        if event.kind == "send" and event.type == "http.response.body":
            if not event.more_body:
                self.over.add(event.exchange)
                if event.body is not None and event.body.size and body is None:
                    return "answer", self._whose(event.exchange, "server answers in one piece")
            self._settle_headers(event.exchange)
        if event.kind == "scope" and self.drafts[-1].exchange != event.exchange:
            return "taken up", self._whose(event.exchange, "server starts to work on the request")
        if event.kind == "done" and body is not None and body.is_left:
            return "left", self._whose(body.exchange, f"server lets go of the generator, suspended in line {body.line}")
        if event.kind == "error" and self._is_new(event):
            return "error", self._whose(event.exchange, f"server gives up: `{wording.class_of(event.error)}`")
        return None

    def _is_new(self, event: AsgiEvent) -> bool:
        """Whether an error is another one than the example's own code raised in a step before."""
        return not any(
            isinstance(one, CodeEvent)
            and one.kind == "raise"
            and one.exchange == event.exchange
            and one.error == event.error
            for one in self.events
        )

    def _settle_headers(self, exchange: int) -> None:
        """Headers that waited for a step of their exchange go into the present one: a piece is overtaking them."""
        if exchange in self.headers_ahead:
            self.headers_ahead.discard(exchange)
            waiting = self.ahead.pop(exchange, [])
            for index in waiting:
                if isinstance(self.events[index], CodeEvent):
                    self.ahead[exchange].append(index)
                else:
                    self._add(index)

    def _leads_on(self, event: Event) -> bool:
        """Say whether an event is on the way to the next step rather than a consequence of the last."""
        if isinstance(event, CodeEvent):
            if event.role == "endpoint" and not event.generator:
                return False
            if event.frame in self.inner or (event.frame in self.outlasting and event.kind != "resume"):
                return False
            return event.kind not in ("unwind",)
        if isinstance(event, AsgiEvent):
            if event.type == "http.response.start" and not self._has_yielded(event.exchange):
                self.headers_ahead.add(event.exchange)
                return True
            return False
        if event.exchange not in self.headers_ahead:
            return False
        return isinstance(event, WireEvent) or (
            isinstance(event, ClientEvent) and event.kind in ("headers", "finished")
        )

    def _has_yielded(self, exchange: int) -> bool:
        return any(draft.exchange == exchange and draft.name.startswith("yield") for draft in self.drafts)

    def _whose(self, exchange: int, action: str) -> str:
        if self.several:
            client = next(e.client for e in self.events if isinstance(e, ClientEvent) and e.exchange == exchange)
            return f"`{client}`: {action}"
        return f"request {exchange}: {action}" if exchange > 1 else action

    def _finished(self, number: int, draft: _Draft) -> Step:
        events = [self.events[index] for index in draft.events]
        headline = self.events[draft.headline]
        body = self._body(draft.exchange)
        if isinstance(headline, CodeEvent):
            body = next((one for one in self.generators.values() if one.frame == headline.frame), body)
        action = draft.action
        if body is not None and self._creates(draft, body):
            action += ", generator created"
        state = wording.state(headline, body, draft.events[-1])
        yielded = wording.NOT_APPLICABLE if state == wording.NOT_APPLICABLE else "None"
        if isinstance(headline, CodeEvent) and headline.kind == "yield" and draft.name.startswith("yield"):
            yielded = f"`{headline.value}`"
        return Step(
            number=number,
            name=draft.name,
            action=wording.sentence(action),
            state=state,
            yielded=yielded,
            received=wording.received([e for e in events if isinstance(e, ClientEvent)], streams=body is not None),
            events=tuple(draft.events),
        )

    def _creates(self, draft: _Draft, body: Generator) -> bool:
        """Whether the generator came to be in this step: the endpoint returned it, or the framework called it."""
        if body.exchange in self.returned:
            return self.returned[body.exchange] in draft.events
        begins = body.events[0][0]
        if draft.headline >= begins:
            return False
        before = [one for one in self.drafts if one.exchange == body.exchange and one.headline < begins]
        return bool(before) and before[-1] is draft


def _returns(events: tuple[Event, ...]) -> dict[int, int]:
    """Find where the endpoint of each exchange returned; one that is a generator itself does not return a response."""
    found: dict[int, int] = {}
    for index, event in enumerate(events):
        if isinstance(event, CodeEvent) and event.kind == "return" and event.role == "endpoint" and not event.generator:
            found.setdefault(event.exchange, index)
    return found
