"""``make pictures``: what must be a bitmap, drawn from docs/assets/mark.svg and the words of the home page.

The picture that other sites show beside a link (og.png), the icon for browsers that draw no SVG (favicon.png) and the
one for a phone's home screen (touch-icon.png). They are committed; draw them again when the mark or the words change.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts import chromium

ASSETS = Path("docs/assets").resolve()
MARK = ASSETS / "mark.svg"
LINE = "Watch a response leave, one step at a time"
BELOW = "Streaming in FastAPI, taught from recordings"
ICONS = {"favicon.png": 48, "touch-icon.png": 180}
"""Sides, in pixels."""

CARD = """<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: Figtree; font-weight: 400 700; src: url("fonts/figtree-latin.woff2"); }
body { margin: 0; padding: 96px; background: #fdfcfa; color: #1e2530; font-family: Figtree; }
p { display: flex; gap: 22px; align-items: center; margin: 0; font-size: 46px; font-weight: 700; }
h1 { margin: 56px 0 28px; font-size: 78px; letter-spacing: -0.02em; line-height: 1.06; text-wrap: balance; }
h1 + p { color: #545c69; font-size: 35px; font-weight: 400; }
svg { position: absolute; bottom: 42px; left: 0; }
</style>
<p><img src="mark.svg" width="72" height="72" alt="">Chunkwise</p><h1>%s</h1><p>%s</p>
<svg width="1200" height="34"><path d="M0 17h1200" stroke="#0a6f69" stroke-width="3"/>
<rect x="96" width="84" height="34" rx="7" fill="#0a6f69"/><rect x="204" width="84" height="34" rx="7" fill="#fbd87f"/>
<rect x="313.5" y="1.5" width="81" height="31" rx="6" fill="#fdfcfa" stroke="#0a6f69" stroke-width="3"/></svg>"""


def main() -> None:
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    source = ASSETS / "card.html"  # beside what it shows: a page made of text alone may open no file
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        source.write_text(CARD % (escape(LINE), escape(BELOW)), "utf-8")
        try:
            page.goto(source.as_uri())
            page.evaluate("document.fonts.ready")
            page.screenshot(path=ASSETS / "og.png")
        finally:
            source.unlink()
        for name, side in ICONS.items():
            page.set_viewport_size({"width": side, "height": side})
            page.goto(MARK.as_uri())
            # A phone cuts the corners itself, and paints black what is transparent there.
            page.screenshot(path=ASSETS / name, omit_background=name == "favicon.png")
        browser.close()


if __name__ == "__main__":
    main()
