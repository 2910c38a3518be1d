"""A recording whose values would like to be markup: they stay text, in every view and in the player."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from chunkwise.events import Blob, ClientEvent, CodeEvent, Recording, WireEvent
from chunkwise.views import render
from chunkwise.views.lanes import lanes
from chunkwise.views.steps import steps
from chunkwise.views.trace import trace
from chunkwise.views.variables import variables
from scripts.csp import policy

HOSTILE = {
    "a script": "<script>window.broken = 1</script>",
    "the end of a script": "</script></style></textarea><script>window.broken = 1</script>",
    "an image": "<img src=x onerror='window.broken = 1'>",
    "an attribute": '"\' onmouseover=window.broken=1 x="',
    "an address": "javascript:window.broken=1",
    "text from right to left": "\u202efdp.exe\u2066\u200b",
    "a megabyte": "<b>" + "x" * 1_000_000,
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_value_runs_nothing_and_breaks_nothing(page: Page, address: str, site: Path, value: str) -> None:
    headers = {"Content-Security-Policy": policy(site), "Content-Type": "text/html; charset=utf-8"}

    sheets = sorted(sheet.relative_to(site) for sheet in (site / "assets").rglob("*.css"))
    styles = "".join(f'<link rel="stylesheet" href="../{sheet}">' for sheet in sheets)

    def answer(route: Route) -> None:
        route.fulfill(body=_page(value, styles), headers=headers)

    page.route(f"{address}hostile/", answer)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{address}hostile/")
    expect(page.get_by_role("group", name="Step player")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="Next step").click()
    page.get_by_role("button", name="Every line").click()
    assert page.evaluate("window.broken") is None
    assert page.locator("tbody tr[data-step]").count() == 3
    assert page.locator("article :is(script, img, b)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 361  # a fraction of a pixel is rounded up
    text = page.locator("tr#step-2").text_content() or ""
    assert value[:8].strip() in text or not value.isprintable()
    assert "\u202e" not in text


def _page(value: str, styles: str) -> str:
    recording = Recording(
        clock="lock-step",
        source="",
        events=(
            ClientEvent(lane="client", kind="request", client=value[:50], exchange=1, path=value[:200]),
            CodeEvent(lane="code", kind="start", function="f", frame=1, generator=True, body=1, line=1, exchange=1),
            CodeEvent(
                lane="code",
                kind="yield",
                function="f",
                frame=1,
                generator=True,
                body=1,
                line=2,
                exchange=1,
                names={"i": value},
                value=value,
            ),
            WireEvent(lane="wire", kind="down", client="c", exchange=1, data=Blob.of(value.encode())),
            ClientEvent(lane="client", kind="piece", client="c", exchange=1, data=Blob.of(value.encode())),
            ClientEvent(lane="client", kind="closed", client="c", exchange=1, error=value[:200]),
        ),
    )
    rows = steps(recording)
    drawn = lanes(recording, rows)
    parts = (
        render.steps_table(drawn, recording="r", variant="main", prefix="", caption=value[:200]),
        render.variables_table(variables(recording, rows, ["i"]), recording="r", variant="main", caption="Values"),
        render.lanes_list(drawn, recording="r", variant="main", caption="Lanes"),
        render.player(trace(recording, rows), recording="r", variant="main"),
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Hostile</title>'
        f'{styles}<body data-md-color-scheme="default"><article class="md-typeset">'
        f'{"".join(parts)}</article><script type="module" src="../assets/chunkwise/player/player.js"></script>'
    )
