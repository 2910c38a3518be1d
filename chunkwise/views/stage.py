"""One run as the stage shows it: for each step the values and suspended frames in the program, the lanes, the pieces.

Everything is looked up in the recording. What is long and says nothing, a run of one character, is folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chunkwise.events import ClientEvent, CodeEvent, Recording
from chunkwise.views import wording
from chunkwise.views.belonging import clients_of
from chunkwise.views.bodies import Body, bodies
from chunkwise.views.differences import CELLS, source_difference
from chunkwise.views.exchange import Segment
from chunkwise.views.files import first_places
from chunkwise.views.folding import folded
from chunkwise.views.lanes import Entry, LaneStep
from chunkwise.views.trace import trace


@dataclass(frozen=True)
class Marks:
    """What stands in the lines of the program at a moment, each with its line's place (see ``files``).

    ``values`` are the names that exist, such as ``i = 1``, where they got their value; ``suspended`` says for each line
    that holds a frame who waits there, and is empty where there is one frame only.
    """

    values: tuple[tuple[int, str], ...] = ()
    suspended: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class TracedLine:
    """A line that ran, by its place."""

    line: int
    text: str
    marks: Marks


@dataclass(frozen=True)
class Scene:
    """A step on the stage. It was over ``at`` milliseconds after the run began, in the time of the run.

    ``lines`` are the places of those that ran in it, each once, in the order in which they first ran.
    """

    row: LaneStep
    lines: tuple[int, ...]
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
    places = first_places(recording.source, recording.modules)
    marks = list(_followed(recording, places))
    traced: dict[int, list[TracedLine]] = {}
    ran: dict[int, dict[int, None]] = {}
    code = [(index, event) for index, event in enumerate(recording.events) if isinstance(event, CodeEvent)]
    for (index, event), one in zip(code, trace(recording, steps), strict=True):
        line = places[event.file] + event.line
        traced.setdefault(one.step, []).append(TracedLine(line, folded(one.text), marks[index]))
        if event.kind == "line":
            ran.setdefault(one.step, {})[line] = None
    scenes = []
    time = 0.0
    for row in rows:
        last = max(row.step.events, default=-1)
        at = marks[last] if last >= 0 else Marks()
        time = max(time, _over(recording, row))
        number = row.step.number
        scenes.append(Scene(_folded(row), tuple(ran.get(number, ())), time, at, tuple(traced.get(number, ()))))
    return Stage(tuple(scenes), tuple(_tracks(recording, rows)), tuple(_pieces(recording, rows)))


def _over(recording: Recording, row: LaneStep) -> float:
    """When the program and the server were done with a step; a client that pauses may look later. 0 for no event."""
    events = [recording.events[place] for place in row.step.events]
    done = [event for event in events if event.lane != "client"] or events
    return max((event.at or 0.0 for event in done), default=0.0)


def changed_places(run: tuple[str, Mapping[str, str]], other: tuple[str, Mapping[str, str]]) -> tuple[int, ...]:
    """Return the places of the lines of ``other`` that ``run`` does not have: each its program and other files."""
    before = {"": run[0], **run[1]}
    return tuple(
        place + line
        for (file, place), text in zip(first_places(*other).items(), (other[0], *other[1].values()), strict=True)
        for line in changed_lines(before.get(file, ""), text)
    )


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


def _followed(recording: Recording, places: Mapping[str, int]) -> Iterator[Marks]:
    """What stands in the program after each event. The same object as long as nothing of it changes."""
    clients = clients_of(recording.events)
    several = len(set(clients.values())) > 1
    alive: dict[tuple[str, int], _Frame] = {}
    marks = Marks()
    for event in recording.events:
        if isinstance(event, CodeEvent):
            key = (event.function, event.frame)
            if event.kind in ("return", "unwind"):
                alive.pop(key, None)
            else:
                client = clients.get(event.exchange, "") if several else ""
                line = places[event.file] + event.line
                alive.setdefault(key, _Frame(client, line)).follow(event, line)
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

    def follow(self, event: CodeEvent, line: int) -> None:
        # A line is told before it runs: what is new now, the line before made.
        now = event.names
        self.names = {name: at for name, at in self.names.items() if name in now}
        for name, value in now.items():
            if name not in self.names or self.names[name][1] != value:
                self.names[name] = (self.line, value)
        self.line = line
        self.waits = line if event.kind in ("yield", "await") else 0


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
