"""axe-core over a page that stands still, because a colour that is fading has no contrast that could be measured."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

SETTLE = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  const ends = (one) => Number.isFinite(one.effect?.getComputedTiming().endTime)
  const moving = () => document.getAnimations().filter((one) => one.playState !== "finished" && ends(one))
  // One frame for the styles that a script has just changed, and one more for what their transitions set off.
  for (let quiet = 0; quiet < 2; quiet += 1) {
    await frame()
    for (const one of moving()) {
      one.finish()
      quiet = 0
    }
  }
}"""
"""Ends every animation that has an end, and those that follow from it."""


LAID_OUT = """() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync("* { content-visibility: visible !important }")
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}"""
"""Lays out what is far from the window too: axe would measure one question's text on the button of another."""

AS_BEFORE = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1) }"


def settle(page: Page) -> None:
    """Bring everything on the page to rest: readers who asked for less motion get none, and what moves is ended."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(SETTLE)


def violations(page: Page, context: str | None = None) -> list[str]:
    """Return what axe finds in the page, or in the elements that a selector names, one line for each rule."""
    page.evaluate(LAID_OUT)
    settle(page)
    found = Axe().run(page, context=context).response["violations"]
    page.evaluate(AS_BEFORE)
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}: {one['help']}" for one in found]
