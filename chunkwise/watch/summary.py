"""Summary of a watched run: what the client got and when, and what is wrong with it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from chunkwise.errors import printable
from chunkwise.events import ClientEvent, LeftOut, Recording
from chunkwise.views.steps import Step
from chunkwise.views.wording import piece_text
from chunkwise.watch.checks import CHECKS
from chunkwise.watch.findings import Finding, seconds
from chunkwise.watch.rows import WIDEST, asked_at

SHOWN = 12
"""How many pieces are listed; of more, the first and the last ones."""


def client_view(recording: Recording, width: int) -> Iterator[str]:
    """Yield what the client received, piece by piece, with the times between."""
    asked = asked_at(recording.events)
    got = [event for event in recording.events if isinstance(event, ClientEvent) and event.kind == "piece"]
    if not got:
        yield "The client received no piece."
        return
    left_out = {number: one for number, one in enumerate(_left_out(recording, got)) if one is not None}
    size = sum(event.data.size for event in got if event.data is not None) + sum(o.size for o in left_out.values())
    count = len(got) + sum(one.count for one in left_out.values())
    yield f"The client received {count:,} piece{'s' * (count != 1)}, {size:,} bytes:"
    before = asked
    for number, event in enumerate(got):
        if number in left_out:
            yield _counted(left_out[number])
        at = event.at or 0.0
        if len(got) <= SHOWN or number < SHOWN // 2 or number >= len(got) - SHOWN // 2:
            text = piece_text(event.data) if event.data is not None else ""
            since = "after the request" if number == 0 else "later"
            line = f"{(at - asked) / 1000:9.3f} s  {seconds(at - before):>8} {since:<17}  {text}"
            yield printable(line)[: min(width, WIDEST)].rstrip()
        elif number == SHOWN // 2:
            yield f"        … {len(got) - SHOWN // 2 * 2:,} more"
        before = at
    if len(got) in left_out:
        yield _counted(left_out[len(got)])


def _left_out(recording: Recording, got: Sequence[ClientEvent]) -> Iterator[LeftOut | None]:
    """Yield what was left out before each piece, and behind the last one."""
    yield from (event.left_out for event in got)
    others = (event for event in recording.events if isinstance(event, ClientEvent) and event.kind != "piece")
    yield next((event.left_out for event in others if event.left_out is not None), None)


def _counted(left_out: LeftOut) -> str:
    said = f"{left_out.count:,} more that came too quickly to be followed one by one"
    return f"        … {said}, the longest pause {seconds(left_out.longest)}"


def cost(recording: Recording, spent: float) -> str:
    """Say what following a run has cost its program."""
    client = [event for event in recording.events if isinstance(event, ClientEvent)]
    whole = (client[-1].at or 0.0) - asked_at(recording.events) if client else 0.0
    return f"Following your code took {seconds(spent * 1000)}, until the client was done {seconds(whole)} passed."


def diagnosis(found: Sequence[Finding], steps: Sequence[Step], site: str, width: int, *, whole: bool) -> Iterator[str]:
    """Yield the diagnosis: the findings, each with its proof and its page, or what was looked for."""
    width = min(width, WIDEST)
    problems = [one for one in found if not one.note]
    count = len(problems)
    if not problems:
        yield from textwrap.wrap(f"Nothing found. Looked for: {'; '.join(CHECKS)}.", width)
    else:
        yield f"Found {count} problem{'s' * (count != 1)}:"
    numbers = {place: step for step in steps for place in step.events}
    for number, one in enumerate(found, start=1):
        mark = "Note: " if one.note else f"{number}. "
        yield from textwrap.wrap(printable(mark + one.what), width, subsequent_indent="   ")
        step = numbers[one.at]
        where = f"{one.file}:{one.line}, step" if one.line else "Step"
        yield from _indented(f"{where} {step.number} ({step.name})", width)
        yield f"   {site}{one.page}"  # whole, because an address is copied or clicked
    if not whole:
        yield from textwrap.wrap("The run was ended before its end; only what happened by then was looked at.", width)


def _indented(text: str, width: int) -> list[str]:
    return textwrap.wrap(printable(text), width, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)
