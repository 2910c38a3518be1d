"""How long a key press takes to its painted step, on the lesson's recording and on a made one of 5,000 events."""

from __future__ import annotations

import functools
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.figures import Figure
from chunkwise import html, store
from chunkwise.events import MAIN, AsgiEvent, Blob, ClientEvent, CodeEvent, Event, Recording, WireEvent
from chunkwise.examples import Example
from chunkwise.views.lanes import lanes
from chunkwise.views.steps import steps
from chunkwise.views.trace import trace
from chunkwise.views.variables import variables
from scripts import chromium

ASSETS = Path("docs/assets/chunkwise")
SLOWED = 4
PRESSES = 200
MANY = 10_000
EVENTS = 5_000

# From the key to the frame that shows it: the handler, style and layout, and the wait for the frame's own task.
MEASURE = """async (presses) => {
  const button = document.querySelector('[data-do=next]');
  const times = [];
  const channel = new MessageChannel();
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const began = performance.now();
    channel.port1.onmessage = () => done(performance.now() - began);
    channel.port2.postMessage(0);
  }));
  for (let n = 0; n < presses; n += 1) {
    await new Promise((done) => requestAnimationFrame(done));
    const began = performance.now();
    const end = document.querySelector('[data-do=next]').getAttribute('aria-disabled') === 'true';
    button.dispatchEvent(new KeyboardEvent('keydown', { key: end ? 'Home' : 'ArrowRight', bubbles: true }));
    document.body.offsetHeight;
    const handled = performance.now() - began;
    times.push(handled + await painted());
  }
  return times.sort((a, b) => a - b)[Math.floor(presses * 0.95)];
}"""
RUN = """(presses) => {
  const button = document.querySelector('[data-do=next]');
  for (let n = 0; n < presses; n += 1)
    button.dispatchEvent(new KeyboardEvent('keydown', { key: n % 50 ? 'ArrowRight' : 'Home', bubbles: true }));
}"""


def figures() -> list[Figure]:
    seed = store.load(Example(Path("examples"), "streaming_responses/three_chunks"))[MAIN]
    found = []
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as address, sync_playwright() as playwright:
        flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        flags.append("--enable-precise-memory-info")
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        for name, recording in (("the lesson", seed), (f"{EVENTS:,} events", made(EVENTS))):
            (Path(folder) / "index.html").write_text(_page(recording), "utf-8")
            page = browser.new_page()
            page.goto(address)
            page.wait_for_selector(".cw-controls")
            devtools = page.context.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            what = f"key to painted step, {name}, processor slowed {SLOWED} times, 95th percentile"
            found.append(Figure(what, page.evaluate(MEASURE, PRESSES), 16, "ms"))
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            found.append(Figure(f"memory after {MANY:,} steps, {name}", _growth(page, devtools), 1.05))
            page.close()
        browser.close()
    return found


def made(events: int) -> Recording:
    """Make a recording of a stream of many chunks."""
    log: list[Event] = [ClientEvent(lane="client", kind="request", client="client", exchange=1)]
    base = {"exchange": 1, "function": "generate", "frame": 1, "generator": True}
    number = 0
    while len(log) < events:
        piece, names = Blob.of(b"chunk\n"), {"i": str(number)}
        kind = "resume" if number else "start"
        log += [
            CodeEvent(lane="code", kind=kind, line=9, **base),  # type: ignore[arg-type]
            CodeEvent(lane="code", kind="line", line=8, **base),  # type: ignore[arg-type]
            CodeEvent(lane="code", kind="line", line=9, names=names, **base),  # type: ignore[arg-type]
            CodeEvent(lane="code", kind="yield", line=9, names=names, value="'chunk\\n'", **base),  # type: ignore[arg-type]
            AsgiEvent(lane="asgi", kind="send", exchange=1, type="http.response.body", body=piece, more_body=True),
            WireEvent(lane="wire", kind="down", exchange=1, client="client", data=Blob.of(b"6\r\nchunk\n\r\n")),
            ClientEvent(lane="client", kind="piece", exchange=1, client="client", data=piece),
        ]
        number += 1
    return Recording(clock="lock-step", source="", events=tuple(log))


def _page(recording: Recording) -> str:
    rows = steps(recording)
    drawn = lanes(recording, rows)
    of = {"recording": "r", "variant": MAIN}
    styles = "".join(f'<link rel="stylesheet" href="{file.name}">' for file in sorted(ASSETS.glob("*.css")))
    return (
        f'<!doctype html><meta charset="utf-8"><title>Stepping</title>{styles}'
        f'<body data-md-color-scheme="default"><article class="md-typeset">'
        f"{html.steps_table(drawn, prefix='', caption='Steps', **of)}"
        f"{html.variables_table(variables(recording, rows, ['i']), caption='Values', **of)}"
        f"{html.lanes_list(drawn, caption='Lanes', recording='r', variant=MAIN)}"
        f"{html.player(trace(recording, rows), **of)}"
        '</article><script type="module" src="player.js"></script>'
    )


def _growth(page: Page, devtools: CDPSession) -> float:
    """Return how much memory is in use after many steps, as a multiple of what was before."""
    page.evaluate(RUN, 500)
    before = _heap(page, devtools)
    page.evaluate(RUN, MANY)
    return _heap(page, devtools) / before


def _heap(page: Page, devtools: CDPSession) -> float:
    devtools.send("HeapProfiler.collectGarbage")
    return float(page.evaluate("performance.memory.usedJSHeapSize"))


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    for file in (*ASSETS.glob("*.js"), *ASSETS.glob("*.css")):
        (folder / file.name).write_bytes(file.read_bytes())

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/index.html"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
