"""Rows become HTML that is complete, and in which nothing that a program prints can do anything."""

from __future__ import annotations

from bs4 import BeautifulSoup
from hypothesis import given, settings

from chunkwise.events import UpstreamEvent
from chunkwise.views import render
from chunkwise.views.exchange import Exchange, Segment, exchange
from chunkwise.views.lanes import LANES, Entry, LaneStep, lanes
from chunkwise.views.steps import steps
from chunkwise.views.trace import TraceRow
from chunkwise.views.variables import Column, Row, Tracker, variables
from tests.support.hostile_text import MARKUP
from tests.support.made import THREE_CHUNKS, down, recording, recordings, step
from tests.support.parsed import Parsed

FOUR = ("code", "asgi", "wire", "client")
"""The lanes that every run has."""


def row(text: str) -> LaneStep:
    sent = (Segment("data", text), Segment("framing", text), Segment("left out", text))
    entries = tuple(Entry(lane, text, (sent,)) for lane in LANES)
    one = step(1, text, text, action=text, yielded=text, received=text)
    return LaneStep(one, entries, (1,))


def fragments(text: str) -> list[str]:
    """Every kind of fragment, with ``text`` in every place that a program or an author can fill."""
    tracker = Tracker((Column(text, 1),), (Row(text, (text,)), Row(text, (text,), watched=False)))
    segments = (Segment("data", text), Segment("left out", text))
    sent = Exchange(1, text, (segments,), (segments,))
    which = {"recording": text, "variant": text}
    return [
        render.steps_table([row(text)], **which, prefix=text, caption=text, ends=text),
        render.variables_table(tracker, **which, caption=text),
        render.lanes_list([row(text)], **which, prefix=text, linked=[1], caption=text),
        render.player([TraceRow(1, 1, text, text)], **which),
        render.exchange_figure(sent, **which, caption=text),
        render.output_figure(segments, **which, caption=text),
        render.step_link(row(text).step, text, text),
    ]


def test_the_execution_table() -> None:
    main = recordings()["main"]
    rows = lanes(main, steps(main))
    table = Parsed(
        render.steps_table(rows, recording=THREE_CHUNKS, variant="main", prefix="", caption="Three", ends="In short.")
    )
    assert [head["scope"] for head in table.all("th")] == ["col"] * 5 + ["row"] * 6
    assert [line["id"] for line in table.all("tr") if "id" in line] == [f"step-{number}" for number in range(1, 7)]
    assert [line["data-lines"] for line in table.all("tr")[1:]] == ["14", "8 9", "8 9", "8 9", "8", ""]
    assert table.all("figure") == [{"class": "cw-steps", "data-recording": THREE_CHUNKS, "data-variant": "main"}]
    (region,) = (box for box in table.all("div") if box.get("role") == "region")
    assert (region["tabindex"], region["aria-label"]) == ("0", "Three")
    assert table.all("caption")
    assert "'chunk 0\\n' received" in table.text


def test_two_tables_share_no_id() -> None:
    found = []
    for name, prefix in (("main", ""), ("keep_alive", "keep-alive-")):
        rows = lanes(recordings()[name], steps(recordings()[name]))
        table = render.steps_table(rows, recording=THREE_CHUNKS, variant=name, prefix=prefix, caption="")
        found += [line["id"] for line in Parsed(table).all("tr") if "id" in line]
    assert len(found) == len(set(found)) == 12


def test_the_variable_tracker() -> None:
    main = recordings()["main"]
    tracker = variables(main, steps(main), ["i"])
    table = Parsed(render.variables_table(tracker, recording=THREE_CHUNKS, variant="main", caption="Names"))
    assert [head.get("data-step") for head in table.all("th") if head["scope"] == "col"] == [None, *"12345"]
    assert [head for head in table.all("th") if head["scope"] == "row"] == [{"scope": "row", "role": "rowheader"}] * 2
    assert [one.get("data-head") for one in table.all("td")] == ["Start", "After 1", "After 2", "After 3", "Final"] * 2
    assert "N/A012N/A" in table.text.replace("\n", "")


def lanes_of_the_first_lesson(linked: tuple[int, ...] = ()) -> BeautifulSoup:
    main = recordings()["main"]
    markup = render.lanes_list(
        lanes(main, steps(main)),
        recording=THREE_CHUNKS,
        variant="main",
        caption="Lanes",
        prefix="keep-alive-",
        linked=linked,
    )
    return BeautifulSoup(markup, "html.parser")


