"""Rows as escaped HTML that is complete without a script, because a page must be readable by anyone with anything.

The data attributes are what a step player needs: the recording, the step, and the lines that ran in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from html import escape

from chunkwise.text import HIDDEN, plain
from chunkwise.views.exchange import Exchange, Segment
from chunkwise.views.lanes import LANES, Entry, LaneStep
from chunkwise.views.steps import Step
from chunkwise.views.trace import TraceRow
from chunkwise.views.variables import Tracker

WIDE = 16
"""How many characters of code a table's column has room for."""

HEADS = (
    '<p class="cw-heads" aria-hidden="true">'
    + "".join(f'<span class="cw-lane-{lane}">{title}</span>' for lane, title in LANES.items())
    + "</p>"
)
"""The lanes' names over their columns. Each event says its own, so these are for the eye."""

JOINED = {
    ("code", "asgi"): " cw-onward",
    ("asgi", "wire"): " cw-onward",
    ("wire", "client"): " cw-onward",
    ("client", "wire"): " cw-back",
    ("wire", "asgi"): " cw-back",
    ("asgi", "code"): " cw-back",
    ("client", "asgi"): " cw-back cw-far",
}
"""Which way the line goes from the lane of the cause to that of the effect."""


def visible(text: str) -> str:
    """Escape ``text``; hidden characters become marked escapes."""
    return re.sub(
        HIDDEN.pattern + "+",
        lambda run: f'<span class="cw-hidden">{plain(run[0])}</span>',
        escape(text, quote=False),
    )


def prose(text: str) -> str:
    """Escape a sentence; what stands between backquotes becomes code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return "".join(_code(part) if index % 2 else visible(part) for index, part in enumerate(parts))


def _code(text: str) -> str:
    """Code as it stands. What is longer than a column is wide may be broken."""
    long = ' class="cw-long"' if len(text) > WIDE else ""
    return f"<code{long}>{visible(text)}</code>"


def steps_table(
    rows: Sequence[LaneStep], *, recording: str, variant: str, prefix: str, caption: str, ends: str = ""
) -> str:
    """The execution table: a row for each step."""
    heads = ("Step", "Action", "Generator state", "Data yielded", "Client receives")
    body = "".join(
        f'<tr id="{prefix}step-{row.step.number}" data-step="{row.step.number}"'
        f' data-name="{escape(plain(row.step.name))}" data-lines="{_numbers(row.lines)}">'
        f'<th scope="row"><a href="#{prefix}step-{row.step.number}">{row.step.number}</a></th>'
        + "".join(f"<td>{prose(cell)}</td>" for cell in _cells(row.step))
        + "</tr>\n"
        for row in rows
    )
    table = _table(caption, "".join(f'<th scope="col">{head}</th>' for head in heads), body)
    return _figure("cw-steps", recording, variant, table + _sentence(ends))


def variables_table(tracker: Tracker, *, recording: str, variant: str, caption: str) -> str:
    """The variable tracker: a row for each name, a column for each moment."""
    heads = '<th scope="col">Variable</th>' + "".join(
        f'<th scope="col" data-step="{column.step}">{visible(column.label)}</th>' for column in tracker.columns
    )
    body = "".join(
        f'<tr><th scope="row">{f"<code>{visible(row.name)}</code>" if row.watched else visible(row.name)}</th>'
        + "".join(
            f'<td data-step="{column.step}">{_value(value) if row.watched else prose(value)}</td>'
            for column, value in zip(tracker.columns, row.values, strict=True)
        )
        + "</tr>\n"
        for row in tracker.rows
    )
    return _figure("cw-variables", recording, variant, _table(caption, heads, body))


def lanes_list(
    rows: Sequence[LaneStep],
    *,
    recording: str,
    variant: str,
    caption: str,
    prefix: str = "",
    linked: Collection[int] = (),
) -> str:
    """The lanes as one picture that is an ordered list: the steps, and in each its events in the recording's order.

    The numbers of the steps in ``linked`` lead to the rows of the page's execution table.
    """
    items = "".join(
        f'<li data-step="{row.step.number}" value="{row.step.number}">'
        f'<p class="cw-action">{_number(row.step.number, prefix, linked)} {prose(row.step.action)}</p>\n'
        f'<ol role="list">{_events(row.entries)}</ol></li>\n'
        for row in rows
    )
    content = f'<figcaption>{prose(caption)}</figcaption>\n{HEADS}\n<ol role="list">\n{items}</ol>\n'
    return _figure("cw-lanes", recording, variant, content)


def player(rows: Sequence[TraceRow], *, recording: str, variant: str) -> str:
    """Where the step player builds its controls, and below it every traced line, to be opened."""
    items = "".join(
        f'<li data-step="{row.step}" data-line="{row.line}" data-kind="{row.kind}">{prose(row.text)}</li>\n'
        for row in rows
    )
    own = f'data-recording="{escape(recording)}" data-variant="{escape(variant)}"'
    return (
        f'<cw-player class="cw-player" {own}></cw-player>\n'
        f'<details class="cw-trace" {own}><summary>Every traced line</summary>\n'
        f'<ol tabindex="0">\n{items}</ol>\n</details>'
    )


def exchange_figure(found: Exchange, *, recording: str, variant: str, caption: str) -> str:
    """The bytes of a request and of its response, a line of the page for each line of the head and each chunk."""
    label = escape(plain(caption.replace("`", "")))
    halves = "".join(
        f'<div class="cw-scroll" role="region" aria-label="{name}, as bytes: {label}" tabindex="0">'
        f'<p class="cw-direction">{name}</p><pre class="cw-wire">{chr(10).join(map(wire, lines))}</pre></div>\n'
        for name, lines in (("Request", found.request), ("Response", found.response))
    )
    return _figure("cw-exchange", recording, variant, f"<figcaption>{prose(caption)}</figcaption>\n{halves}")


def output_figure(body: Iterable[Segment], *, recording: str, variant: str, caption: str) -> str:
    """A response's body as a terminal shows it: line feeds break lines. What was not kept is counted."""
    printed = "".join(
        "\n".join(visible(line) for line in part.text.split("\n"))
        if part.kind == "data"
        else f'<span class="cw-left-out">… {visible(part.text)}\n</span>'
        for part in body
    )
    content = f'<figcaption>{prose(caption)}</figcaption>\n<pre class="cw-printed"><samp>{printed}</samp></pre>\n'
    return _figure("cw-output", recording, variant, content)


