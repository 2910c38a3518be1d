"""Story of a run: what happened in the lanes as short lines in order, without times, for whoever reads a record."""

from __future__ import annotations

from itertools import groupby

from chunkwise.conditions.observation import Observation

SHOWN = 24
"""Lines that are kept; a longer run repeats itself."""


def story(seen: Observation) -> tuple[str, ...]:
    """Return one line for each thing that happened, and one for several of a kind in a row."""
    client = seen.client
    moments = [(client.asked, "client sends the request")]
    moments += [(seen.started, "program sends the head")] if seen.started else []
    moments += [(piece.at, "program sends a piece") for piece in seen.pieces]
    moments += [(at, f"program prints {text}") for at, text in seen.printed]
    moments += [(seen.disconnect, "program receives http.disconnect")] if seen.disconnect else []
    moments += [(seen.ended, f"program ends{f' with {seen.raised}' * bool(seen.raised)}")] if seen.ended else []
    moments += [(client.head, "client has the head")] if client.head else []
    moments += [(at, "client reads a part of the body") for at, _ in client.body]
    moments += [(client.ended, f"client: {client.end}")]
    if upstream := seen.upstream:
        moments += [(at, "proxy reads from the server") for at, _ in upstream.answers]
        moments += [(upstream.left, "proxy closes its side")] if upstream.left else []
        moments += [(upstream.closed, "server closes its side")] if upstream.closed else []
    lines = []
    for line, group in groupby(line for _, line in sorted(moments)):
        count = len(list(group))
        lines.append(line if count == 1 else f"{line}, {count} times")
    return tuple(lines[:SHOWN])
