"""One step out of many, and one cell out of a step, by the names that an author calls them by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chunkwise.views.steps import Step

FIELDS = {
    "number": "number",
    "name": "name",
    "action": "action",
    "state": "state",
    "generator_state": "state",
    "yielded": "yielded",
    "data_yielded": "yielded",
    "received": "received",
    "client_receives": "received",
}
"""What can be asked of a step, under its short name and under the heading of its column."""


class NotFound(LookupError):
    """A recording has nothing of what is asked for. Whoever asks says where: a view knows no files."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(f"{what}. {hint}" if hint else what)
        self.what = what
        self.hint = hint


def find_step(rows: Sequence[Step], which: object) -> Step:
    """Return the step of that name or number.

    Raises:
        NotFound: There is none.
    """
    for step in rows:
        if which == step.name or (which == step.number and isinstance(which, int)):
            return step
    raise NotFound(f"there is no step {which!r}", f"The steps are {listed(step.name for step in rows)}.")


def field(name: str) -> str:
    """Return the attribute of a step that ``name`` means.

    Raises:
        NotFound: A step has no such thing.
    """
    if name not in FIELDS:
        raise NotFound(f"a step has no {name!r}", f"It has {listed(FIELDS)}.")
    return FIELDS[name]


def listed(names: Iterable[object]) -> str:
    """Return names as a message lists them."""
    return ", ".join(f'"{name}"' for name in names)