def step_link(step: Step, prefix: str, variant: str) -> str:
    """A reference to a step, as the number that the reader sees."""
    return (
        f'<a class="cw-step" href="#{prefix}step-{step.number}" data-step="{step.number}"'
        f' data-variant="{escape(variant)}">step {step.number}</a>'
    )


def wire(parts: Iterable[Segment]) -> str:
    """Bytes with their framing set apart. A screen reader hears them as they stand."""
    return "".join(f'<span class="cw-{part.kind.replace(" ", "-")}">{visible(part.text)}</span>' for part in parts)


def _cells(step: Step) -> tuple[str, str, str, str]:
    return step.action, step.state, step.yielded, step.received


def _numbers(lines: Iterable[int]) -> str:
    return " ".join(map(str, lines))


def _value(value: str) -> str:
    return visible(value) if value == "N/A" else f"<code>{visible(value)}</code>"


def _table(caption: str, heads: str, body: str) -> str:
    return (
        f'<div class="cw-scroll" role="region" aria-label="{escape(plain(caption.replace("`", "")))}" tabindex="0">\n'
        f'<table class="cw-table">\n<caption>{prose(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )


def _figure(kind: str, recording: str, variant: str, content: str) -> str:
    return (
        f'<figure class="{kind}" data-recording="{escape(recording)}" data-variant="{escape(variant)}">\n'
        f"{content}</figure>"
    )


def _sentence(text: str) -> str:
    return f"<figcaption>{prose(text)}</figcaption>\n" if text else ""


def _number(number: int, prefix: str, linked: Collection[int]) -> str:
    tag, link = ("a", f' href="#{prefix}step-{number}"') if number in linked else ("span", "")
    return f'<{tag} class="cw-number"{link}><span class="cw-unseen">Step </span>{number}</{tag}>'


def _events(entries: Sequence[Entry]) -> str:
    """The name of an event's lane is a part of it. How it is joined to the event before it is only drawn."""
    before = ""
    found = []
    for entry in entries:
        joined = " cw-same" if entry.lane == before else JOINED.get((entry.cause, entry.lane), "")
        before = entry.lane
        found.append(
            f'<li class="cw-lane-{entry.lane}{joined}"><span class="cw-lane">{LANES[entry.lane]}: </span>'
            f"{_entry(entry)}</li>"
        )
    return "\n".join(found)


def _entry(entry: Entry) -> str:
    lines = "".join(f"<span>{wire(line)}</span>" for line in entry.sent)
    return prose(entry.text) + (f' <code class="cw-wire">{lines}</code>' if lines else "")
