"""Measured figures: before and after are seen together on a phone, and a bar is as long as its number is large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.accessibility import violations

PAGES = ["lessons/streaming-responses/why/", "lessons/streaming-responses/deep-dive/"]


def length(bar: Locator) -> float:
    return float(bar.evaluate("bar => bar.querySelector('rect').getBoundingClientRect().width"))


@pytest.mark.parametrize("path", PAGES)
def test_before_and_after_are_side_by_side_on_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address + path)
    tables = page.locator(".cw-measured .cw-scroll")
    expect(tables.first).to_be_visible()
    for table in tables.all():
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_a_bar_is_as_long_as_its_number_is_large(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    row = page.locator(".cw-measured").first.get_by_role("row", name="Bytes on the wire")
    row.scroll_into_view_if_needed()  # what is far from the window is not laid out, and has no inner text
    before, after = (int((cell.text_content() or "").replace(",", "")) for cell in row.get_by_role("cell").all()[:2])
    short, long = (bar.bounding_box() for bar in row.locator(".cw-bar").all())
    assert short is not None
    assert long is not None
    shares = [length(bar) / box["width"] for bar, box in zip(row.locator(".cw-bar").all(), (short, long), strict=True)]
    assert shares == pytest.approx([before / after, 1], abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_everyone_can_read_them(browser: Browser, address: str, path: str, scheme: str) -> None:
    with browser.new_context(color_scheme="dark" if scheme == "dark" else "light") as context:
        page = context.new_page()
        page.goto(address + path)
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == []
