"""Facts about a run that hold whenever it is made again: orders, counts and ends, and never a time.

Each is a few words, which a page shows and which a scenario expects. A fact that a program cannot show is left out:
whether pieces arrive one by one is asked only where the program pauses between them.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from chunkwise.conditions.observation import Observation

PAUSE = 80_000_000
"""Nanoseconds from which on a program has paused: what is nearer together may arrive together anywhere."""
FEW = 5
"""Pieces that may still be made when a client has left and the program stops at once."""
STREAM = "the pieces"
LEAVES = "the client leaves"


def facts(seen: Observation) -> dict[str, str]:
    """Return what is known of a run, in the order of a table's columns.

    - ``status``: of the response, "none" without one, "does not start" if a version cannot import the program.
    - ``head``: whether the head came "at once" or "with the first piece", if the program pauses before that.
    - ``pieces``: "one by one" if each was read before the next one was made, "all at the end" if the first was read
      only after the last was made, else "some together".
    - ``end``: "complete", "cut off", "clean though it failed" or "hangs", if the client stayed.
    - ``program``: "runs to its end", "raises" an exception, "stops at once" or "stops late" when its client is gone,
      "goes on", or "is never asked".
    - ``order``: what it printed, among its pieces and the client's leaving, if it prints in any run.
    - ``upstream``: the version of HTTP that a proxy asks with.
    """
    found = {
        "status": f"does not start: {seen.unable}" if seen.unable else str(seen.client.status or "none"),
        "head": _head(seen),
        "pieces": _pieces(seen),
        "end": _end(seen),
        "program": _program(seen),
        "order": _order(seen),
        "upstream": seen.upstream.version if seen.upstream else "",
    }
    return {name: fact for name, fact in found.items() if fact}


def _head(seen: Observation) -> str:
    if seen.started is None or not seen.pieces or seen.pieces[0].at - seen.started < PAUSE:
        return ""
    if seen.client.head is None:
        return "never"
    return "at once" if seen.client.head < seen.pieces[0].at else "with the first piece"


def _pieces(seen: Observation) -> str:
    """Compare when each piece was made with when the client had it. What follows the last one is the program's end."""
    if seen.client.end == "left" or not seen.pieces:
        return ""
    made = [piece.at for piece in seen.pieces]
    moments = [*made, *([seen.ended] if seen.ended else [])]
    pauses = [other - one for one, other in pairwise(moments)]
    # One long pause among short ones is a machine that was busy for a moment, and not the program's doing.
    if not pauses or median(pauses) < PAUSE:
        return ""
    judged = [index for index, pause in enumerate(pauses) if pause >= PAUSE]
    had = [_when(seen, piece.total) for piece in seen.pieces]
    if all(when is None for when in had):
        return "none arrives"
    on_time = [index for index in judged if (when := had[index]) is not None and when < moments[index + 1]]
    if on_time == judged:
        return "one by one"
    last = moments[-1] if len(made) == 1 else made[-1]
    first = min(when for when in had if when is not None)
    return "all at the end" if first >= last else "some together"


def _when(seen: Observation, total: int) -> int | None:
    return next((at for at, size in seen.client.body if size >= total), None)


def _end(seen: Observation) -> str:
    if seen.client.end == "left" or seen.unable:
        return ""
    failed = not seen.whole and seen.client.status == 200
    return "clean though it failed" if seen.client.end == "complete" and failed else seen.client.end


def _program(seen: Observation) -> str:
    if seen.unable:
        return ""
    if seen.begun is None:
        return "is never asked"
    if seen.whole:
        return "runs to its end"
    if seen.raised and seen.raised not in ("CancelledError", "ClientDisconnect") and seen.client.end != "left":
        return f"raises {seen.raised}"
    if seen.ended is None:
        return "goes on"
    after = sum(piece.at > seen.client.ended for piece in seen.pieces)
    return "stops at once" if after <= FEW else "stops late"


def _order(seen: Observation) -> str:
    if not seen.prints:
        return ""
    left = seen.client.ended if seen.client.end == "left" else None
    moments = [*seen.printed, *((piece.at, STREAM) for piece in seen.pieces if left is None or piece.at < left)]
    moments += [(left, LEAVES)] if left else []
    words = [words for _, words in sorted(moments)]
    return ", ".join(word for index, word in enumerate(words) if index == 0 or words[index - 1] != word)
