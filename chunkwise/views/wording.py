"""The words of the step table: how values, pieces and states are told. `headlines` makes sentences of them."""

from __future__ import annotations

from collections.abc import Sequence

from chunkwise.events import AsgiEvent, Blob, ClientEvent, CodeEvent, Event
from chunkwise.examples.browser import BROWSER
from chunkwise.values import snapshot
from chunkwise.views.bodies import Body

NOT_APPLICABLE = "N/A"
NOTHING = "None"

PIECES_SHOWN = 3
"""How many pieces a cell names one by one."""

CLIENT_ACTIONS = {
    "request": "request received",
    "part": "client sends a part of the body",
    "body complete": "client ends the body",
    "closed": "connection closes",
    "open": "connection stays open",
    "cut short": "connection closes before the response's end",
    "hang up": "client hangs up",
    "stop reading": "client stops reading",
    "read on": "client reads on",
    "no reconnect": "client does not reconnect",
    "log": "the page's script logs",
}
"""What happens in a step that the client's lane opens."""

CLIENT_NAMES = {"closed": "close"}
"""How a step is called where it is not by the event's kind."""

TASK = "asyncio.Task"
"""Who goes on with a function that a task of the program's own begins with."""

LEAVING = ("CancelledError", "GeneratorExit")
"""Exceptions that are put into a generator from outside (asyncio task cancellation; generator.close())."""


def class_of(error: str | None) -> str:
    return (error or "").split("(", 1)[0]


def cause(error: str) -> str:
    """Return an exception as a reader should see it: what is put in from outside has no message meant for them."""
    return class_of(error) if class_of(error) in LEAVING else error


def short(function: str) -> str:
    """Return a function's name for the name of a step: of a special method, its class."""
    return function.split(".", 1)[0]


def raised(event: CodeEvent, body: Body | None = None, *, thrown: bool = False) -> str:
    """Say what came up, in the generator ``body`` or else in the event's function.

    ``thrown`` says that it came from outside, into a generator that was suspended at its ``yield``.
    """
    who = "the generator" if body is not None and body.alone and not body.steps else f"`{event.function}`"
    if class_of(event.error) in LEAVING or thrown:
        return f"`{cause(event.error or '')}` is raised where {who} waits, in {line(event)}"
    return f"{who.removeprefix('the ')} raises `{event.error}`{where(event)}"


def created(body: Body, *, several: bool) -> str:
    """Say that the stream's body is there, by its name where ``several`` generators of the program run."""
    what = "iterator" if body.steps else "generator"
    return f"{what} `{body.function}` created" if several else f"{what} created"


def gives(event: CodeEvent) -> str:
    """Say what a body gives: a generator yields it, each call of an object returns it."""
    return f"{'yields' if event.kind == 'yield' else 'gives'} `{event.value}`"


def goes_on(event: CodeEvent, *, new: bool, ends: bool) -> str:
    """Say that a function goes on by itself, or begins to, and whether it then ends."""
    what = f"task `{event.function}`" if event.via == TASK and event.by else f"`{event.function}`"
    return f"{what} {'runs' if new else 'goes on'}{where(event)}" + (" and ends" if ends else "")


def is_callback(event: CodeEvent) -> bool:
    """Say whether the event loop calls a function here, and no task: ``call_later`` and ``add_done_callback``."""
    return event.kind == "start" and event.via == TASK and not event.task and event.thread == "event loop"


def asked(event: ClientEvent) -> str:
    """Say what happens in a step that the client's lane opens, or nothing if it opens none."""
    action = CLIENT_ACTIONS.get(event.kind, "")
    if event.kind == "log":
        return f"{action} `{logged(event)}`"
    if event.kind == "request":
        # No page shows what a browser asks as a scenario's script is shown.
        which = f": `{event.method} {event.path}`" if event.client == BROWSER else ""
        return action + which + carried(event)
    return action


def logged(event: ClientEvent) -> str:
    """Return a line that a page's script logs, which is text."""
    return event.data.data.decode("utf-8", "replace") if event.data is not None else ""


