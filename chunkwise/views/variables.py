"""The watched names over time, because seeing `i` change beside the state makes a suspended function believable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chunkwise.events import CodeEvent, Recording
from chunkwise.views.steps import Step

ABSENT = "N/A"
"""What is shown where a name does not exist, or a generator is over and gone."""


@dataclass(frozen=True)
class Column:
    """A moment: its heading and the number of the step that it stands after."""

    label: str
    step: int


@dataclass(frozen=True)
class Row:
    """One name's values, one for each column. ``watched`` is false for the row of the generator's state."""

    name: str
    values: tuple[str, ...]
    watched: bool = True


@dataclass(frozen=True)
class Tracker:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def variables(recording: Recording, steps: Sequence[Step], names: Iterable[str]) -> Tracker:
    """Follow ``names`` and the body generator's state from before its first yield to after its end."""
    yields = [step for step in steps if is_yield(step)]
    last = yields[-1].number if yields else 1
    over = [step for step in steps if step.state != ABSENT and step.number > last] or steps[1:][-1:]
    columns = [Column("Start", steps[0].number)] if steps else []
    columns += [Column(f"After {count}", step.number) for count, step in enumerate(yields, start=1)]
    columns += [Column("Final", step.number) for step in over[-1:]]
    shown = [steps[column.step - 1] for column in columns]
    moments = [_names_at(recording, step) for step in shown]
    rows = [Row(name, tuple(moment.get(name, ABSENT) for moment in moments)) for name in names]
    rows.append(Row("Generator state", tuple(step.state for step in shown), watched=False))
    return Tracker(tuple(columns), tuple(rows))


def is_yield(step: Step) -> bool:
    """Whether the step is one in which the body generator yielded."""
    return step.name.split()[0] == "yield"


def _names_at(recording: Recording, step: Step) -> dict[str, str]:
    """The names that exist when ``step`` is over; those of the frame that yielded in it win."""
    end = max(step.events, default=-1)
    alive: dict[tuple[str, int], dict[str, str]] = {}
    for event in recording.events[: end + 1]:
        if not isinstance(event, CodeEvent):
            continue
        key = (event.function, event.frame)
        alive.pop(key, None)
        if event.kind not in ("return", "unwind"):
            alive[key] = event.names
    found: dict[str, str] = {}
    for names in alive.values():
        found.update(names)
    for index in step.events:
        event = recording.events[index]
        if isinstance(event, CodeEvent) and event.kind == "yield" and event.generator:
            found.update(event.names)
    return found
