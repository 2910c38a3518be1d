"""Checks of what a program does when its client has left: it may go on for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from chunkwise.events import CodeEvent
from chunkwise.views.belonging import Belonging
from chunkwise.watch.findings import LESSON, Finding, Seen, pieces, seconds

LATER = 100.0
"""Milliseconds after its client has left after which a program knows, or would if it awaited anything."""


def goes_on(seen: Seen) -> Iterator[Finding]:
    """The generator makes further pieces although its client has left."""
    for exchange in seen.exchanges:
        left = seen.client(exchange, "hang up")
        if left is None:
            continue
        for body in seen.bodies:
            made = [place for place, event in body.events if place > left and body.makes(event)]
            late = [place for place in made if seen.time(place) - seen.time(left) > LATER]
            # One piece may have been on its way already.
            if body.exchange == exchange and body.outermost and len(late) > 1:
                event = seen.events[late[0]]
                assert isinstance(event, CodeEvent)
                yield Finding(
                    "goes on",
                    f"The generator `{event.function}` made {pieces(len(made))} after the client had left, the last "
                    f"{seconds(seen.time(made[-1]) - seen.time(left))} later.",
                    late[0],
                    LESSON.format("client-leaves"),
                    event.file,
                    event.line,
                )


def outlived(seen: Seen) -> Iterator[Finding]:
    """A task that the program started for a request went on when nobody read any more, which may be meant."""
    own = Belonging(seen.events).own_tasks
    yield from _threads(seen)
    began: dict[int, CodeEvent] = {}
    told: set[int] = set()
    for place, event in seen.code():
        if event.task not in own:
            continue
        first = began.setdefault(event.task, event)
        ends = [seen.client(first.exchange, "hang up"), seen.over(first.exchange)] if first.exchange else []
        end = min((one for one in ends if one is not None), default=None)
        late = end is not None and place > end and seen.time(place) - seen.time(end) > LATER
        if late and event.kind != "raise" and event.task not in told:
            assert end is not None
            told.add(event.task)
            yield Finding(
                "outlived",
                f"The task `{first.function}` still ran {seconds(seen.time(place) - seen.time(end))} after its reader "
                "was gone. That is right if it is meant to finish without one.",
                place,
                LESSON.format("client-leaves"),
                event.file,
                event.line,
                note=True,
            )


def _threads(seen: Seen) -> Iterator[Finding]:
    """A function in a worker thread, which nothing can cancel, went on behind its client."""
    told: set[int] = set()
    for place, event in seen.code():
        left = seen.client(event.exchange, "hang up") if event.thread == "worker thread" and not event.body else None
        if left is None or place < left or event.frame in told:
            continue
        after = seen.time(place) - seen.time(left)
        if after > LATER and event.kind in ("line", "return", "unwind"):
            told.add(event.frame)
            yield Finding(
                "outlived",
                f"`{event.function}` still ran in a worker thread {seconds(after)} after its reader was gone: a thread "
                "can't be cancelled.",
                place,
                LESSON.format("client-leaves"),
                event.file,
                event.line,
                note=True,
            )
