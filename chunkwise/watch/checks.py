"""Checks of a diagnosis: each is a function of what was recorded, and finds nothing that no event proves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from chunkwise.events import AsgiEvent, CodeEvent
from chunkwise.views import wording
from chunkwise.watch.cleanup import cleanup_around
from chunkwise.watch.findings import LESSON, Finding, Seen, all_of, pieces, seconds
from chunkwise.watch.leaving import goes_on, outlived

SYMPTOMS = "my-stream-arrives-all-at-once/"

BLOCKED = 100.0
"""Milliseconds without an await that count as blocking: so long, every other request waits."""

WAITED = 200.0
"""Milliseconds before the first piece from which on it counts as late."""

SHARE = 10
"""How many times longer than all further pieces the first one takes, where it was waited for them."""

TOGETHER = 2.0
"""Milliseconds between two pieces that count as no pause."""

PULLS = "starlette.responses.StreamingResponse.stream_response"
"""What pulls a body without an await of its own between two pieces; what FastAPI makes of a `yield` has one."""

RUNS = ("start", "line", "resume", "raise")
"""Events after which a frame runs."""

SERVER_ERROR = 500

LEAVING = frozenset({"CancelledError", "ClientDisconnect"})


def collected(seen: Seen) -> Iterator[Finding]:
    """The first piece came late and all others at once with it, while code of the program went round in a loop."""
    for exchange in seen.exchanges:
        data = seen.data(exchange)
        scope = next(seen.asgi(exchange, "scope"), None)
        streams = any(one.more_body for one in map(seen.events.__getitem__, data) if isinstance(one, AsgiEvent))
        # Of a stream whose client left nobody knows when its further pieces would have come.
        if scope is None or not data or not streams or seen.client(exchange, "hang up") is not None:
            continue
        waited = seen.time(data[0]) - seen.time(scope)
        took = seen.time(seen.last(exchange)) - seen.time(data[0])
        if waited < WAITED or took * SHARE > waited:
            continue
        looped = _loop(seen, exchange, scope, data[0])
        if looped is None:
            continue
        count, event = looped
        count_sent = seen.sent(exchange)
        sent = "the only piece" if count_sent == 1 else all_of(count_sent).lower()
        yield Finding(
            "collected",
            f"Everything was collected first: `{event.function}` went {count} times through line {event.line} in "
            f"{seconds(waited)} before {sent} left" + (f", within {seconds(took)}." if count_sent > 1 else "."),
            data[0],
            SYMPTOMS + "#the-program-collects",
            event.file,
            event.line,
        )


def _loop(seen: Seen, exchange: int, begin: int, end: int) -> tuple[int, CodeEvent] | None:
    """Return the line that ran most often between two places, if one ran again after others, spread over the time."""
    ran: Counter[tuple[int, int]] = Counter()
    first: dict[tuple[int, int], int] = {}
    last: dict[tuple[int, int], int] = {}
    for place, event in seen.code():
        # A generator that yields is collected from; a line that is come to again is a loop.
        if begin < place < end and event.exchange == exchange and event.kind in ("line", "yield"):
            key = event.frame, event.line if event.kind == "line" else -event.line
            ran[key] += 1
            first.setdefault(key, place)
            last[key] = place
    whole = seen.time(end) - seen.time(begin)
    spread = [
        key for key, count in ran.items() if count > 1 and seen.time(last[key]) - seen.time(first[key]) > whole / 3
    ]
    if not spread:
        return None
    key = max(spread, key=lambda one: (ran[one], -first[one]))
    found = seen.events[first[key]]
    assert isinstance(found, CodeEvent)
    return ran[key], found


def blocking(seen: Seen) -> Iterator[Finding]:
    """A function ran on for long without an await, in the event loop's thread."""
    found: dict[tuple[str, int], list[tuple[float, int]]] = {}
    before: tuple[int, CodeEvent] | None = None
    for place, event in seen.code():
        if event.thread != "event loop":
            continue
        if (
            before is not None
            and before[1].kind in RUNS
            and before[1].frame == event.frame
            and event.role != "lifespan"
            # One that goes on was suspended, also where that was only counted.
            and event.kind != "resume"
            and event.left_out is None
        ):
            gap = seen.ran(before[0], place)
            if gap > BLOCKED:
                at = before[1]
                found.setdefault((at.file, at.line), []).append((gap, place))
        before = place, event
    for (file, line), gaps in found.items():
        longest, place = max(gaps)
        times = "" if len(gaps) == 1 else f", {len(gaps)} times, {seconds(sum(gap for gap, _ in gaps))} together"
        yield Finding(
            "blocking",
            f"Line {line} blocked the event loop for {seconds(longest)}{times}: nothing else was served meanwhile.",
            place,
            LESSON.format("blocking"),
            file,
            line,
        )


def at_once(seen: Seen) -> Iterator[Finding]:
    """The pieces were sent one behind the other without a pause."""
    for exchange in seen.exchanges:
        data = seen.data(exchange)
        gaps = seen.pauses(exchange)
        if gaps and max(gaps) < TOGETHER:
            took = seen.time(seen.last(exchange)) - seen.time(data[0])
            yield Finding(
                "at once",
                f"{all_of(seen.sent(exchange))} were sent within {seconds(took)}, without a pause between them, so a "
                "client receives them together. That is right if there is nothing to wait for.",
                data[-1],
                SYMPTOMS + "#it-arrives-all-at-once",
                note=True,
            )


