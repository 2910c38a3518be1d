"""How long a key press takes to its painted step, on the lesson's page and on the same page with 5,000 events.

The stage and the player are both there, and a key moves both, with the tables and lanes below.

Keys are pressed through the browser, as by a hand, each when the page rests after the one before: what a page prepares
in idle time is none of a key's work, and a reader who looks at a step leaves it the time. Two figures tell of each: the
work (the key's handlers, then the whole frame that shows the step: style, layout, paint), and what a reader waits for,
until the step is on the screen.
The second has the wait for the display's next frame in it, up to 16.7 ms at 60 Hz, whatever the page does, and the
browser rounds it to 8 ms; so it may be a frame longer.
"""

from __future__ import annotations

import math
import os
import re
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup
from markupsafe import Markup
from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks import serving
from benchmarks.figures import Figure
from benchmarks.page import LESSON
from chunkwise.events import MAIN, AsgiEvent, Blob, ClientEvent, CodeEvent, Event, Recording, WireEvent
from chunkwise.views import render
from chunkwise.views.elements import element
from chunkwise.views.lanes import lanes
from chunkwise.views.render_stage import Shown, stage_element
from chunkwise.views.stage import stage
from chunkwise.views.steps import steps
from chunkwise.views.trace import trace
from chunkwise.views.variables import variables
from scripts import chromium

EXAMPLE = "streaming_responses/three_chunks"
SLOWED = 4
PRESSES = 200
MANY = 10_000
EVENTS = 5_000
FRAME = 1000 / 60

# A message posted in a frame's callback arrives when that frame has been laid out and painted.
WATCH = """() => {
  window.works = [];
  window.shown = [];
  const channel = new MessageChannel();
  const { signal } = (window.watching = new AbortController());
  let began = 0;
  let work = 0;
  channel.port1.onmessage = () => window.works.push(work + performance.now() - began);
  window.addEventListener("keydown", () => { began = performance.now(); }, { capture: true, signal });
  window.addEventListener("keydown", () => {
    document.body.offsetHeight; // or else the key's release has it laid out, between the two that are measured
    work = performance.now() - began;
    requestAnimationFrame(() => {
      began = performance.now();
      channel.port2.postMessage(0);
    });
  }, { signal });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "keydown") window.shown.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16 });
}"""
RESTS = """async () => {
  await new Promise((then) => requestIdleCallback(then, { timeout: 1000 }));
  await new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
}"""
AT_END = "button => button.getAttribute('aria-disabled') === 'true'"
RUN = """(presses) => {
  const button = document.querySelector('[data-do=next]');
  for (let n = 0; n < presses; n += 1)
    button.dispatchEvent(new KeyboardEvent('keydown', { key: n % 50 ? 'ArrowRight' : 'Home', bubbles: true }));
}"""


def figures(*, small: bool = False) -> list[Figure]:
    found: list[Figure] = []
    presses, many, events = (3, 500, 200) if small else (PRESSES, MANY, EVENTS)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving.site(Path(folder), small=small) as address,
        sync_playwright() as playwright,
    ):
        built = Path(folder) / "site" if small else Path(folder)
        large = built / LESSON.replace("visualize", "large") / "index.html"
        large.parent.mkdir()
        large.write_text(_large((built / LESSON / "index.html").read_text("utf-8"), events), "utf-8")
        flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        flags.append("--enable-precise-memory-info")
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        for name, path in (("the lesson", LESSON), (f"{events:,} events", LESSON.replace("visualize", "large"))):
            page = browser.new_page()
            page.goto(address + path, wait_until="networkidle")
            devtools = page.context.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            works, shown = _press(page, presses)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            what = f"{name}, processor slowed {SLOWED} times, 95th percentile"
            found.append(Figure(f"work from key to painted step, {what}", works, 16, "ms"))
            found.append(Figure(f"wait from key to painted step, {what}", shown, 16 + FRAME, "ms"))
            found.append(Figure(f"memory after {many:,} steps, {name}", _growth(page, devtools, many), 1.05))
            page.close()
        browser.close()
    return found


def _press(page: Page, presses: int) -> tuple[float, float]:
    """Press keys and return the 95th percentiles of work and wait, in milliseconds."""
    button = page.locator("[data-do=next]").first
    button.focus()
    page.evaluate(WATCH)
    for _ in range(presses):
        page.keyboard.press("Home" if button.evaluate(AT_END) else "ArrowRight")
        page.wait_for_timeout(50)
        page.evaluate(RESTS)
    works: list[float] = page.evaluate("window.works")
    shown: list[float] = page.evaluate("window.shown")
    assert len(works) == presses
    # The browser tells of those that took 16 ms or more; the others are shorter.
    return _percentile(works), _percentile([*shown, *[FRAME] * (presses - len(shown))])


def _percentile(times: list[float]) -> float:
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


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


def _large(lesson: str, events: int) -> str:
    """Return the lesson's page with its program, and the views of a much longer recording of it."""
    program = BeautifulSoup(lesson, "html.parser").select_one(".cw-example")
    assert program
    recording = made(events)
    rows = steps(recording)
    drawn = lanes(recording, rows)
    of = {"recording": EXAMPLE, "variant": MAIN}
    code = Markup(re.sub(r' id="[^"]*"', "", str(program.select_one(".highlight"))))
    shown = Shown(MAIN, "The program", "Large", code, stage(recording, drawn), links={})
    style = element("link", rel="stylesheet", href="../../../assets/chunkwise/stage/stage.css")
    body = (
        f"<h1>Large</h1>{stage_element([shown], EXAMPLE, style)}{program}"
        f"{render.steps_table(drawn, prefix='', caption='Steps', **of)}"
        f"{render.variables_table(variables(recording, rows, ['i']), caption='Values', **of)}"
        f"{render.lanes_list(drawn, caption='Lanes', recording=EXAMPLE, variant=MAIN)}"
        f"{render.player(trace(recording, rows), **of)}"
    )
    start, end = lesson.index('<article class="md-content__inner md-typeset">'), lesson.index("</article>")
    return f'{lesson[:start]}<article class="md-content__inner md-typeset">{body}{lesson[end:]}'


def _growth(page: Page, devtools: CDPSession, many: int) -> float:
    """Return how much memory is in use after many steps, as a multiple of what was before.

    What is watched of each step would be a part of it.
    """
    page.evaluate("window.watching.abort()")
    page.evaluate(RUN, 500)
    before = _heap(page, devtools)
    page.evaluate(RUN, many)
    return _heap(page, devtools) / before


def _heap(page: Page, devtools: CDPSession) -> float:
    devtools.send("HeapProfiler.collectGarbage")
    return float(page.evaluate("performance.memory.usedJSHeapSize"))