def carried(request: ClientEvent) -> str:
    """Say what a request carries beyond what its script says."""
    headers = " and ".join(f"`{name}: {value}`" for name, value in request.headers)
    return f" with {headers}" if headers else ""


def piece_sent(body: Blob) -> str:
    return f"app sends {body.size:,} byte{'' if body.size == 1 else 's'}"


def gone(event: CodeEvent, lines: Sequence[int]) -> str:
    """Say that an exception leaves a generator, and which of its ``lines`` have run before."""
    ran = sorted(set(lines))
    if not ran:
        return f"`{class_of(event.error)}` leaves the generator"
    which = f"line {ran[0]}" if len(ran) == 1 else f"lines {', '.join(map(str, ran[:-1]))} and {ran[-1]}"
    has = "has" if len(ran) == 1 else "have"
    return f"{which}{in_file(event)} {has} run, then `{class_of(event.error)}` leaves the generator"


def line(event: CodeEvent) -> str:
    """Say on which line something happened, and in which file, where that is not ``app.py``."""
    return f"line {event.line}{in_file(event)}"


def in_file(event: CodeEvent) -> str:
    return f" of `{event.file}`" if event.file else ""


def gives_up(event: AsgiEvent, led: CodeEvent | None) -> str:
    """Say that an error which no line of the program raised has reached the server, and where it was led there."""
    return f"server gives up{f' after {line(led)}' if led else ''}: `{event.error}`"


def where(event: CodeEvent) -> str:
    """Say that something happened away from the event loop; what happens on it goes without saying."""
    return " in a worker thread" if event.thread == "worker thread" else ""


def sentence(text: str) -> str:
    """Begin as a sentence does, unless it begins with what came from the program."""
    return text[:1].upper() + text[1:]


def state(headline: Event, body: Body | None, last: int) -> str:
    """Say what has become of a generator at the end of a step."""
    if body is None:
        return NOT_APPLICABLE
    seen = body.at(last)
    if seen is None:
        return "Not started"
    ended = seen.ended or seen.event.kind == "unwind"
    if ended and isinstance(headline, ClientEvent) and headline.kind in ("closed", "open", "cut short"):
        return NOT_APPLICABLE
    if seen.ended:
        return "Completed"
    if seen.event.kind == "unwind":
        return f"Ended by {class_of(seen.event.error)}"
    if seen.error is not None:
        return f"Handling {class_of(seen.error.error)}"
    return f"Yielded {seen.yields - 1}" if seen.yields else "Started"


def received(events: Sequence[ClientEvent], *, streams: bool) -> str:
    """Say what a client got, or noticed, in a step."""
    said = []
    statuses = [event.status for event in events if event.kind == "headers"]
    pieces = [event.data for event in events if event.kind == "piece" and event.data is not None]
    kinds = {event.kind for event in events}
    more = [event.left_out for event in events if event.left_out is not None]
    if statuses and (statuses != [200] or not pieces):
        said.append(f"Status {statuses[0]} and headers")
    if 0 < len(pieces) <= PIECES_SHOWN:
        said.append(", ".join(f"`{piece_text(piece)}`" for piece in pieces) + " received")
    elif pieces:
        said.append(f"{len(pieces)} pieces, {sum(piece.size for piece in pieces):,} bytes received")
    if more:
        said.append(f"{sum(one.count for one in more):,} more pieces, {sum(one.size for one in more):,} bytes received")
    if "finished" in kinds:
        said.append("Streaming finished" if streams else "Response complete")
    if "cut short" in kinds:
        said.append("Body cut short")
    if "closed" in kinds:
        said.append("Connection closed")
    if "open" in kinds:
        said.append("Connection open")
    if "hang up" in kinds:
        said.append("Client is gone")
    return "; ".join(said) or NOTHING


def piece_text(piece: Blob) -> str:
    """Show a piece as the text it is, or as bytes where it is none."""
    if piece.cut:
        return f"{piece.size:,} bytes"
    try:
        text = piece.data.decode("utf-8")
    except UnicodeDecodeError:
        return snapshot(piece.data)
    return snapshot(text if all(character.isprintable() or character.isspace() for character in text) else piece.data)
