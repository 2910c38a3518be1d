"""Story of a run: what happened in the lanes as short lines in order, without times, for whoever reads a record."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from chunkwise.conditions.observation import Observation

SHOWN = 24
"""Lines that are kept; a longer run repeats itself, and its last line says how many more there were."""
Moment = tuple[int, str, int]
"""When, what, and how many bytes of the body, which is 0 where nobody counts them."""


def story(seen: Observation) -> tuple[str, ...]:
    """Return one line for each thing that happened, and one for several of a kind in a row, with their bytes."""
    lines = []
    for line, group in groupby(sorted(_moments(seen)), itemgetter(1)):
        sizes = [size for _, _, size in group]
        times = "" if len(sizes) == 1 else f", {len(sizes)} times"
        lines.append(f"{line}{times}{f': {sum(sizes):,} bytes' if sum(sizes) else ''}")
    if len(lines) <= SHOWN + 1:  # A line that says "1 more" would take the place of the line.
        return tuple(lines)
    return (*lines[:SHOWN], f"{len(lines) - SHOWN} more lines")


def _moments(seen: Observation) -> list[Moment]:
    client = seen.client
    moments: list[Moment] = [(client.asked, "client sends the request", 0)]
    moments += [(seen.started, "program sends the head", 0)] if seen.started else []
    before = 0
    for piece in seen.pieces:
        moments.append((piece.at, "program sends a piece", piece.total - before))
        before = piece.total
    moments += [(at, f"program prints {text}", 0) for at, text in seen.printed]
    moments += [(seen.disconnect, "program receives http.disconnect", 0)] if seen.disconnect else []
    moments += [(seen.ended, f"program ends{f' with {seen.raised}' * bool(seen.raised)}", 0)] if seen.ended else []
    moments += [(client.head, f"client has the head: status {client.status}", 0)] if client.head else []
    before = 0
    for at, total in client.body:
        moments.append((at, "client reads a part of the body", total - before))
        before = total
    moments.append((client.ended, f"client: {client.end}", 0))
    if upstream := seen.upstream:
        moments += [(at, "proxy reads from the server", 0) for at, _ in upstream.answers]
        moments += [(upstream.left, "proxy closes its side", 0)] if upstream.left else []
        moments += [(upstream.closed, "server closes its side", 0)] if upstream.closed else []
    return moments
