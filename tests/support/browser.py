"""A real browser before the built site: where the site believes to be, and what no page may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.support import engine

ROOT = Path(__file__).resolve().parents[2]
# The site believes to be here, because Material moves between pages without a reload at the site's own address only.
# The browser is told which port this is. A name below localhost is as trustworthy to it as HTTPS.
HOST = "chunkwise.localhost"
ADDRESS = f"http://{HOST}/chunkwise/"
BARE_HOST = "bare.localhost"
BARE = f"http://{BARE_HOST}/chunkwise/"
"""The same site from a host that sends no policy, as GitHub Pages does."""


def sources() -> list[str]:
    """Return the address of every page below the site's root, worked out from the files in docs/."""
    docs = ROOT / "docs"
    pages = [file.relative_to(docs) for suffix in ("md", "ipynb") for file in docs.rglob(f"*.{suffix}")]
    return sorted(
        "" if page == Path("index.md") else f"{(page.parent if page.stem == 'index' else page.with_suffix(''))}/"
        for page in pages
    )


@dataclass
class Trouble:
    """What no page may do: log an error, raise, fail to load something, ask another origin."""

    origin: str
    seen: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"raised: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.seen.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:")):
            self.seen.append(f"asked another origin: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"{response.status}: {response.url}")

    def _failed(self, request: Request) -> None:
        # The first is the browser's own: leaving a page, or a preload not needed. The second says that its cache hasn't
        # what was asked of the cache alone; then a copy of ours is used.
        if request.failure not in ("net::ERR_ABORTED", "net::ERR_CACHE_MISS"):
            self.seen.append(f"failed: {request.url}: {request.failure}")


class Lent:
    """A context for many tests: its cache holds the site's styles and scripts, and nothing else outlives a test.

    Chromium alone can forget what a context kept. Elsewhere each test has a context of its own, and a cold cache.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.context = self._new()
        self._keeper: Page | None = None
        self._session: CDPSession | None = None
        if engine.NAME == "chromium":
            self._keeper = self.context.new_page()  # without a page the window would go, and be made anew for the next
            self._session = self.context.new_cdp_session(self._keeper)

    def _new(self) -> BrowserContext:
        return self._browser.new_context(reduced_motion="reduce")

    def clear(self) -> None:
        """Close the test's pages, and forget what they kept: storage, caches of their own, service workers."""
        if self._session is None:
            self.context.close()
            self.context = self._new()
            return
        for page in self.context.pages:
            if page is not self._keeper:
                page.close()
        for host in (HOST, BARE_HOST):
            self._session.send("Storage.clearDataForOrigin", {"origin": f"http://{host}", "storageTypes": "all"})
        self.context.clear_cookies()
        self.context.clear_permissions()


class KeptBrowser:
    """A browser that stays open from one module to the next, because each start takes a second.

    While it is open, its thread has a running event loop. So it has to be closed before tests that run their own.
    """

    _open: ClassVar[list[KeptBrowser]] = []

    def __init__(self, executable: str, port: int) -> None:
        self._executable = executable
        self._port = port
        self._stack: ExitStack | None = None
        self._browser: Browser | None = None
        self._lent: dict[str, Lent] = {}

    def open(self) -> Browser:
        if self._browser is None:
            self._stack = ExitStack()
            with engine.driven():
                playwright = self._stack.enter_context(sync_playwright())
            self._browser = engine.launch(playwright, self._executable, (HOST, BARE_HOST), self._port)
            self._stack.callback(self._browser.close)
            self._open.append(self)
        return self._browser

    def close(self) -> None:
        if self._stack is not None:
            self._open.remove(self)
            self._stack.close()
        self._stack = self._browser = None
        self._lent = {}

    def lend(self, name: str, trouble: Trouble) -> Iterator[Page]:
        """Yield a new page for one test, in a context that tests of that name have one after another."""
        if name not in self._lent:
            self._lent[name] = Lent(self.open())
        lent = self._lent[name]
        page = lent.context.new_page()
        trouble.watch(page)
        yield page
        lent.clear()
        assert trouble.seen == []

    @classmethod
    def close_all(cls) -> None:
        for one in [*cls._open]:
            one.close()


@contextmanager
def page_at(browser: Browser, path: str, allowed: re.Pattern[str] | None = None) -> Iterator[Page]:
    """One page for many tests, because its Python takes seconds to start; at the end it must have had no trouble.

    Args:
        path: The page's address below the site's root.
        allowed: Trouble that is none there.
    """
    trouble = Trouble(ADDRESS)
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(ADDRESS + path)
        yield page
    left = [one for one in trouble.seen if allowed is None or not allowed.search(one)]
    assert left == [], "\n".join(left)
