"""``make screenshots``: the pages as readers meet them, narrow and wide, light and dark, to be looked at by a person.

They go to ``screenshots/``, which git ignores, under names that stay. One of them is the README's.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from chunkwise.authoring.assets import copy_assets
from scripts import chromium
from scripts.loopback import LoopbackServer
from scripts.postprocess import finish

FOLDER = Path("screenshots")
README = Path("docs/assets/screenshot.png")
LESSON = "lessons/streaming-responses/visualize/"
WIDTHS = (360, 768, 1440)
HEIGHT = 900


def _step(number: int) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.get_by_role("slider", name="Step").fill(str(number))
        page.locator("#execution-table").evaluate("heading => heading.scrollIntoView()")

    return go


def _lanes(page: Page) -> None:
    page.get_by_role("slider", name="Step").fill("3")
    page.locator("#four-lanes").evaluate("heading => heading.scrollIntoView()")


def _answered(option: str) -> Callable[[Page], None]:
    def answer(page: Page) -> None:
        quiz = page.locator("section#quiz-state-after-step-3")
        quiz.get_by_label(option).check()
        quiz.get_by_role("button", name="Check").click()
        quiz.evaluate("quiz => quiz.scrollIntoView({ block: 'center' })")

    return answer


SCENES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "home": ("", lambda page: None),
    "learn": ("lessons/streaming-responses/learn/", lambda page: None),
    "step-1": (LESSON, _step(1)),
    "step-3": (LESSON, _step(3)),
    "step-6": (LESSON, _step(6)),
    "lanes": (LESSON, _lanes),
    "try": ("lessons/streaming-responses/try/", lambda page: None),
    "quiz-wrong": (LESSON, _answered("Running")),
    "quiz-right": (LESSON, _answered("Yielded 1")),
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as site:
        copy_assets(Path("docs"))
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", site], check=True, env=environment)
        finish(Path(site))
        server = LoopbackServer(functools.partial(_Quiet, directory=site))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            _take(f"http://127.0.0.1:{server.server_port}/")
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
    shutil.copy(FOLDER / "step-3-1440-light.png", README)


def _take(address: str) -> None:
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        for palette in ("light", "dark"):
            for width in WIDTHS:
                viewport = {"width": width, "height": HEIGHT}
                context = browser.new_context(viewport=viewport, color_scheme=palette, reduced_motion="reduce")  # type: ignore[arg-type]
                for name, (path, act) in SCENES.items():
                    page = context.new_page()
                    page.goto(address + path, wait_until="networkidle")
                    act(page)
                    page.wait_for_timeout(300)
                    page.screenshot(path=FOLDER / f"{name}-{width}-{palette}.png")
                    page.close()
                context.close()
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


if __name__ == "__main__":
    main()
