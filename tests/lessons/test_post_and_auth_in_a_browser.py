"""What a real browser does with the programs of the lesson on POST and authentication, because no recording shows it.

Each program is served by Uvicorn in a thread, and a page that comes from the same server uses ``EventSource`` or
``fetch`` as a page of a reader's would.
"""

from __future__ import annotations

import functools
import runpy
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import engine
from tests.support.record import EXAMPLES

Message = dict[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

LESSON = EXAMPLES / "post_and_auth"
OPENED = """async (url) => {
  const seen = [];
  const source = new EventSource(url);
  window.source = source;
  source.onopen = () => seen.push("open");
  source.onmessage = (event) => seen.push(event.data);
  await new Promise((done) => { source.onerror = () => { seen.push(`error ${source.readyState}`); done(); }; });
  return seen;
}"""
"""Opens an ``EventSource`` and returns what it told its page up to the first error."""

FIRST = "(url) => new Promise((done) => { new EventSource(url).onmessage = (event) => done(event.data); })"


@dataclass
class Served:
    """A program that is being served, and what it was asked."""

    app: App
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            headers = {name.decode(): value.decode() for name, value in scope["headers"]}
            self.asked.append((scope["method"], scope["path"], headers))
        await self.app(scope, receive, send)

    def requests(self, path: str) -> list[tuple[str, dict[str, str]]]:
        return [(method, headers) for method, asked, headers in self.asked if asked == path]


async def answers(scope: Message, receive: Any, send: Any) -> None:
    """A program of two routes: status 204, and a stream of another type."""
    kind = "text/plain" if scope["path"] == "/plain" else "text/html"
    status = 204 if scope["path"] == "/nothing" else 200
    headers = [(b"content-type", kind.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if status == 204 else b": hello\n\n", "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[App], Served]]:
    with ExitStack() as stack:

        @functools.cache
        def serve(app: App) -> Served:
            served = Served(app)
            server = uvicorn.Server(uvicorn.Config(served, port=0, log_level="critical", lifespan="off"))
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            ends = time.monotonic() + 30
            while not server.started:
                assert time.monotonic() < ends
                time.sleep(0.01)
            served.address = f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"

            def stop() -> None:
                server.force_exit = server.should_exit = True
                thread.join()

            stack.callback(stop)
            return served

        yield serve


@functools.cache
def program(name: str) -> App:
    app: App = runpy.run_path(str(LESSON / name))["app"]
    return app


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with engine.driven(), sync_playwright() as playwright:
        browser = engine.launch(playwright, engine.executable(), (), 0)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def test_a_refused_event_source_is_told_of_an_error_and_ends(page: Page, serve: Callable[[App], Served]) -> None:
    served = serve(program("refused/dependency.py"))
    page.goto(f"{served.address}/openapi.json")
    assert page.evaluate(OPENED, "/feed") == ["error 2"]
    ((method, headers),) = served.requests("/feed")
    assert method == "GET"
    assert headers["accept"] == "text/event-stream"
    assert "authorization" not in headers


def test_a_stream_that_fails_before_its_first_event_is_asked_for_again(
    page: Page, serve: Callable[[App], Served]
) -> None:
    served = serve(program("refused/app.py"))
    page.goto(f"{served.address}/openapi.json")
    assert page.evaluate(OPENED, "/feed") == ["open", "error 0"]
    began = time.monotonic()
    while len(served.requests("/feed")) < 2:
        assert time.monotonic() < began + 30
        page.wait_for_timeout(50)
    assert time.monotonic() > began + 2


@pytest.mark.parametrize("path", ["/nothing", "/plain"])
def test_204_and_another_type_end_an_event_source(page: Page, serve: Callable[[App], Served], path: str) -> None:
    served = serve(answers)
    page.goto(f"{served.address}/")
    assert page.evaluate(OPENED, path) == ["error 2"]
    assert len(served.requests(path)) == 1


def test_an_event_source_sends_the_cookie_that_a_login_set(page: Page, serve: Callable[[App], Served]) -> None:
    served = serve(program("feed/app.py"))
    page.goto(f"{served.address}/openapi.json")
    page.evaluate("() => fetch('/login', { method: 'POST' })")
    assert page.evaluate("() => document.cookie") == "", "it is hidden from scripts"
    assert page.evaluate(FIRST, "/feed") == "0"
    assert served.requests("/feed")[0][1]["cookie"].startswith("session=")


ASK = """async ([text, token]) => {
  const words = [];
  try {
    return [await window.ask(text, token, (data) => words.push(data)), words];
  } catch (error) {
    return [error.message, words];
  }
}"""


def test_fetch_posts_authenticates_and_reads_the_events(page: Page, serve: Callable[[App], Served]) -> None:
    served = serve(program("chat/app.py"))
    page.goto(f"{served.address}/openapi.json")
    script = (LESSON / "chat" / "read.js").read_text("utf-8")
    page.add_script_tag(content=f"{script}\nwindow.ask = ask;", type="module")
    page.wait_for_function("() => window.ask !== undefined")
    assert page.evaluate(ASK, ["read this aloud", "secret"]) == [True, ["READ", "THIS", "ALOUD"]]
    assert page.evaluate(ASK, ["read this aloud", "guess"]) == ["status 401", []]
    assert [method for method, _ in served.requests("/chat")] == ["POST", "POST"]


def test_a_refused_preflight_keeps_the_post_from_the_server(page: Page, serve: Callable[[App], Served]) -> None:
    served = serve(program("chat/app.py"))
    page.goto(f"{serve(answers).address}/")
    before = len(served.asked)
    asked = "async (url) => fetch(url, { method: 'POST', headers: { Authorization: 'Bearer secret' } }).catch(String)"
    assert page.evaluate(asked, f"{served.address}/chat") == "TypeError: Failed to fetch"
    ((method, _, headers),) = served.asked[before:]
    assert method == "OPTIONS"
    assert headers["access-control-request-headers"] == "authorization"
    assert "authorization" not in headers
