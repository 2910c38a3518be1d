"""The facts of a recording, and the words by which an expression asks for them, each answer with its event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chunkwise.events import MAIN, ClientEvent, CodeEvent, Recording
from chunkwise.views.lookup import NotFound
from chunkwise.views.steps import Step, steps

Rows = Callable[[str], tuple[Step, ...]]
"""The steps of a recording by its name, from somebody who has worked them out already."""


Places = Mapping[str, Mapping[str, Mapping[str, str]]]
"""What the runs under conditions came to: by variant, by place, by fact."""


@dataclass(frozen=True)
class Fact:
    """A value, and the indexes of the events that show it: one for each item of a list, otherwise any number."""

    value: Any
    at: tuple[int, ...] = ()
    told: str = ""
    """What to say of a fact that is only true or false."""
    wanted: str = ""
    """What to say was expected, where it should have been true."""

    def event(self, expected: object = None) -> int | None:
        """Return the event to look at: of two lists where they first differ, otherwise the first."""
        place = 0
        if isinstance(self.value, list) and isinstance(expected, list):
            same = (one == other for one, other in zip(self.value, expected, strict=False))
            place = next((index for index, equal in enumerate(same) if not equal), min(len(self.value), len(expected)))
        return self.at[min(place, len(self.at) - 1)] if self.at else None


class Missing(NotFound):
    """The run has nothing of what is asked for. ``at`` is the event that shows it, ``expected`` is what should be."""

    def __init__(self, what: str, at: int | None = None, expected: str = "", *, hint: str = "") -> None:
        super().__init__(what, hint)
        self.at = at
        self.expected = expected


class Facts:
    """The facts of one recording. ``rows`` are its steps, where somebody has worked them out already.

    ``client`` is the client that they are about, where they are about one only. ``name`` is the recording's among the
    ``variants`` of its example.
    """

    def __init__(
        self,
        recording: Recording,
        rows: tuple[Step, ...] | None = None,
        client: str | None = None,
        name: str = MAIN,
        variants: Mapping[str, Facts] | None = None,
    ) -> None:
        self.recording = recording
        self.client = client
        self.name = name
        self.variants = {name: self} if variants is None else variants
        self.events = list(enumerate(recording.events))
        self.steps = steps(recording) if rows is None else rows

    @property
    def last(self) -> int | None:
        """The last event."""
        return len(self.events) - 1 if self.events else None

    @property
    def last_step(self) -> int | None:
        return self.steps[-1].number if self.steps else None

    def step_of(self, event: int | None) -> int | None:
        return next((step.number for step in self.steps if event in step.events), None)

    def of(self, client: str) -> Facts:
        """Return the facts of one client only."""
        return Facts(self.recording, self.steps, client, self.name, self.variants)

    def clients(self, *kinds: str) -> list[tuple[int, ClientEvent]]:
        """Return what the clients did, or the one that these facts are about; ``kinds`` are all if none is given."""
        found = [(i, e) for i, e in self.events if isinstance(e, ClientEvent) and (not kinds or e.kind in kinds)]
        return [(i, e) for i, e in found if self.client in (None, e.client)]

    def code(self, *kinds: str) -> list[tuple[int, CodeEvent]]:
        return [(i, e) for i, e in self.events if isinstance(e, CodeEvent) and e.kind in kinds]

    def line(self, event: CodeEvent) -> str:
        """Return the line of the program that an event is about, without its indentation."""
        source = self.recording.modules.get(event.file, "") if event.file else self.recording.source
        lines = source.split("\n")
        return lines[event.line - 1].strip() if 0 < event.line <= len(lines) else ""


class Variants(Mapping[str, Facts]):
    """The facts of all recordings of one example, by their names, each worked out when it is first asked for."""

    def __init__(
        self, recordings: Mapping[str, Recording], rows: Rows | None = None, places: Places | None = None
    ) -> None:
        self.places = places or {}
        self._recordings = recordings
        self._rows = rows
        self._known: dict[str, Facts] = {}

    def __getitem__(self, name: str) -> Facts:
        if name not in self._known:
            recording = self._recordings[name]
            rows = self._rows(name) if self._rows else None
            self._known[name] = Facts(recording, rows, name=name, variants=self)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._recordings)

    def __len__(self) -> int:
        return len(self._recordings)


Named = Callable[[Facts], Fact]
Called = Callable[..., Fact]
"""Takes facts, and what stands in the brackets. The types in its signature are what may stand there."""

Choice = Callable[[Sequence[Facts], Callable[[Facts], object], Callable[[Facts], bool]], Sequence[Facts]]
"""Takes recordings, what is asked of each, and whether that holds; returns those that it chooses."""


@dataclass(frozen=True)
class Words:
    """What an expression may ask for: by a name, by a call, or by a choice of one recording from several."""

    names: dict[str, Named] = field(default_factory=dict)
    calls: dict[str, Called] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)

    def name(self, found: Named) -> Named:
        self.names[found.__name__] = found
        return found

    def call(self, found: Called) -> Called:
        self.calls[found.__name__] = found
        return found

    def choice(self, found: Choice) -> Choice:
        self.choices[found.__name__] = found
        return found

    def __or__(self, other: Words) -> Words:
        return Words(self.names | other.names, self.calls | other.calls, self.choices | other.choices)