def never_awaits(seen: Seen) -> Iterator[Finding]:
    """A generator in the event loop made many pieces and was never suspended at an await between them."""
    for body in seen.bodies:
        made = [(place, event) for place, event in body.events if body.makes(event)]
        if not body.outermost or body.steps or len(made) < 2 or made[0][1].thread != "event loop":
            continue
        between = [event for place, event in body.events if place > made[0][0]]
        # What it does behind its last piece is a part of it: there may be more that were only counted.
        awaits = [event for event in between if event.kind == "await" or (event.left_out and event.left_out.awaits)]
        others = [event for event in between if event.kind == "resume" and event.via != PULLS]
        took = seen.ran(made[0][0], body.events[-1][0])
        if awaits or others or took < BLOCKED:
            continue
        count = len(made) + sum(event.left_out.count for event in between if event.left_out)
        place, last = made[-1]
        yield Finding(
            "never awaits",
            f"The generator `{body.function}` made {pieces(count)} in {seconds(took)} and never awaited anything "
            "between them: as long as the client keeps up, no other request is served meanwhile, and a disconnect "
            "goes unnoticed.",
            place,
            LESSON.format("never-awaiting"),
            last.file,
            last.line,
        )


def died(seen: Seen) -> Iterator[Finding]:
    """An exception ended the response when its status was sent already, and its end was not."""
    for exchange in seen.exchanges:
        start = next(seen.asgi(exchange, "send", "http.response.start"), None)
        error = next(seen.asgi(exchange, "error"), None)
        left = seen.client(exchange, "hang up")
        if start is None or error is None or error < start or (left is not None and left < error):
            continue
        end, head = seen.events[error], seen.events[start]
        assert isinstance(end, AsgiEvent)
        assert isinstance(head, AsgiEvent)
        if wording.class_of(end.error) in LEAVING:
            continue
        raised = [
            (place, event)
            for place, event in seen.code()
            if event.kind == "raise" and event.exchange == exchange and place < error
        ]
        # Where a framework makes another exception of it, the program's own is the last that was raised.
        same = [one for one in raised if one[1].error == end.error] or raised[-1:]
        place, event = same[0] if same else (error, None)
        complete = seen.complete(exchange)
        # A 500 may be sent because of it. And what is raised behind the last message ends no response, unless some
        # middleware sent that message in the place of the rest.
        answered = place < start and (head.status or 0) >= SERVER_ERROR
        behind = complete is not None and place > complete and end.cause != complete
        if answered or (behind and (same or not any(one.is_left for one in seen.bodies if one.exchange == exchange))):
            continue
        yield Finding(
            "died",
            f"`{end.error}` ended the response after the status {head.status} was sent: the client "
            f"{_noticed(seen, exchange)}.",
            place,
            LESSON.format("dying-mid-stream"),
            event.file if event else "",
            event.line if event else 0,
        )


def _noticed(seen: Seen, exchange: int) -> str:
    if seen.client(exchange, "cut short") is not None:
        return "got a body that was cut short"
    ended = seen.client(exchange, "finished") is not None
    return "got an end as if the body were complete" if ended else "could not be told any more"


def skipped(seen: Seen) -> Iterator[Finding]:
    """A generator was left suspended where it has cleanup to do, which did not run."""
    for body in seen.bodies:
        over = seen.over(body.exchange)
        if over is None or not body.is_left or body.steps or body.events[-1][0] > over:
            continue
        cleanup = cleanup_around(seen.source(body.last.file), body.last.line)
        if cleanup is not None:
            yield Finding(
                "cleanup skipped",
                f"The generator `{body.function}` was left suspended in line {body.last.line}, and nothing closed it: "
                f"{cleanup} did not run before the end of the recording.",
                over,
                LESSON.format("cleanup"),
                body.last.file,
                body.last.line,
            )


CHECKS: dict[str, Callable[[Seen], Iterator[Finding]]] = {
    "everything collected before the first piece": collected,
    "a call that blocks the event loop": blocking,
    "a generator that never awaits": never_awaits,
    "pieces sent at once": at_once,
    "a generator that goes on after the client left": goes_on,
    "an exception after the status was sent": died,
    "cleanup that was skipped": skipped,
    "a task that outlived its reader": outlived,
}
"""What is looked for, as it is told where nothing was found."""


IMPLIED = {"collected": "at once", "blocking": "never awaits"}


def diagnose(seen: Seen) -> list[Finding]:
    """Return all findings, in the order of the events that prove them; notes come last."""
    found = [finding for check in CHECKS.values() for finding in check(seen)]
    # What was collected comes at once as well, and what blocks does not await: the first finding says so.
    for first, also in IMPLIED.items():
        if any(one.check == first for one in found):
            found = [one for one in found if one.check != also]
    return sorted(found, key=lambda one: (one.note, one.at))
