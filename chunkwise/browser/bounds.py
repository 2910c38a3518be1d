"""Bounds on what leaves a page's Python: texts are cut here, before a page has to copy, parse or draw them.

A page draws a frame sixty times a second. A header of a hundred megabytes would cost it half a second, and nobody reads
more than the beginning. What is in here stays below what `try/message.js` takes from a run.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from chunkwise.engine.event_log import AnyEvent

LINE = 1_900
"""Characters of a sentence."""
TRACEBACK = 9_000
RAISED = 20
"""Exceptions of one run."""
HEADER, HEADERS = 2_000, 100
"""Characters of one header's value, and how many headers are told of."""
NAMES = 50
"""Changes that are named."""
NAMED = 4_000
"""Characters of a path, or of the value of a variable."""
PIECE = 192 * 1024
"""Bytes that cross at once."""
OUTPUT = 1_000_000
ANSWER = 3_500_000
"""Characters of all that came of a run."""

TOO_LONG = {
    "what": "the program sent and printed too much to show in a page",
    "line": None,
    "hint": "Make it send less.",
    "traceback": "",
}


def text(value: str, most: int) -> str:
    """Return a text that is at most so long, and says how much was left out. In ASCII, as a header has to be."""
    if len(value) <= most:
        return value
    left = f"... ({len(value):,} characters)"
    return value[: most - len(left)] + left


def texts(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is told in sentences, each within bounds."""
    most = {"traceback": TRACEBACK}
    return {name: text(one, most.get(name, LINE)) if isinstance(one, str) else one for name, one in told.items()}


def event(whole: AnyEvent) -> AnyEvent:
    """Return an event without the rest of long headers, paths and values."""
    changes: dict[str, Any] = {}
    if headers := getattr(whole, "headers", ()):
        kept = tuple((text(name, HEADER), text(value, HEADER)) for name, value in headers[:HEADERS])
        if kept != headers:
            changes["headers"] = kept
    for name in ("path", "value", "error", "method"):
        one = getattr(whole, name, None)
        if isinstance(one, str) and len(one) > NAMED:
            changes[name] = text(one, NAMED)
    return whole.model_copy(update=changes) if changes else whole


def parts(piece: bytes) -> Iterator[str]:
    """Yield a piece in Base64, a part at a time."""
    for at in range(0, len(piece), PIECE):
        yield b64encode(piece[at : at + PIECE]).decode()


def answer(result: dict[str, Any]) -> str:
    """Return what came of a run as JSON; without its tables if it is too long with them."""
    result["output"] = result["output"][:OUTPUT]
    result["status"] = result["status"][:HEADER]
    said = json.dumps(result)
    if len(said) <= ANSWER:
        return said
    return json.dumps({**result, "output": "", "error": result["error"] or TOO_LONG, "html": {}, "stage": None})
