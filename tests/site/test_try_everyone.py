"""The editor for everyone: by keyboard, with a screen reader, without scripts, and for whoever wants none of it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.trying import LESSON, LOADED, app, opened, press, says, write


def test_keyboard_alone_is_enough(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    page.get_by_role("button", name="Try it").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cw-bench")).to_be_focused(timeout=15_000)
    for name in ("Run", "Stop", "Reset", "Copy link", "Close"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Program")).to_be_focused()
    page.keyboard.press("Control+Enter")
    says(page, "Your run has 6 steps")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cw-request summary")).to_be_focused()
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Try it").first).to_be_focused()


def test_the_editor_and_a_run_are_accessible_and_fit(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    opened(page)
    write(page, app("    print('printed')\n    yield 'one'\n    1 / 0"))
    page.locator(".cw-request summary").click()
    press(page, "Run")
    says(page, "Your run has")
    # The end may reach the page before what was written just before it.
    expect(page.locator(".cw-live")).to_contain_text(re.compile(r"[01] reads?"), timeout=LOADED)
    for summary in page.locator(".cw-fold > summary").all():
        summary.click()
    for palette in ("default", "slate"):
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", palette)
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == [], f"{palette}, at {width} px"
        if palette == "default":
            page.get_by_title("Switch to the dark palette").click()


def test_whoever_presses_nothing_loads_nothing_of_it(page_of_its_own: Page, address: str, site: Path) -> None:
    page = page_of_its_own
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + LESSON, wait_until="networkidle")
    own = [url for url in asked if re.search(r"/assets/chunkwise/.*\.(js|css)$", url)]
    assert [url for url in asked if re.search(r"runtime|vendor|chunkwise/try/(?!try\.js)", url)] == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    sizes = [len(gzip.compress((site / url.removeprefix(address)).read_bytes())) for url in own]
    assert 0 < sum(sizes) < 30_000


def test_without_scripts_there_are_the_program_and_the_commands(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + LESSON)
        sample = page.locator(".cw-example").first
        expect(sample).to_contain_text("With scripts, you can edit and run this program here.")
        expect(sample).to_contain_text("uvicorn app:app")
        assert page.get_by_role("button", name="Try it").count() == 0
