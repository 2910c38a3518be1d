"""What a reader's browser downloads for the lesson page, as the network saw it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import serving
from benchmarks.figures import Figure
from scripts import chromium

LESSON = "lessons/streaming-responses/visualize/"
KILO = 1_000
SIZES = """() => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
  .filter((entry) => entry.encodedBodySize).map((entry) => [entry.name, entry.encodedBodySize])"""


def figures(*, small: bool = False) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, serving.site(Path(folder), small=small) as address:
        sizes = downloads(address + LESSON)
    own = {url: size for url, size in sizes.items() if "/assets/chunkwise/" in url}
    return [
        Figure("the lesson page with everything, as downloaded", sum(sizes.values()) / KILO, 150, "kB"),
        Figure("own scripts and styles in it", sum(own.values()) / KILO, 30, "kB"),
    ]


def downloads(address: str) -> dict[str, int]:
    """Return the size of each answer's body as it was sent, in bytes, by address, of a first visit.

    The search's worker and index count, and what Material fetches ahead: a reader pays for them as well.
    """
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        page = browser.new_page()
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(1_000)
        sizes: dict[str, int] = dict(page.evaluate(SIZES))
        browser.close()
    return sizes
