"""A stranger's program tries to leave something behind that another page of the site would be served."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import ADDRESS, BARE
from tests.support.trying import LESSON, opened, press, says, wait_for_kept, write

OTHER = "lessons/backpressure/learn/"
PLANTED = "<!doctype html><title>planted</title><script>document.title = localStorage.length</script>"

PROGRAM = '''
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
import pyodide_js

app = FastAPI()
TRIES = {tries!r}
PLANTED = {planted!r}
START = """
self.told ??= []
const begun = (async () => {{ %s }})()
begun.then((value) => self.told.push(String(value)), (error) => self.told.push(error.name))
"""


async def generate():
    for attempt in TRIES:
        try:
            # Nobody waits for a promise: a run of lock-step has no time for one.
            function = pyodide_js.constructor.constructor("page", START % attempt)
            function(PLANTED)
            yield "started\\n"
        except Exception as error:
            yield f"{{type(error).__name__}}\\n"


@app.get("/stream")
async def stream():
    return StreamingResponse(generate(), media_type="text/plain")
'''


def tries(site: str) -> list[str]:
    """Return ways in which JavaScript in the worker might get something into what other pages are served from."""
    scripts, page = f"{site}assets/chunkwise/", f"{site}{OTHER}"
    part = f'{{file: "../../{OTHER}", bytes: 1}}'
    answer = 'new Response(page, {headers: {"Content-Type": "text/html"}})'
    put = f'.then((c) => c.put("{page}", {answer})).then(() => "put")'
    return [
        f'const m = await import("{scripts}try/store.js"); await m.keep({part}, new Blob([page])); return "kept"',
        f'const m = await import("{scripts}try/store.js?again"); await m.keep({part}, new Blob([page])); return "kept"',
        f'const m = await import("{scripts}try/store.js"); return (await m.open({part}, () => 0)).status',
        f'const m = await import("{scripts}try/keep.js"); await m.keepRuntime(["{page}"]); return "kept"',
        f'return caches.open("chunkwise-pages"){put}',
        f'return caches.open("chunkwise-runtime"){put}',
        f'return self.__proto__.__proto__.caches.open("chunkwise-pages"){put}',
        f'return navigator.serviceWorker.controller.postMessage({{type: "keep", addresses: ["{page}"]}})',
        'const w = new Worker(URL.createObjectURL(new Blob(["caches.open(1)"]))); return "a worker"',
    ]


@pytest.fixture(scope="module", params=[ADDRESS, BARE], ids=["with the policy", "from a host that sends none"])
def left(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, str]]:
    """A page in which the program has run, and the site's address, before the network goes away."""
    site = request.param
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(site + LESSON)
        opened(page)
        write(page, PROGRAM.format(tries=tries(site), planted=PLANTED))
        press(page, "Run")
        says(page, "Your run has")
        page.wait_for_timeout(1_000)
        yield page, site


def test_nothing_is_planted_in_what_other_pages_are_served_from(left: tuple[Page, str]) -> None:
    page, site = left
    wait_for_kept(page, "chunkwise-pages", 16)
    wait_for_kept(page, "chunkwise-runtime", 7)
    steps = page.locator(".cw-result .cw-steps").inner_text()
    assert "'JsException" in steps
    assert "'started" not in steps, "a program can make JavaScript"
    contents = page.evaluate(
        """async () => {
          const found = []
          for (const name of await caches.keys()) {
            const cache = await caches.open(name)
            for (const { url } of await cache.keys()) found.push([name, url, await (await cache.match(url)).text()])
          }
          return found
        }"""
    )
    assert [url for _, url, text in contents if "planted" in text and "/lessons/" not in url] == []
    assert [url for name, url, _ in contents if name == "chunkwise-runtime" and "/assets/runtime/" not in url] == []
    assert [url for _, url, _ in contents if url == site + OTHER] == []


def test_a_page_never_visited_is_not_served_without_a_network(left: tuple[Page, str]) -> None:
    page, site = left
    wait_for_kept(page, "chunkwise-pages", 16)
    asked = "(address) => fetch(address).then((one) => one.text(), () => 'no network')"
    page.context.set_offline(True)
    assert page.evaluate(asked, site + OTHER) == "no network"


def test_the_service_worker_serves_no_page_from_the_runtimes_cache(browser: Browser) -> None:
    """Even if something got there: the door is shut on both sides."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(BARE + LESSON)
        opened(page)
        press(page, "Run")
        says(page, "Your run has 6 steps")
        page.wait_for_function("navigator.serviceWorker.controller")
        put = "async ([at, text]) => (await caches.open('chunkwise-runtime')).put(at, new Response(text))"
        page.evaluate(put, [BARE + OTHER, PLANTED])
        context.set_offline(True)
        asked = "(address) => fetch(address).then((one) => one.text(), () => 'no network')"
        assert page.evaluate(asked, BARE + OTHER) == "no network"
        page.reload()
        expect(page.locator("h1")).to_contain_text("step by step")
