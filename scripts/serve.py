"""The site while someone writes: an edit to a page, an example or the package shows in the browser at once.

A process of its own records and builds (`scripts.live.worker`). This one looks at the files, answers the browser
whatever the other one is doing, and starts another one when the package changes or when it has ended.
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import subprocess
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from scripts.live.files import changed, look
from scripts.live.server import Server, State
from scripts.live.worker import Report, run

PLACES = ("mkdocs.yml", "docs", "examples", "chunkwise")
PAUSE = 0.05
"""Seconds between two looks at the files, at least; a look may take a tenth of the time at most."""
STATIC = "chunkwise/static/"
ANEW = "The package has changed: all is built again."
"""What is printed when another builder has taken the place of the one with the old package."""


class Builder:
    """The process that builds, and whoever listens to it.

    Args:
        state: What the server shows; it learns what the process reports.
        folder: An empty folder for the built site.
        address: Where the site is served.
    """

    def __init__(self, state: State, folder: Path, address: str) -> None:
        self.state, self.folder, self.address = state, folder, address
        context = multiprocessing.get_context("spawn")
        self.told, theirs = context.Pipe()
        self.process = context.Process(target=run, args=(theirs, folder, address), daemon=False)
        self.process.start()
        self.replaced = False
        theirs.close()
        threading.Thread(target=self._listen, args=(self.told,), daemon=True).start()

    def tell(self, paths: list[str]) -> None:
        self.state.begin()
        try:
            self.told.send(paths)
        except OSError:
            self.state.publish(None, self.state.mistakes)  # it has ended, and the page says why

    def end(self) -> None:
        self.replaced = True
        self.process.terminate()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def _listen(self, told: Connection) -> None:
        said = False
        while True:
            try:
                report: Report = told.recv()
            except (EOFError, OSError):
                break
            said = report.ended
            if report.mistakes != self.state.mistakes:
                print(_summary(report.mistakes), flush=True)
            self.state.publish(report.folder, report.mistakes, anew=report.anew, settled=not report.later)
        if self.process.exitcode is None:
            self.process.join(5)
        if self.process.exitcode and not said and not self.replaced:  # the next one speaks for the site by now
            self.state.publish(None, [f"The builder ended with {self.process.exitcode}. Save a file of chunkwise/."])


def _summary(mistakes: list[str]) -> str:
    count = len(mistakes)
    return "\n".join([*mistakes, f"{count} mistake{'s' * (count != 1)}"]) if mistakes else "No mistake."


def serve(server: Server, state: State, folder: Path) -> None:
    """Follow the files until somebody ends it."""
    address = f"http://127.0.0.1:{server.server_port}/"
    assets()
    before = look(PLACES)
    builder = Builder(state, folder, address)
    print(f"Serving on {address}", flush=True)
    try:
        while True:
            began = time.monotonic()
            now = look(PLACES)
            paths, before = changed(before, now), now
            if any(path.startswith(STATIC) for path in paths):
                assets()
            if any(path.startswith("chunkwise/") and path.endswith(".py") for path in paths):
                builder.end()
                state.begin()
                builder = Builder(state, folder, address)
                print(ANEW, flush=True)
            elif told := [path for path in paths if not path.startswith("chunkwise/")]:
                builder.tell(told)
            time.sleep(max(PAUSE, 9 * (time.monotonic() - began)))
    finally:
        builder.end()


def assets() -> None:
    """Copy the package's scripts and styles to where the site has them, if the package ships any."""
    if Path(STATIC).is_dir():
        subprocess.run([sys.executable, "-m", "chunkwise", "assets", "docs"], check=False)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve the site and keep it fresh.")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), interrupt)
    state = State()
    try:
        server = Server(port, state)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        hint = f"Choose another one: make serve PORT={port % 60000 + 1}"
        print(f"Port {port} cannot be used: {why}.\n  {hint}", file=sys.stderr)
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="chunkwise-") as folder:
            serve(server, state, Path(folder))
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
