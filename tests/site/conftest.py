"""The built site behind a real server, and a real browser before it.

The site is built once for a run of the tests, also when several workers share it. Its scripts and styles have been
copied to `docs/` by then (`tests/conftest.py`). The server sends the strictest
Content-Security-Policy that works. A script or style of anyone else fails the tests as a console error.
"""

from __future__ import annotations

import fcntl
import functools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from scripts import built_site
from scripts.csp import policy
from scripts.loopback import LoopbackServer
from scripts.runtime.worker_csp import policy_of
from tests.support import engine
from tests.support.browser import ADDRESS, BARE_HOST, ROOT, KeptBrowser, Trouble
from tests.support.trying import bench_of, press

HERE = Path(__file__).parent
SPLIT = ("test_site", "test_docs")
"""Modules with so many pages that their tests are shared out, each worker with a browser of its own."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what shares a page on one worker: most modules here do, and each takes a browser of its own."""
    beyond = [one for one in items if one.path.parent == HERE and engine.beyond(engine.named(one))]
    if beyond:
        config.hook.pytest_deselected(items=beyond)
        items[:] = [one for one in items if one not in beyond]
    for item in items:
        if item.path.parent == HERE and item.path.stem not in SPLIT:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def site(session_folder: Path) -> Path:
    """Return the folder of the built site: built once for all workers, or by whoever names a folder of theirs."""
    if named := os.environ.get("CHUNKWISE_BUILT_SITE"):
        return Path(named)
    folder = session_folder / "built" / "chunkwise"
    log = session_folder / "built.log"
    with (session_folder / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not log.exists():
            # Renewed if it is stale. Where that takes more than is here, the site says what, and so do the tests.
            subprocess.run([sys.executable, "-m", "scripts.runtime", "--optional"], cwd=ROOT, capture_output=True)
            log.write_text(built_site.build(folder), "utf-8")
    if wrong := log.read_text("utf-8"):
        pytest.fail(f"The site does not build:\n{wrong}", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def port(site: Path) -> Iterator[int]:
    """Serve the site on loopback and return the port."""
    # As hosts of static sites send it. With no-store Chromium asks for the styles again when Material rewrites their
    # links, and shows the page without them meanwhile.
    headers = {"Content-Security-Policy": policy(site), "Cache-Control": "max-age=600"}

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            bare = self.headers.get("Host") == BARE_HOST
            for name, value in headers.items():
                if bare and name == "Content-Security-Policy":
                    continue
                self.send_header(name, policy_of(self.path, value) if name == "Content-Security-Policy" else value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = LoopbackServer(functools.partial(Handler, directory=str(site.parent)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def address(port: int) -> str:
    """Return where the site is for the browser, with a slash at the end."""
    return ADDRESS


@pytest.fixture(scope="session")
def kept_browser(port: int) -> Iterator[KeptBrowser]:
    kept = KeptBrowser(engine.executable(), port)
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def browser(kept_browser: KeptBrowser) -> Browser:
    return kept_browser.open()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Close the browser before tests of other folders, and those that take none: they may run an event loop."""
    yield
    if nextitem is None or (nextitem.path != item.path and not _takes_it(nextitem)):
        KeptBrowser.close_all()


def _takes_it(item: pytest.Item) -> bool:
    # By its folder too, since tests elsewhere may take another browser of the same name.
    return item.path.parent == HERE and "browser" in getattr(item, "fixturenames", ())


@pytest.fixture
def trouble(address: str) -> Trouble:
    return Trouble(address)


@pytest.fixture
def page(kept_browser: KeptBrowser, browser: Browser, trouble: Trouble) -> Iterator[Page]:
    """A page that nobody has been on, which at the end must have had no trouble. The browser's cache is warm."""
    yield from kept_browser.lend("any test", trouble)


@pytest.fixture
def page_of_its_own(browser: Browser, trouble: Trouble) -> Iterator[Page]:
    """The same in a context of its own, for tests that change the clock or count what is loaded."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        trouble.watch(page)
        yield page
        assert trouble.seen == []


@pytest.fixture(scope="module")
def _bench(browser: Browser, port: int) -> Iterator[Page]:
    with bench_of(browser) as page:
        yield page


@pytest.fixture
def bench(_bench: Page) -> Page:
    """A page with the editor open and the first program in it; all tests of a module have the same one."""
    press(_bench, "Reset")
    return _bench
