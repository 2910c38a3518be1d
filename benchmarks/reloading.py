"""How soon a saved page is what the live server answers with: ours beside those of MkDocs and Zensical, in one run."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import sites
from benchmarks.figures import Figure
from chunkwise.conditions.processes import free_port

SIZES = {37: 0.5, 125: 1.0, 150: 1.0}
"""Pages of a site, and the seconds within which an edit must be there."""
EDITS = 7
PATIENCE = 300.0
ADDRESS = sites.PAGE.removesuffix(".md") + "/"
SERVERS = {
    "ours": ("scripts.serve", "--port", "{port}"),
    # With some versions of click, MkDocs forgets that it reloads unless it is told so.
    "MkDocs": ("mkdocs", "serve", "--livereload", "--dev-addr", "127.0.0.1:{port}"),
    "MkDocs, dirty": ("mkdocs", "serve", "--livereload", "--dirty", "--dev-addr", "127.0.0.1:{port}"),
    "Zensical": ("zensical", "serve", "--dev-addr", "127.0.0.1:{port}"),
}


def figures(*, small: bool = False) -> list[Figure]:
    found = []
    for size, bound in ({5: 60.0} if small else SIZES).items():
        with tempfile.TemporaryDirectory() as folder:
            project = sites.write(Path(folder) / "site", size)
            (project / "chunkwise").mkdir()  # a place that is watched
            times = {name: _edits(project, name, 1 if small else EDITS) for name in SERVERS}
        for name, took in times.items():
            what = f"{size} pages, from saving one to its answer, {name}"
            found.append(Figure(what, took, bound if name == "ours" else PATIENCE, "s"))
        for name in list(times)[1:]:
            found.append(Figure(f"{size} pages, ours against {name}", times["ours"] / times[name], PATIENCE))
    return found


def _edits(project: Path, server: str, edits: int) -> float:
    """Return the median, in seconds, of some edits to a page under a server."""
    page = project / "docs" / sites.PAGE
    text = page.read_text("utf-8")
    took = []
    with _serving(project, server) as address:
        _until(address, "", time.monotonic())
        for number in range(edits):
            time.sleep(2)  # what a server does after an edit is not a part of the next one
            mark = f"Saved-{number}-{server[0]}"
            page.write_text(f"{text}\n{mark}\n", "utf-8")
            took.append(_until(address, mark, time.monotonic()))
    page.write_text(text, "utf-8")
    return statistics.median(took)


@contextmanager
def _serving(project: Path, server: str) -> Iterator[str]:
    port = free_port()
    command = [part.format(port=port) for part in SERVERS[server]]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "NO_MKDOCS_2_WARNING": "1", "CHUNKWISE_SITE_URL": ""}
    with (project / "server.log").open("wb") as log:
        child = subprocess.Popen([sys.executable, "-m", *command], cwd=project, env=environment, stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}/{ADDRESS}"
    finally:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _until(address: str, mark: str, began: float) -> float:
    """Ask until the answer holds the mark, and return the seconds since ``began``."""
    while time.monotonic() - began < PATIENCE:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                html = answer.read().decode()
            if mark in html and "<article" in html:
                return time.monotonic() - began
        except OSError:
            pass
        time.sleep(0.01)
    raise AssertionError(f"{mark!r} was never at {address}")
