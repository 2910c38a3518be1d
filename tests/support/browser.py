"""A real browser before the built site: where the site believes to be, and what no page may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Request, Response

ROOT = Path(__file__).resolve().parents[2]
# The site believes to be here, because Material moves between pages without a reload at the site's own address only.
# The browser is told which port this is. A name below localhost is as trustworthy to it as HTTPS.
HOST = "chunkwise.localhost"
ADDRESS = f"http://{HOST}/chunkwise/"
BARE_HOST = "bare.localhost"
BARE = f"http://{BARE_HOST}/chunkwise/"
"""The same site from a host that sends no policy, as GitHub Pages does."""
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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
