"""How soon a press of Run shows something, ours beside others' in the same run, and whether the page stays smooth.

From the press to the frame in which the first own piece is painted, by the page's own clock. Each visit has a profile
of its own, on disk as a reader's is. Ours runs the lesson's program with FastAPI; the others (:mod:`benchmarks.rivals`)
print 1. JupyterLite starts Python without a press, so its clock starts as late as it can: with its Python's worker.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks import rivals, serving
from benchmarks.figures import Figure, ratio
from benchmarks.page import LESSON
from benchmarks.runtime import KEPT
from scripts import chromium
from scripts.runtime import build

ROUNDS = 4
"""The first one is the server's, which compresses each file once."""
TOO_LONG = 120_000  # ms
LONGEST = 20  # s that a run is watched for
PIECES = 1_000
EVENTS = 10_000
"""That the run must have, of the 12,000 that a reader's run may have; each piece has ten."""
PROGRAM = """import asyncio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    for i in range(PIECES):
        yield f"chunk {i}\\n"
        await asyncio.sleep(0.001)


@app.get("/stream")
async def stream():
    return StreamingResponse(generate(), media_type="text/plain")
"""

# A message that is posted in a frame's callback arrives when that frame has been painted.
WATCH = """([selector, text, start]) => {
  const found = () => [...document.querySelectorAll(selector)].filter((one) => one.textContent.includes(text))
  const before = new Set(found())
  let pressed
  const press = (at) => (pressed ??= at)
  window.took = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("nothing was shown")), 120_000)
    const watch = new MutationObserver(() => {
      if (pressed === undefined || !found().some((one) => !before.has(one) && one.getClientRects().length)) return
      watch.disconnect()
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => resolve(performance.now() - pressed)
        channel.port2.postMessage(0)
      })
    })
    watch.observe(document, { childList: true, subtree: true, characterData: true })
  })
  if (start === "click") addEventListener("click", (event) => press(event.timeStamp), { capture: true, once: true })
  else window.Worker = class extends Worker {
    constructor(...given) {
      press(performance.now())
      super(...given)
    }
  }
}"""
PASTE = """(field, text) => {
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/plain", text)
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }))
}"""
ENDED = "() => document.querySelector('.cw-bench .cw-arrived')?.textContent.includes('complete')"
FRAMES = """() => {
  window.longOnes = []
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.longOnes.push([one.duration, one.startTime,
      one.scripts.map((script) => `${script.invoker} ${script.sourceFunctionName} ${script.duration}`).join("; ")])
  }).observe({ type: "long-animation-frame" })
}"""


def figures(*, small: bool = False) -> list[Figure]:
    build.build()
    with tempfile.TemporaryDirectory() as folder, serving.site(Path(folder), small=small) as address:
        longest, ran = smooth(address, 20 if small else PIECES)
        times = visits(address, small=small)
    if not small:
        print(f"load {os.getloadavg()[0]:.1f}; medians of {ROUNDS - 1}, in s:", flush=True)
        for name, values in times.items():
            print(f"  {name:28} {statistics.median(values) / 1000:.2f}", flush=True)
    ours = ["ours, cold", "ours, with the cache"]
    return [
        *(
            Figure(f"press to the first own piece: {name}", statistics.median(times[name]) / 1000, bound, "s")
            for name, bound in zip([*ours, "ours, again"], (3, 1.6, 0.15), strict=True)
        ),
        *(
            Figure(f"{one}: ours / {rival}", ratio(times[f"ours, {one}"], times[f"{rival}, {one}"]), 1)
            for rival in ("stock Pyodide", "stock FastAPI", "JupyterLite")
            for one in ("cold", "with the cache")
            if f"{rival}, {one}" in times
        ),
        Figure(f"longest frame while {ran:,} events stream, with typing and scrolling", longest, 50, "ms"),
    ]


