"""The server of the live site: it answers at once whatever the builder is doing, and tells browsers to reload.

Each page gets a script that waits for the next state of the site, and a list of all mistakes, wherever they are.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scripts.loopback import LoopbackServer

ASK = "/_live/"
HELD = 20.0
"""Seconds for which a browser's question is held back while nothing changes."""
PATIENCE = 5.0
"""Seconds for which a request waits for a build that has begun. After that it gets what there is."""

SCRIPT = """<script>
(async (epoch) => {
  const seen = () => new Promise((go) => document.addEventListener("visibilitychange", go, { once: true }))
  for (;;) {
    if (document.hidden) { await seen(); continue }
    const stop = new AbortController()
    seen().then(() => stop.abort())
    try {
      const answer = await fetch("%s" + epoch, { cache: "no-store", signal: stop.signal })
      if (answer.ok && (await answer.text()) !== epoch) return location.reload()
    } catch { await new Promise((go) => setTimeout(go, 500)) }
  }
})("%d")
</script>"""
STYLE = """<style>
#cw-live{position:fixed;z-index:9;inset:auto 0 0 0;max-height:40vh;overflow:auto;background:#fff3f3;color:#5c0011;
border-top:3px solid #d0021b;padding:.5rem 1rem;font:14px/1.4 system-ui,sans-serif}
#cw-live pre{margin:.3rem 0;white-space:pre-wrap;font:13px/1.4 ui-monospace,monospace}
@media print{#cw-live{display:none}}
</style>"""


WAIT = "<!doctype html><title>Chunkwise</title><body><p>The site is being built, and will be here in a moment.</p>"
BROKEN = "<!doctype html><title>Chunkwise</title><body><p>The site cannot be built as it is. Below is why.</p>"


@dataclass
class State:
    """What the server shows; the builder's reports change it."""

    folder: Path | None = None
    mistakes: list[str] = field(default_factory=list)
    epoch: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    building: bool = True
    changed: threading.Condition = field(default_factory=threading.Condition)

    def begin(self) -> None:
        with self.changed:
            self.building = True

    def publish(self, folder: Path | None, mistakes: list[str], *, anew: bool = True, settled: bool = True) -> None:
        """Show a built site, or what there was with other mistakes; if there is anything new, every browser reloads.

        What is not ``settled`` leaves requests waiting for a build that has begun.
        """
        with self.changed:
            anew |= mistakes != self.mistakes
            self.folder = folder or self.folder
            self.mistakes = mistakes
            self.building &= not settled
            self.epoch += anew
            self.changed.notify_all()

    def settled(self) -> None:
        """Wait for a build that has begun, but never for long."""
        with self.changed:
            self.changed.wait_for(lambda: not self.building or self.folder is None, PATIENCE)

    def after(self, epoch: str) -> int:
        """Return the present state's number, once it is another one than ``epoch`` or a while has passed."""
        with self.changed:
            self.changed.wait_for(lambda: str(self.epoch) != epoch, HELD)
            return self.epoch


class Server(LoopbackServer):
    """Listens on loopback from the moment that it is made.

    Raises:
        OSError: The port is in use.
    """

    block_on_close = False

    def __init__(self, port: int, state: State) -> None:
        super().__init__(partial(_Handler, state=state), port)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, state: State) -> None:
        self.state = state
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path.startswith(ASK):
            return self._answer(str(self.state.after(path.removeprefix(ASK))).encode(), "text/plain")
        self.state.settled()
        epoch = self.state.epoch  # of what is read below; a later one makes the page reload
        if self.state.folder is None:
            wait = BROKEN if self.state.mistakes else WAIT
            return self._answer(self._live(wait, epoch), "text/html")
        self.directory = str(self.state.folder)
        file = Path(self.translate_path(self.path))
        if file.is_dir() and path.endswith("/"):
            file /= "index.html"
        found = file.exists()
        if found and file.suffix != ".html":
            del self.headers["If-Modified-Since"]  # whose second is too long for somebody who edits
            return super().do_GET()
        if not found and self.state.building and file.suffix in ("", ".html"):  # another builder begins with no page
            return self._answer(self._live(WAIT, epoch), "text/html")
        file = file if found else self.state.folder / "404.html"
        html = file.read_text("utf-8") if file.is_file() else "<!doctype html><body><h1>This page is not here</h1>"
        return self._answer(self._live(html, epoch), "text/html", 200 if found else 404)

    def _live(self, html: str, epoch: int) -> bytes:
        state = self.state
        added = SCRIPT % (ASK, epoch)
        if state.mistakes:
            count = len(state.mistakes)
            listed = "".join(f"<pre>{escape(text)}</pre>" for text in state.mistakes)
            head = f"<strong>{count} mistake{'s' * (count > 1)}</strong>"
            added += f'{STYLE}<aside id="cw-live" role="status">{head}{listed}</aside>'
        before, end, after = html.rpartition("</body>")
        return f"{before}{added}{end}{after}".encode() if end else f"{html}{added}".encode()

    def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # a browser that went on to another page

    def log_message(self, format: str, *args: object) -> None:
        pass
