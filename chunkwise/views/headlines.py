"""The headlines of a recording: the events that open a step, each with the name and the words of its row.

A headline is a request, a piece, an end, a hang-up: whatever a reader would tell of the run. Which events these
are follows from what the recording knows: who called a frame, what it is to the framework, which body it makes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, UpstreamEvent, behind
from chunkwise.views import upstream, wording
from chunkwise.views.belonging import Belonging
from chunkwise.views.bodies import RESTING, Body, bodies, data_after, sent_after
from chunkwise.views.followed import Frames, goes_up


@dataclass(frozen=True)
class Headline:
    """``at`` is the event's place, ``lead`` that of the first event on the way to it."""

    at: int
    lead: int
    name: str
    action: str
    exchange: int
    body: Body | None = None
    """Whose state the row shows, where it is not the exchange's outermost body."""
    frame: int = 0
    """Whose event it is, of the program's frames."""


class Headlines:
    """Goes through a recording once, in order."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        self.bodies = bodies(events)
        self._belonging = Belonging(events)
        self._body_of = {(body.exchange, body.number): body for body in self.bodies}
        self._ran: dict[int, list[int]] = {}
        """What each frame has done since it last yielded."""
        self._crossed = -1
        """Where something was last sent to a client, or understood by one."""
        self._started: dict[int, int] = {}
        """Where each exchange's head was sent, until its first piece."""
        self._over: dict[int, int] = {}
        """Where the last message of an exchange was sent, or its client has left."""
        self._left: set[int] = set()
        """Exchanges whose client has left before that."""
        self._told: set[int] = set()
        """Frames of which it was said that they run after the exchange, or all of them, were over."""
        self._frames = Frames()
        self._pieces: dict[int, int] = {}
        self._sends: set[int] = set()
        """Exchanges whose client gets what nothing of the program's makes: there is no body, or it was read before."""
        self._asked = False
        self._logs = 0
        self._last: Headline | None = None

    def body(self, exchange: int) -> Body | None:
        """Return the body that the client of an exchange gets, if anything of the program makes one."""
        return next((body for body in self.bodies if body.exchange == exchange and body.outermost), None)

    def whose(self, exchange: int, what: str) -> str:
        """Say in front of something whose exchange it belongs to, where there are several."""
        return self._belonging.whose(exchange, what)

    def found(self) -> Iterator[Headline]:
        for index, event in enumerate(self.events):
            headline: Headline | None = None
            if isinstance(event, ClientEvent):
                headline = self._client(index, event)
            elif isinstance(event, AsgiEvent):
                headline = self._asgi(index, event)
            elif isinstance(event, UpstreamEvent):
                headline = self._upstream(index, event)
            elif isinstance(event, CodeEvent):
                self._ran.setdefault(event.frame, []).append(index)
                self._frames.follow(index, event)
                headline = self._code(index, event)
                if event.kind == "yield":
                    self._ran.pop(event.frame, None)
            if not isinstance(event, CodeEvent | UpstreamEvent) and not goes_up(event):
                self._crossed = index
            if headline is not None:
                self._last = headline
                yield headline

    def _make(
        self, index: int, name: str, action: str, *, lead: int | None = None, body: Body | None = None
    ) -> Headline:
        event = self.events[index]
        exchange = self._belonging.exchange(event)
        said = self._belonging.whose(exchange, action)
        frame = event.frame if isinstance(event, CodeEvent) else 0
        return Headline(index, index if lead is None else lead, name, said, exchange, body, frame)

    def _client(self, index: int, event: ClientEvent) -> Headline | None:
        self._asked = True
        if event.kind == "hang up":
            self._over.setdefault(event.exchange, index)
            self._left.add(event.exchange)
        if event.kind == "closed" and self._last is not None and self._last.name.startswith("cut short"):
            return None
        action = wording.asked(event)
        if not action:
            return None
        name = wording.CLIENT_NAMES.get(event.kind, event.kind)
        if event.kind == "log":
            name, self._logs = f"log {self._logs}", self._logs + 1
        return self._make(index, name, action)

    def _code(self, index: int, event: CodeEvent) -> Headline | None:
        if event.body:
            return self._of_body(index, event, self._body_of[event.exchange, event.body])
        lead = self._lead(index, event)
        if event.role == "lifespan" and not event.by:
            return self._lifespan(index, event)
        if event.role == "dependency" and event.generator:
            verb = {"yield": "enter", "return": "exit", "unwind": "exit"}.get(event.kind)
            if verb == "enter" or (verb == "exit" and event.frame in self._frames.yielded):
                action = f"dependency `{event.function}` {'opens' if verb == 'enter' else 'closes'}"
                return self._make(index, f"{verb} {wording.short(event.function)}", action, lead=lead)
        if event.kind == "raise" and not self._passes_on(index, event):
            lead = index if event.role == "endpoint" else lead
            thrown = self._frames.is_thrown(event)
            return self._make(index, "raise", wording.raised(event, thrown=thrown), lead=lead)
        if event.role == "background" and event.kind == "start":
            self._told.add(event.frame)
            action = f"background task `{event.function}` runs"
            return self._make(index, "background", action)
        return self._afterwards(index, event)

    def _upstream(self, index: int, event: UpstreamEvent) -> Headline | None:
        name, action = upstream.told(event, left=event.exchange in self._over)
        asks = event.kind == "request"
        lead = upstream.asked_from(self.events, index, self._crossed) if asks else index
        return self._make(index, name, action, lead=lead) if name else None

    def _lead(self, index: int, event: CodeEvent) -> int:
        """Return where a frame began to come this far, after whatever followed from what happened before."""
        ran = self._ran.get(event.frame, [])
        after = bisect_right(ran, self._crossed)
        return upstream.with_answers(self.events, ran[after] if after < len(ran) else index)

    def _of_body(self, index: int, event: CodeEvent, body: Body) -> Headline | None:
        lead = self._lead(index, event)
        moment = body.at(index - 1)
        if moment is None or not moment.yields:
            lead = min(lead, self._head(body.exchange, lead))
        who = "generator" if body.alone and not body.steps else f"`{body.function if body.alone else event.function}`"
        prefix = "" if body.outermost else f"{wording.short(body.function)} "
        name, action = "", ""
        if body.makes(event):
            name, action = f"yield {body.yield_number(event)}", f"{who} {wording.gives(event)}{wording.where(event)}"
        elif body.ends(event):
            name, action = "end", f"{who} ends{wording.where(event)}"
            read_before = body.exchange not in self._started and data_after(self.events, index, body.exchange)
            if body.outermost and body.exchange not in self._over and not read_before:
                action += ", streaming complete"
        elif event.kind == "raise":
            name, action = "raise", wording.raised(event, body)
        elif event.kind == "unwind" and self._has_run(index, event, lead):
            name, action = "gone", wording.gone(event, self._lines(lead, index, event))
        if not name:
            return None
        return self._make(index, prefix + name, action, lead=lead, body=body)

    def _head(self, exchange: int, lead: int) -> int:
        """Return where the head was sent, if nothing else has had a row since: it belongs to the first piece."""
        started = self._started.get(exchange, lead)
        return started if self._last is None or started > self._last.at else lead

    def _has_run(self, index: int, event: CodeEvent, lead: int) -> bool:
        """Whether a frame has run since its last row, so that its end is not a part of that."""
        since = max(lead, self._last.at + 1 if self._last is not None else 0)
        return any(isinstance(one, CodeEvent) and one.frame == event.frame for one in self.events[since:index])

    def _lines(self, first: int, last: int, event: CodeEvent) -> list[int]:
        since = max(first, self._last.at + 1 if self._last is not None else 0)
        seen = (one for one in self.events[since:last] if isinstance(one, CodeEvent) and one.frame == event.frame)
        return [one.line for one in seen if one.kind == "line"]

    def _passes_on(self, index: int, event: CodeEvent) -> bool:
        """Whether an exception comes out of what this frame called, where it has a row already."""
        for place in range(index - 1, -1, -1):
            one = self.events[place]
            if isinstance(one, CodeEvent) and not (one.frame == event.frame and self._frames.awaited(one)):
                called = self._frames.caller(one.frame) == event.frame
                return one.kind == "unwind" and one.error == event.error and called
        return False

    def _lifespan(self, index: int, event: CodeEvent) -> Headline | None:
        """What runs around all requests: one row before the first of them, and one after the last."""
        name = "shutdown" if self._asked else "startup"
        if event.kind == "raise":
            return self._make(index, "raise", wording.raised(event))
        if event.kind == "start" or (self._asked and event.kind == "resume" and event.frame not in self._told):
            if self._asked:
                self._told.add(event.frame)
            said = "runs before the first request" if not self._asked else "goes on after the last request"
            return self._make(index, name, f"`{event.function}` {said}")
        return None

    def _afterwards(self, index: int, event: CodeEvent) -> Headline | None:
        """What goes on by itself after the exchange is over that it belongs to."""
        stands = not event.exchange and self._asked and event.task in self._belonging.own_tasks
        if event.exchange not in self._over and not stands:
            return None
        if wording.is_callback(event):
            return self._make(index, "callback", f"callback `{event.function}` runs")
        if (
            event.exchange not in self._left
            and event.task not in self._belonging.own_tasks
            and event.thread == "event loop"
        ):
            return None  # It was waiting for the response to be sent, and returns.
        if event.role == "dependency" and event.generator:
            return None
        resumes = event.kind == "resume" and not self._frames.is_called(event)
        in_thread = event.kind == "line" and event.frame not in self._told and self._belonging.is_job(event)
        if not resumes and not in_thread:
            return None
        turn = self._turn(index, event)
        if any(one.kind == "raise" for one in turn) or self._passes_through(index, turn):
            return None
        if stands and self._last is not None and self._last.name == "goes on" and self._last.frame == event.frame:
            return None
        self._told.add(event.frame)
        began = self._frames.began[event.frame]
        new = in_thread and began > self._over[event.exchange]
        action = wording.goes_on(event, new=new, ends=turn[-1].kind == "return")
        return self._make(index, "goes on", action, lead=began if new else None)

    def _passes_through(self, index: int, turn: list[CodeEvent]) -> bool:
        """Whether a function only stands between the event loop and one that it waits for, which goes on."""
        if [one.kind for one in turn] != ["resume", "await"]:
            return False
        inner = next((one for one in self.events[index + 1 :] if isinstance(one, CodeEvent)), None)
        return inner is not None and inner.kind == "resume" and inner.by == turn[0].frame and inner.task == turn[0].task

    def _turn(self, index: int, event: CodeEvent) -> list[CodeEvent]:
        """What a function does from ``event`` on, up to where it next waits or ends."""
        turn = []
        for one in islice(self.events, index, None):
            if isinstance(one, CodeEvent) and one.frame == event.frame:
                turn.append(one)
                if one.kind in RESTING:
                    break
        return turn

    def _asgi(self, index: int, event: AsgiEvent) -> Headline | None:
        exchange, body = event.exchange, self.body(event.exchange)
        if event.kind == "send" and event.type == "http.response.start":
            self._started[exchange] = index
            moment = body.at(index) if body is not None else None
            if body is None or (moment is not None and moment.ended and data_after(self.events, index, exchange)):
                self._sends.add(exchange)
        if event.kind == "send" and event.type == "http.response.body":
            if not event.more_body:
                self._over.setdefault(exchange, index)
            sends = body is None or exchange in self._sends
            lead = self._started.pop(exchange, index) if sends else index
            if sends and event.body is not None and event.body.size:
                return self._piece(index, event, lead)
            if sends and not event.more_body and exchange not in self._pieces:
                return self._make(index, "answer", "server answers without a body", lead=lead)
        if event.kind == "scope" and (self._last is None or self._last.exchange != exchange):
            return self._make(index, "taken up", "server starts to work on the request")
        if event.kind == "done" and body is not None and body.is_left:
            action = f"server leaves the generator suspended in {wording.line(body.last)}"
            return self._make(index, "left", action)
        if event.kind == "error" and self._is_new(event):
            return self._make(index, "error", wording.gives_up(event, behind(self.events, event)))
        return None

    def _piece(self, index: int, event: AsgiEvent, lead: int) -> Headline:
        """A message with data that nothing of the program's yielded: a whole answer, a part of a file."""
        number = self._pieces.get(event.exchange, 0) + (event.left_out.count if event.left_out else 0)
        self._pieces[event.exchange] = number + 1
        if number == 0 and not (event.more_body and self._more_to_come(index, event.exchange)):
            return self._make(index, "answer", "server answers in one piece", lead=lead)
        assert event.body is not None
        return self._make(index, f"piece {number}", wording.piece_sent(event.body), lead=lead)

    def _more_to_come(self, index: int, exchange: int) -> bool:
        """Whether another message with data follows, or none that says that the body is complete."""
        later = sent_after(self.events, index, exchange)
        return data_after(self.events, index, exchange) or all(event.more_body for event in later)

    def _is_new(self, event: AsgiEvent) -> bool:
        """Whether an error is another one than the program's own code raised before."""
        return not any(
            isinstance(one, CodeEvent)
            and one.kind == "raise"
            and one.exchange == event.exchange
            and one.error == event.error
            for one in self.events
        )
