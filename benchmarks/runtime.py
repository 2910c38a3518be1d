"""What the first press of Run costs a reader: bytes, and the time until Python is ready, without and with the cache.

The time from a press to the first piece on the screen has in it what the page does besides. Here is Python's part.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks import serving
from benchmarks.figures import Figure
from benchmarks.page import LESSON, downloads
from scripts import chromium
from scripts.runtime import build

MEGA = 1_000_000
ROUNDS = 5
COMPRESS = """
const { readFileSync } = require("node:fs"), { brotliCompressSync, constants, gzipSync } = require("node:zlib")
const best = (size) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24,
  [constants.BROTLI_PARAM_SIZE_HINT]: size } })
let [gzip, brotli] = [0, 0]
for (const file of process.argv.slice(1)) {
  const data = readFileSync(file)
  gzip += gzipSync(data, { level: 9 }).length
  brotli += brotliCompressSync(data, best(data.length)).length
}
console.log(JSON.stringify([gzip, brotli]))
"""
START = """(source) => new Promise((resolve, reject) => {
  const began = performance.now()
  const worker = new Worker(source, { type: "module" })
  worker.onmessage = ({ data }) => {
    if (data.type === "failed") reject(new Error(data.what))
    if (data.type !== "ready") return
    import(source.replace("worker.js", "keep.js")).then(({ keepRuntime }) => keepRuntime())
    worker.postMessage({ type: "run", id: 1, text: "print(1)" })
    worker.onmessage = ({ data }) => data.type === "output" && resolve(performance.now() - began)
  }
})"""
BEHIND = ("/assets/runtime/", "/chunkwise/vendor/", "/chunkwise/try/")
BUTTON = "/chunkwise/try/try.js"
KEPT = """async () => {
  const count = async () => (await (await caches.open("chunkwise-runtime")).keys()).length
  while (await count() < 7) await new Promise((done) => setTimeout(done, 20))
}"""


def figures(*, small: bool = False) -> list[Figure]:
    build.build()
    gzip, brotli = sizes(small=small)
    cold, warm = starts(small=small)
    return [
        Figure("of it on a page on which nobody presses Run", unpressed(small=small), 0, "bytes"),
        Figure("the first load, gzip", gzip / MEGA, 9, "MB"),
        Figure("the first load, brotli", brotli / MEGA, 6.6, "MB"),
        Figure("from nothing to the output of print(1)", cold / 1000, 3, "s"),
        Figure("the same with the cache", warm / 1000, 1.6, "s"),
    ]


def sizes(*, small: bool = False) -> tuple[int, int]:
    """Return the bytes of the first load as hosts send it that compress with gzip, and with Brotli."""
    files = build.current()["files"]
    first = [str(build.OUT / part["file"]) for name, part in files.items() if name != "full-library"]
    if small:  # the best compression takes a minute
        first = sorted(first, key=lambda file: Path(file).stat().st_size)[:1]
    done = subprocess.run(["node", "--eval", COMPRESS, "--", *first], capture_output=True, text=True, check=True)
    gzip, brotli = json.loads(done.stdout)
    return gzip, brotli


def unpressed(*, small: bool = False) -> int:
    """Return the bytes that a visit without a press loads of the runtime, and of the editor and all else behind it."""
    with tempfile.TemporaryDirectory() as folder, serving.site(Path(folder), small=small) as address:
        sizes = downloads(address + LESSON)
    return sum(size for name, size in sizes.items() if any(part in name for part in BEHIND) and BUTTON not in name)


def starts(*, small: bool = False) -> tuple[float, float]:
    """Return the medians, in ms, of a start in a fresh profile and of the next start in the same profile."""
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    cold, warm = [], []
    with (
        tempfile.TemporaryDirectory() as folder,
        serving.site(Path(folder), small=small) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        for _ in range(2 if small else ROUNDS + 1):
            with browser.new_context() as context:
                cold.append(start(context, address))
                warm.append(start(context, address))
        browser.close()
    # The first round is the server's, which compresses each file once.
    return statistics.median(cold[1:]), statistics.median(warm[1:])


def start(context: BrowserContext, address: str) -> float:
    """Return how long a start takes on a page that was opened for it, in ms."""
    page = context.new_page()
    page.goto(address + LESSON, wait_until="networkidle")
    took: float = page.evaluate(START, f"{address}assets/chunkwise/try/worker.js")
    page.evaluate(KEPT)
    page.close()
    return took