def test_lanes_are_an_ordered_list_of_ordered_lists() -> None:
    found = lanes_of_the_first_lesson()
    bands = found.select("figure > ol > li")
    assert [band["data-step"] for band in bands] == [*"123456"]
    assert [band.get_text().split(maxsplit=2)[:2] for band in bands] == [["Step", number] for number in "123456"]
    assert [len(band.select("ol > li")) for band in bands] == [7, 9, 6, 6, 7, 2]
    for event in found.select("li li"):
        assert event.get_text().startswith(tuple(f"{name}: " for name in LANES.values()))


def test_a_line_leads_from_lane_to_lane() -> None:
    second = lanes_of_the_first_lesson().select("li[data-step='3'] li")
    assert [event["class"] for event in second] == [
        ["cw-lane-code"],
        ["cw-lane-code", "cw-same"],
        ["cw-lane-code", "cw-same"],
        ["cw-lane-asgi", "cw-onward"],
        ["cw-lane-wire", "cw-onward"],
        ["cw-lane-client", "cw-onward"],
    ]


def test_a_step_in_the_lanes_leads_to_its_row_if_there_is_one() -> None:
    found = lanes_of_the_first_lesson(linked=(2, 3))
    assert [link["href"] for link in found.select("a")] == ["#keep-alive-step-2", "#keep-alive-step-3"]


def test_framing_is_set_apart_from_data() -> None:
    found = render.exchange_figure(
        exchange(recordings()["main"]), recording=THREE_CHUNKS, variant="main", caption="The bytes"
    )
    assert (
        '<span class="cw-framing">8<span class="cw-hidden">\\r\\n</span></span>'
        '<span class="cw-data">chunk 0<span class="cw-hidden">\\n</span></span>'
        '<span class="cw-framing"><span class="cw-hidden">\\r\\n</span></span>\n'
    ) in found


def test_an_output_breaks_its_lines() -> None:
    body = [Segment("data", "a\nb\x1b[31m\r\n"), Segment("left out", "5 more bytes")]
    printed = render.output_figure(body, recording="a/b", variant="main", caption="Out")
    assert '<samp>a\nb<span class="cw-hidden">\\x1b</span>[31m<span class="cw-hidden">\\r</span>\n' in printed
    assert '<span class="cw-left-out">… 5 more bytes\n</span></samp>' in printed


def test_a_hostile_value_does_nothing() -> None:
    for fragment in fragments("<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e\x00`"):
        found = Parsed(fragment)
        assert not found.all("script")
        assert not found.all("img")


@settings(deadline=None)
@given(MARKUP)
def test_no_text_adds_a_tag_or_an_attribute_to_a_fragment(text: str) -> None:
    for fragment, harmless in zip(fragments(text), fragments("x"), strict=True):
        assert Parsed(fragment).shape == Parsed(harmless).shape
        fragment.encode("utf-8", "surrogatepass")


def test_a_long_run_of_one_character_is_folded_in_every_view() -> None:
    long = recording(down(f"HTTP/1.1 200 OK\r\n\r\n{'a' * 200}"))
    shown = exchange(long)
    figures = (
        render.exchange_figure(shown, recording="x", variant="main", caption="Bytes"),
        render.output_figure([Segment("data", "a" * 200)], recording="x", variant="main", caption="Output"),
        render.told(f"receives `{'a' * 64}`"),
    )
    for figure in figures:
        assert "aaaaaa…" in figure
        assert "a" * 13 not in figure


def test_the_upstream_has_a_lane_only_where_the_program_asks_it() -> None:
    asked = UpstreamEvent(lane="upstream", kind="request", request=1, method="POST", path="/v1")
    rows = lanes(recording(asked), [step(1, "ask", events=(0,))])
    heads = BeautifulSoup(render.heads(rows), "html.parser").select(".cw-heads > span")
    assert [head.get_text() for head in heads] == ["Upstream", *(LANES[lane] for lane in FOUR)]
    item = BeautifulSoup(render.events(rows[0].entries), "html.parser").select_one("li.cw-lane-upstream")
    assert item is not None
    assert item.get_text() == "Upstream: gets POST /v1"


def test_each_lane_says_what_happens_in_it() -> None:
    heads = lanes_of_the_first_lesson(()).select(".cw-heads > span")
    assert [head.find(string=True) for head in heads] == [LANES[lane] for lane in FOUR]
    assert all(len(head.small.get_text().split()) >= 3 for head in heads if head.small)
