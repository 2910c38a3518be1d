"""Rows as escaped HTML that is complete without a script, because a page must be readable by anyone with anything.

The data attributes are what a step player needs: the recording, the step, and the lines that ran in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup

from chunkwise.events import MAIN
from chunkwise.text import plain
from chunkwise.views.elements import BREAK, EMPTY, element, joined, label, lines, prose, visible
from chunkwise.views.exchange import Exchange, Segment
from chunkwise.views.folding import folded
from chunkwise.views.lanes import LANES, Entry, LaneStep
from chunkwise.views.steps import Step
from chunkwise.views.trace import TraceRow
from chunkwise.views.variables import Tracker

BETWEEN = {
    "code": "runs, yields and waits",
    "asgi": "between your app and the server",
    "wire": "between the server and the client",
    "client": "asks, reads, hangs up",
    "upstream": "what your code requests",
}
"""What happens in each lane, in a few words."""


def heads(rows: Iterable[LaneStep], *, wide: bool = False) -> Markup:
    """The lanes' names over their columns: of the upstream's only where there is one.

    Each event says its own, so these are for the eye. Where there is room, ``wide``, they say what happens in each.
    """
    asks = any(entry.lane == "upstream" for row in rows for entry in row.entries)
    names = [*(["upstream"] if asks else []), *(lane for lane in LANES if lane != "upstream")]
    said = (
        element("span", LANES[lane], element("small", BETWEEN[lane]) if wide else EMPTY, class_=f"cw-lane-{lane}")
        for lane in names
    )
    return element("p", *said, class_="cw-heads", aria_hidden="true")


FOLDED = 2
"""Of how many lines a head may be that is not folded."""

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


def steps_table(
    rows: Sequence[LaneStep], *, recording: str, variant: str, prefix: str, caption: str, ends: str = ""
) -> Markup:
    """The execution table: a row for each step."""
    heads = ("Step", "Action", "Generator state", "Data yielded", "Client receives")
    body = lines(_step_row(row, f"{prefix}step-{row.step.number}") for row in rows)
    drawn = table(caption, map(column, heads), body)
    return _figure("cw-steps", recording, variant, drawn, BREAK, _sentence(ends))


def _step_row(row: LaneStep, place: str) -> Markup:
    step = row.step
    number = element("a", step.number, href=f"#{place}")
    said = (cell(told(text)) for text in (step.action, step.state, step.yielded, step.received))
    marks = {"id": place, "data_step": step.number, "data_name": plain(step.name), "data_lines": numbers(row.lines)}
    return table_row(number, said, **marks)


def variables_table(tracker: Tracker, *, recording: str, variant: str, caption: str) -> Markup:
    """The variable tracker: a row for each name, a column for each moment."""
    heads = [column("Variable"), *(column(moment.label, data_step=moment.step) for moment in tracker.columns)]
    rows = []
    for row in tracker.rows:
        said = (
            cell(_value(folded(value)) if row.watched else prose(value), data_head=moment.label, data_step=moment.step)
            for moment, value in zip(tracker.columns, row.values, strict=True)
        )
        rows.append(table_row(element("code", row.name) if row.watched else row.name, said))
    return _figure("cw-variables", recording, variant, table(caption, heads, lines(rows)), BREAK)


def lanes_list(
    rows: Sequence[LaneStep],
    *,
    recording: str,
    variant: str,
    caption: str,
    prefix: str = "",
    linked: Collection[int] = (),
) -> Markup:
    """The lanes as one picture that is an ordered list: the steps, and in each its events in the recording's order.

    The numbers of the steps in ``linked`` lead to the rows of the page's execution table.
    """
    items = []
    for row in rows:
        number = row.step.number
        link = f"#{prefix}step-{number}" if number in linked else None
        action = element("p", _number(number, link), " ", told(row.step.action), class_="cw-action")
        drawn = element("ol", events(row.entries), role="list")
        items.append(element("li", action, BREAK, drawn, data_step=number, value=number))
    content = (heads(rows, wide=True), element("ol", BREAK, lines(items), role="list"))
    return _figure("cw-lanes", recording, variant, _caption(caption), lines(content))


def player(rows: Sequence[TraceRow], *, recording: str, variant: str) -> Markup:
    """Where the step player builds its controls, and below it every traced line, to be opened."""
    items = (element("li", told(row.text), data_step=row.step, data_line=row.line, data_kind=row.kind) for row in rows)
    own = {"data_recording": recording, "data_variant": variant}
    traced = (element("summary", "Every traced line"), element("ol", BREAK, lines(items), tabindex=0))
    trace = element("details", lines(traced), class_="cw-trace", **own)
    return joined((element("cw-player", class_="cw-player", **own), BREAK, trace))


def exchange_figure(found: Exchange, *, recording: str, variant: str, caption: str) -> Markup:
    """The bytes of a request and of its response, a line of the page for each line of the head and each chunk."""
    halves = []
    for name, sent in (("Request", found.request), ("Response", found.response)):
        parts = (
            element("p", name, class_="cw-direction"),
            element("pre", joined(map(wire, sent), BREAK), class_="cw-wire"),
        )
        halves.append(scrolling(f"{name}, as bytes: {label(caption)}", *parts))
    return _figure("cw-exchange", recording, variant, _caption(caption), lines(halves))


def output_figure(body: Iterable[Segment], *, recording: str, variant: str, caption: str) -> Markup:
    """A response's body as a terminal shows it: line feeds break lines. What was not kept is counted."""
    printed = (
        joined(folded(part.text).split("\n"), BREAK)
        if part.kind == "data"
        else element("span", "… ", part.text, BREAK, class_="cw-left-out")
        for part in body
    )
    terminal = element("pre", element("samp", *printed), class_="cw-printed")
    return _figure("cw-output", recording, variant, _caption(caption), terminal, BREAK)


