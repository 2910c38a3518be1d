"""One run as the stage shows it: for each step the values and suspended frames in the program, the lanes, the pieces.

Everything is looked up in the recording. What is long and says nothing, a run of one character, is folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chunkwise.events import ClientEvent, CodeEvent, Recording
from chunkwise.views import wording
from chunkwise.views.belonging import clients_of
from chunkwise.views.bodies import Body, bodies
from chunkwise.views.differences import CELLS, source_difference
from chunkwise.views.exchange import Segment
from chunkwise.views.folding import folded
from chunkwise.views.lanes import Entry, LaneStep
from chunkwise.views.trace import trace


@dataclass(frozen=True)
class Marks:
    """What stands in the lines of ``app.py`` at a moment, each with its line.

    ``values`` are the names that exist, such as ``i = 1``, where they got their value; ``suspended`` says for each line
    that holds a frame who waits there, and is empty where there is one frame only.
    """

    values: tuple[tuple[int, str], ...] = ()
    suspended: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class TracedLine:
    line: int
    text: str
    marks: Marks


@dataclass(frozen=True)
class Scene:
    """A step on the stage. It was over ``at`` milliseconds after the run began, in the time of the run."""

    row: LaneStep
    at: float
    marks: Marks
    traced: tuple[TracedLine, ...]


@dataclass(frozen=True)
class Track:
    """The states that a body goes through, in order, and for each step the place of its state among them."""

    name: str
    states: tuple[str, ...]
    at: tuple[int, ...]


@dataclass(frozen=True)
class Piece:
    """What a client receives in ``step``. The program made it in the step ``made``; 0 where no cause leads there."""

    client: str
    step: int
    made: int
    text: str


@dataclass(frozen=True)
class Stage:
    scenes: tuple[Scene, ...]
    tracks: tuple[Track, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Elsewhere:
    """What one place came to, as a sentence, and whether that is what the plain run came to."""

    label: str
    text: str
    same: bool


def stage(recording: Recording, rows: Sequence[LaneStep]) -> Stage:
    """Return what the stage shows of a recording, of which ``rows`` are the lanes' steps."""
    steps = [row.step for row in rows]
    marks = list(_followed(recording))
    traced: dict[int, list[TracedLine]] = {}
    code = [index for index, event in enumerate(recording.events) if isinstance(event, CodeEvent)]
    for index, one in zip(code, trace(recording, steps), strict=True):
        traced.setdefault(one.step, []).append(TracedLine(one.line, folded(one.text), marks[index]))
    scenes = []
    time = 0.0
    for row in rows:
        last = max(row.step.events, default=-1)
        at = marks[last] if last >= 0 else Marks()
        time = max(time, _over(recording, row))
        scenes.append(Scene(_folded(row), time, at, tuple(traced.get(row.step.number, ()))))
    return Stage(tuple(scenes), tuple(_tracks(recording, rows)), tuple(_pieces(recording, rows)))


def _over(recording: Recording, row: LaneStep) -> float:
    """When the program and the server were done with a step; a client that pauses may look later. 0 for no event."""
    events = [recording.events[place] for place in row.step.events]
    done = [event for event in events if event.lane != "client"] or events
    return max((event.at or 0.0 for event in done), default=0.0)


def changed_lines(source: str, other: str) -> tuple[int, ...]:
    """Return the numbers of the lines of ``other`` that ``source`` does not have there."""
    groups = source_difference(source, other, context=0)
    return tuple(line.number for group in groups for line in group if line.kind == "added")


def same(row: LaneStep, other: LaneStep) -> bool:
    """Whether two steps of two runs tell a reader the same."""
    told = ("name", *CELLS)
    return row.entries == other.entries and all(getattr(row.step, one) == getattr(other.step, one) for one in told)


def _folded(row: LaneStep) -> LaneStep:
    step = replace(row.step, action=folded(row.step.action), received=folded(row.step.received))
    entries = (
        Entry(
            entry.lane,
            folded(entry.text),
            tuple(tuple(Segment(part.kind, folded(part.text)) for part in line) for line in entry.sent),
            entry.cause,
        )
        for entry in row.entries
    )
    return replace(row, step=step, entries=tuple(entries))


def _followed(recording: Recording) -> Iterator[Marks]:
    """What stands in the program after each event. The same object as long as nothing of it changes."""
    clients = clients_of(recording.events)
    several = len(set(clients.values())) > 1
    alive: dict[tuple[str, int], _Frame] = {}
    marks = Marks()
    for event in recording.events:
        if isinstance(event, CodeEvent) and not event.file:
            key = (event.function, event.frame)
            if event.kind in ("return", "unwind"):
                alive.pop(key, None)
            else:
                client = clients.get(event.exchange, "") if several else ""
                alive.setdefault(key, _Frame(client, event.line)).follow(event)
            found = _marks(alive)
            marks = marks if found == marks else found
        yield marks


class _Frame:
    """A frame of the program: where its names got their values, and where it is suspended, if it is."""

    def __init__(self, client: str, line: int) -> None:
        self.client = client
        self.line = line
        self.waits = 0
        self.names: dict[str, tuple[int, str]] = {}

    def follow(self, event: CodeEvent) -> None:
        # A line is told before it runs: what is new now, the line before made.
        now = event.names
        self.names = {name: at for name, at in self.names.items() if name in now}
        for name, value in now.items():
            if name not in self.names or self.names[name][1] != value:
                self.names[name] = (self.line, value)
        self.line = event.line
        self.waits = event.line if event.kind in ("yield", "await") else 0


def _marks(alive: dict[tuple[str, int], _Frame]) -> Marks:
    values = []
    waiting: dict[int, list[str]] = {}
    for frame in alive.values():
        who = f"{frame.client}: " if frame.client else ""
        values += [(line, folded(f"{who}{name} = {value}")) for name, (line, value) in frame.names.items()]
        if frame.waits:
            waiting.setdefault(frame.waits, []).append(frame.client)
    suspended = tuple((line, ", ".join(dict.fromkeys(filter(None, who)))) for line, who in waiting.items())
    return Marks(tuple(values), suspended)


def _tracks(recording: Recording, rows: Sequence[LaneStep]) -> Iterator[Track]:
    clients = clients_of(recording.events)
    found = [body for body in bodies(recording.events) if body.outermost]
    for body in found:
        said = [wording.state(body.events[0][1], body, max(row.step.events, default=-1)) for row in rows]
        # A generator may begin and yield within one step: it begins all the same.
        states = tuple(dict.fromkeys(["Not started", *said]))
        who = clients.get(body.exchange, "")
        yield Track(_name(body, who if len(found) > 1 else ""), states, tuple(states.index(one) for one in said))


def _name(body: Body, client: str) -> str:
    kind = "iterator" if body.steps else "generator"
    return f"The {kind}" + (f" for {client}" if client else "")


def _pieces(recording: Recording, rows: Sequence[LaneStep]) -> Iterator[Piece]:
    steps = {index: row.step.number for row in rows for index in row.step.events}
    for index, event in enumerate(recording.events):
        if isinstance(event, ClientEvent) and event.kind == "piece" and event.data is not None:
            made = steps.get(_maker(recording, index), 0)
            yield Piece(event.client, steps[index], made, folded(wording.piece_text(event.data)))


def _maker(recording: Recording, index: int) -> int:
    """The place of the program's event that led to the one at ``index``; -1 where none is known to."""
    at: int | None = index
    while at is not None and not isinstance(recording.events[at], CodeEvent):
        at = recording.events[at].cause
    return -1 if at is None else at
