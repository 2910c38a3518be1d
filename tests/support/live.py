"""A small project under `make serve`, for tests that edit its files and read what a browser would get."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cbor2
from bs4 import BeautifulSoup

from scripts.search import MARK
from scripts.serve import ANEW
from tests.support.made import ROOT

TASK = "streaming_responses/countdown"
PATIENCE = 90.0
CONFIG = """
site_name: A project
theme: {name: material, font: false}
plugins:
  - mkdocs-jupyter: {include: ["*.ipynb"], execute: false}
validation: {nav: {omitted_files: ignore}, links: {anchors: warn}}
markdown_extensions:
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.snippets: {base_path: [examples], check_paths: true}
  - chunkwise.markdown: {examples: examples, docs: docs}
"""


class Live:
    """The server, and the folder that it serves."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.mark = uuid.uuid4().hex
        self.log = folder.parent / "serve.log"
        environment = {**os.environ, "PYTHONPATH": str(folder), "CHUNKWISE_MARK": self.mark}
        command = [sys.executable, "-m", "scripts.serve", "--port", str(port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

    def get(self, path: str = "") -> str:
        """Return what the server answers, whatever its status."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError:
            return ""

    def until(self, holds: Callable[[str], bool], path: str = "") -> str:
        """Ask until the answer is as wanted, and return it."""
        ends = time.monotonic() + PATIENCE
        while not holds(html := self.get(path)):
            assert time.monotonic() < ends, f"{self.log.read_text('utf-8')[-3000:]}\n{text_of(html)[-3000:]}"
            time.sleep(0.05)
        return html

    def shows(self, text: str, path: str = "") -> str:
        return self.until(lambda html: text in text_of(html), path)

    def no_longer(self, text: str, path: str = "") -> str:
        return self.until(lambda html: text not in text_of(html) and "A project" in html, path)

    def searchable(self) -> list[str]:
        """Return the texts of the pages that the search knows; none where its files are just being replaced."""
        try:
            entry = json.loads(self._bytes("pagefind-entry.json"))
            meta = cbor2.loads(self._unpacked(f"pagefind.{entry['languages']['en']['hash']}.pf_meta"))
            pages = [self._unpacked(f"fragment/{page[0]}.pf_fragment") for page in meta[1]]
        except OSError:
            return []
        return [str(json.loads(page)["content"]) for page in pages]

    def _unpacked(self, name: str) -> bytes:
        return gzip.decompress(self._bytes(name)).removeprefix(MARK)

    def _bytes(self, name: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/pagefind/{name}", timeout=PATIENCE) as answer:
            return bytes(answer.read())

    @contextmanager
    def edited(self, name: str, change: Callable[[str], str]) -> Iterator[None]:
        """Change a file, and change it back. With a module of the package, wait for the builder that has read it."""
        before = (self.folder / name).read_text("utf-8")
        self._write(name, change(before))
        try:
            yield
        finally:
            self._write(name, before)

    def _write(self, name: str, text: str) -> None:
        builders = self._builders()
        (self.folder / name).write_text(text, "utf-8")
        ends = time.monotonic() + PATIENCE
        while name.startswith("chunkwise/") and self._builders() == builders:
            assert time.monotonic() < ends, f"nobody saw that {name} changed"
            time.sleep(0.02)

    def _builders(self) -> int:
        """Return how often another builder has taken the place of one."""
        return self.log.read_text("utf-8").count(ANEW)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def processes(self) -> list[int]:
        """Return the processes that run on behalf of this server, and itself."""
        found = []
        for file in Path("/proc").glob("[0-9]*/environ"):
            try:
                if self.mark.encode() in file.read_bytes():
                    found.append(int(file.parent.name))
            except OSError:
                continue
        return found


def text_of(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text()


def boxes(html: str) -> list[str]:
    """Return the mistakes in the page itself, each in one line."""
    found = BeautifulSoup(html, "html.parser").select("article .cw-mistake")
    return [" ".join(box.get_text(" ").split()) for box in found]


def listed(html: str) -> list[str]:
    """Return the mistakes in the list that every page ends with."""
    return [one.get_text() for one in BeautifulSoup(html, "html.parser").select("#cw-live pre")]


def make(folder: Path) -> Path:
    """Write a project with the package in it, a page for each kind of file, and a notebook."""
    for part in ("chunkwise", "scripts"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("streaming_responses/three_chunks", TASK, "stream_or_build/report"):
        shutil.copytree(ROOT / "examples" / name, folder / "examples" / name)
    (folder / "examples" / TASK / "page.html").write_text("<p>first version</p>\n", "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    task = f"/// task | {TASK}\n    title: A task\n    hints: [Look.]\n\nDo it.\n///\n"
    pages = {
        "index.md": "# Home\n\n[To the steps](steps.md#there)\n\n## Below\n",
        "steps.md": "# Steps\n\n## There\n\n/// steps | streaming_responses/three_chunks\n///\n\nIn [[yield 2]].\n",
        "task.md": f"# Task\n\n{task}\n``` html\n--8<-- '{TASK}/page.html'\n```\n",
        "measured.md": "# Measured\n\n/// measured | stream_or_build/report\n    after: row_by_row\n///\n",
        "style.css": "p { color: red }\n",
    }
    for name, text in pages.items():
        (folder / "docs" / name).parent.mkdir(exist_ok=True)
        (folder / "docs" / name).write_text(text, "utf-8")
    notebook = (
        '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# Book"]}], '
        '"metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "P"}}, '
        '"nbformat": 4, "nbformat_minor": 5}'
    )
    (folder / "docs/book.ipynb").write_text(notebook, "utf-8")
    return folder