def step_link(step: Step, prefix: str, variant: str, words: str = "") -> Markup:
    """A reference to a step, as the number that the reader sees, and ``words`` that say of which run it is.

    A reader who hears links alone is told the run and the step's name.
    """
    where = {"href": f"#{prefix}step-{step.number}", "data_step": step.number, "data_variant": variant}
    seen = f"step {step.number} {words}".rstrip()
    run = "" if words or variant == MAIN else f" of {variant.replace('_', ' ')}"
    return element("a", seen, class_="cw-step", aria_label=f"{seen}{run}: {step.name}", **where)


def wire(parts: Iterable[Segment]) -> Markup:
    """Bytes with their framing set apart. A screen reader hears them as they stand."""
    said = ((part.kind, folded(part.text) if part.kind == "data" else part.text) for part in parts)
    return joined(element("span", text, class_=f"cw-{kind.replace(' ', '-')}") for kind, text in said)


def told(text: str) -> Markup:
    """A sentence with values of the program's in it, of which a long run of one character is folded."""
    return prose(folded(text))


def scrolling(name: str, *content: object) -> Markup:
    """A box that can be scrolled by keyboard, with the name that a screen reader says of it."""
    return element("div", *content, class_="cw-scroll", role="region", aria_label=name, tabindex=0)


def table(caption: str, heads: Iterable[Markup], body: Markup) -> Markup:
    """A table that can be scrolled; see :func:`carded`."""
    return scrolling(label(caption), BREAK, carded(caption, heads, body), BREAK)


def carded(caption: str, heads: Iterable[Markup], body: Markup) -> Markup:
    """A table whose rows are drawn as cards where there is little room. So it says its roles: CSS takes them away.

    ``heads`` are the cells of its first row, ``body`` its other rows.
    """
    head = element("thead", element("tr", *heads, role="row"), role="rowgroup")
    rows = element("tbody", BREAK, body, role="rowgroup")
    parts = lines((element("caption", prose(caption)), head, rows))
    return element("table", BREAK, parts, class_="cw-table", role="table")


def column(name: object, **marks: object) -> Markup:
    """The head of a column."""
    return element("th", name, scope="col", role="columnheader", **marks)


def table_row(head: object, cells: Iterable[Markup], **marks: object) -> Markup:
    """A row with its head."""
    return element("tr", element("th", head, scope="row", role="rowheader"), *cells, **marks, role="row")


def cell(*content: object, **marks: object) -> Markup:
    """A cell. ``data_head`` is the name of its column, which a card shows before it."""
    return element("td", *content, role="cell", **marks)


def numbers(lines: Iterable[int]) -> str:
    """Line numbers as an attribute lists them."""
    return " ".join(map(str, lines))


def _value(value: str) -> Markup:
    return visible(value) if value == "N/A" else element("code", value)


def _figure(kind: str, recording: str, variant: str, *content: Markup) -> Markup:
    return element("figure", BREAK, *content, class_=kind, data_recording=recording, data_variant=variant)


def _sentence(text: str) -> Markup:
    return _caption(text) if text else EMPTY


def _caption(text: str) -> Markup:
    return lines([element("figcaption", prose(text))])


def _number(number: int, link: str | None) -> Markup:
    unseen = element("span", "Step ", class_="cw-unseen")
    return element("a" if link else "span", unseen, number, class_="cw-number", href=link)


def events(entries: Sequence[Entry], *, fold: bool = False) -> Markup:
    """The events of a step as items of a list.

    The name of an event's lane is a part of it. How it is joined to the event before it is only drawn. With ``fold``
    the lines of a head after its first are shown when a reader opens them.
    """
    before = ""
    found = []
    for entry in entries:
        joint = " cw-same" if entry.lane == before else JOINED.get((entry.cause, entry.lane), "")
        before = entry.lane
        lane = element("span", f"{LANES[entry.lane]}: ", class_="cw-lane")
        found.append(element("li", lane, _entry(entry, fold), class_=f"cw-lane-{entry.lane}{joint}"))
    return joined(found, BREAK)


def _entry(entry: Entry, fold: bool) -> Markup:
    said = told(entry.text)
    if not entry.sent:
        return said
    head = [line for line in entry.sent if line and line[0].kind == "head"] if fold else []
    if len(head) > FOLDED:
        return joined((said, " ", _head(head), _lines(entry.sent[len(head) :])))
    return joined((said, " ", _lines(entry.sent)))


def _head(head: Sequence[Sequence[Segment]]) -> Markup:
    """A head, folded. Its last line is the empty one that ends it."""
    count = sum(bool("".join(part.text for part in line).strip()) for line in head) - 1
    more = element("span", f" + {count} header line{'' if count == 1 else 's'}", class_="cw-more")
    first = element("summary", element("code", wire(head[0]), class_="cw-wire"), more)
    return element("details", first, _lines(head[1:]))


def _lines(sent: Sequence[Sequence[Segment]]) -> Markup:
    return element("code", *(element("span", wire(line)) for line in sent), class_="cw-wire") if sent else EMPTY