def visits(ours: str, *, small: bool = False) -> dict[str, list[float]]:
    """Return the milliseconds of each kind of visit, round by round, all in turn; without JupyterLite if ``small``."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, serving.served(Path(folder), rule="") as others:
        rivals.stock(Path(folder))
        if not small:
            rivals.jupyterlite(Path(folder))
        all_of_them = [
            (_ours, ours),
            (_pressed("stock Pyodide", "print"), others),
            (_pressed("stock FastAPI", "fastapi"), others),
            (_jupyterlite, others),
        ]
        if small:
            all_of_them = all_of_them[:2]
        for number in range(1, 2) if small else range(ROUNDS):
            for measure, address in all_of_them:
                with profile() as context:
                    for name, took in measure(context, address):
                        if number:
                            times.setdefault(name, []).append(took)
    return times


def smooth(address: str, pieces: int = PIECES) -> tuple[float, int]:
    """Return the longest frame in ms, 0 if none was longer than 50, and how many events streamed.

    They stream twice, recorded and live, but only those of the first are counted.
    """
    with profile() as context:
        page = context.new_page()
        page.goto(address + LESSON, wait_until="networkidle")
        _open(page)
        _run(page)  # Python's start has frames of its own, and is not what is asked about
        field = page.get_by_role("textbox", name="Program")
        field.press("Control+a")
        field.evaluate(PASTE, PROGRAM.replace("PIECES", str(pieces)))
        field.press("Control+End")
        page.evaluate("document.querySelector('.cw-arrived').remove()")
        page.evaluate(FRAMES)
        page.get_by_role("button", name="Run", exact=True).click()
        field.focus()
        began = time.monotonic()
        box = page.locator(".cw-bench .cw-field").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 20, max(60, box["y"] + 20))
        while (
            not page.evaluate(ENDED)
            and not page.locator(".cw-retry").is_visible()
            and time.monotonic() - began < LONGEST
        ):
            page.keyboard.type("# a b\n")
            page.mouse.wheel(0, 300)
            page.keyboard.press("Backspace")
            page.mouse.wheel(0, -300)
        said = page.locator(".cw-bench .cw-state").inner_text()
        found = page.evaluate("window.longOnes")
    for one in sorted(found, reverse=True)[:8] if pieces == PIECES else []:
        print("  long frame", one, flush=True)
    events = int(said.rpartition(" of its ")[2].split()[0].replace(",", "")) if " of its " in said else 0
    assert events >= EVENTS or pieces < PIECES, said  # a page counts the events of long runs only
    return max((duration for duration, *_ in found), default=0), events


@contextmanager
def profile() -> Iterator[BrowserContext]:
    """Start a browser with a profile that nobody has used."""
    flags = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        chrome = playwright.chromium
        context = chrome.launch_persistent_context(folder, executable_path=chromium.find(), args=flags)
        context.set_default_timeout(TOO_LONG)
        try:
            yield context
        finally:
            context.close()


def _ours(context: BrowserContext, address: str) -> Iterator[tuple[str, float]]:
    for name in ("cold", "with the cache"):
        page = context.new_page()
        page.goto(address + LESSON, wait_until="networkidle")
        _open(page)
        page.wait_for_timeout(500)
        yield f"ours, {name}", _run(page)
        page.evaluate(KEPT)
        if name != "cold":
            page.wait_for_timeout(1_000)
            yield "ours, again", _run(page)
        page.close()


def _open(page: Page) -> None:
    page.get_by_role("button", name="Try it").first.click()
    page.get_by_role("button", name="Run", exact=True).wait_for()


def _run(page: Page) -> float:
    """Press Run, return how long the first piece took, and wait until the run is over."""
    page.evaluate(WATCH, [".cw-result .cw-output, .cw-result .cw-arrivals code", "chunk", "click"])
    page.get_by_role("button", name="Run", exact=True).click()
    took: float = page.evaluate("window.took")
    page.wait_for_function(ENDED)
    return took


def _pressed(name: str, file: str) -> Callable[[BrowserContext, str], Iterator[tuple[str, float]]]:
    def measure(context: BrowserContext, address: str) -> Iterator[tuple[str, float]]:
        for kind in ("cold", "with the cache"):
            page = context.new_page()
            page.goto(f"{address}stock/{file}.html", wait_until="networkidle")
            page.wait_for_timeout(500)
            page.evaluate(WATCH, ["pre b", "1", "click"])
            page.click("button")
            yield f"{name}, {kind}", page.evaluate("window.took")
            page.wait_for_timeout(1_000)
            page.close()

    return measure


def _jupyterlite(context: BrowserContext, address: str) -> Iterator[tuple[str, float]]:
    for kind in ("cold", "with the cache"):
        page = context.new_page()
        page.add_init_script(f"({WATCH})(['.jp-OutputArea-output pre', '1', 'worker'])")
        page.goto(f"{address}lite/repl/index.html?kernel=python&code=print(1)")
        yield f"JupyterLite, {kind}", page.evaluate("window.took")
        page.wait_for_timeout(1_000)
        page.close()
