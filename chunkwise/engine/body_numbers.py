"""Numbers of the bodies of each exchange: a generator is one, and so is an iterator object with all of its frames."""

from __future__ import annotations

from types import FrameType


class BodyNumbers:
    """Counts the bodies of each exchange from 1."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._objects: dict[tuple[int, int], int] = {}
        """The body that an iterator object is, by its exchange and its identity."""

    @property
    def has_objects(self) -> bool:
        return bool(self._objects)

    def new(self, exchange: int) -> int:
        self._counts[exchange] = self._counts.get(exchange, 0) + 1
        return self._counts[exchange]

    def of_object(self, frame: FrameType, exchange: int) -> int:
        """Return the number of the object whose method the frame is."""
        owner = next(iter(frame.f_locals.values()), None)
        key = exchange, id(owner)
        if key not in self._objects:
            self._objects[key] = self.new(exchange)
        return self._objects[key]
