"""What a search costs a reader: for each query the same few bytes, however many pages there are."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import serving, sites
from benchmarks.figures import Figure
from benchmarks.page import KILO, LESSON
from chunkwise.authoring.assets import FOLDER, copy_assets
from scripts import chromium
from scripts.search import index

QUERIES = ("SSE", "token", "client disconnect", "nginx", "StreamingResponse", "is_disconnected", "buffering", "stream")
"""What readers look for, and the word that most pages have."""
MANY = 150
BOUND = 100
DONE = "() => document.querySelector('.cw-search-rest')?.ariaBusy === 'false'"
SIZES = "performance.getEntriesByType('resource').map((entry) => entry.encodedBodySize)"
CLEAR = "performance.clearResourceTimings()"


def figures(*, small: bool = False) -> list[Figure]:
    queries = QUERIES[-2:] if small else QUERIES
    with tempfile.TemporaryDirectory() as folder:
        with serving.site(Path(folder) / "site", small=small) as address:
            found = _figures(address + LESSON, "this site", queries)
        many = 5 if small else MANY
        with _copies(Path(folder) / "copies", many) as address:
            return [*found, *_figures(address, f"{many} pages", queries)]


@contextmanager
def _copies(folder: Path, pages: int) -> Iterator[str]:
    """Build and serve a site of so many pages, with the scripts of the search."""
    sites.write(folder, pages, listed=False)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    built = folder / "site"
    index(built)
    copy_assets(built)
    button = f'<script type="module" src="{FOLDER}/search/search.js"></script></body>'
    home = built / "index.html"
    home.write_text(home.read_text("utf-8").replace("</body>", button), "utf-8")
    with serving.served(built) as address:
        yield address


def _figures(address: str, where: str, queries: Sequence[str]) -> list[Figure]:
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    first, further = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        for before, text in zip([queries[-1], *queries], queries, strict=False):
            with browser.new_context() as context:
                page = context.new_page()
                page.goto(address, wait_until="networkidle")
                page.evaluate(CLEAR)
                first.append(_query(page, text))
                further.append(_query(page, before))
        browser.close()
    return [
        Figure(f"a first query, the search itself included, {where}", max(first) / KILO, BOUND, "kB"),
        Figure(f"a further query, {where}", max(further) / KILO, BOUND, "kB"),
    ]


def _query(page: Page, text: str) -> int:
    """Return how many bytes a query of this text loads, as they were sent."""
    page.wait_for_selector(".cw-search-open")
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill(text)
    page.wait_for_timeout(100)
    page.wait_for_function(DONE)
    page.wait_for_selector(".cw-search li")
    (worker,) = page.workers
    sizes = [size for place in (page, worker) for size in place.evaluate(SIZES)]
    for place in (page, worker):
        place.evaluate(CLEAR)
    page.keyboard.press("Escape")
    return sum(sizes)
