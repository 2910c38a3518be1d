"""What our directives cost a build, against the same pages with their HTML pasted in, and whether the cost grows."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import markdown  # type: ignore[import-untyped]
import yaml  # type: ignore[import-untyped]

from benchmarks.figures import Figure, in_turn, ratio, seconds
from chunkwise.directives.mistakes import REFERENCE
from scripts import settings

LESSON = "lessons/streaming-responses/visualize.md"
PAGES = 40
ROUNDS = 5
SIZES = (10, 100, 1_000)

MARK = "CHUNKWISE-BENCHMARK-MARK"
LINK = "[step 1](#step-1)"
"""What stands for a reference to a step in prose that no directive holds."""


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        ours = _site(Path(folder) / "ours", PAGES)
        pasted = _pasted(_site(Path(folder) / "pasted", PAGES))
        times = in_turn([lambda: _build(ours), lambda: _build(pasted)], ROUNDS)
        sites = {size: _site(Path(folder) / str(size), size) for size in SIZES}
        bare = {size: _pasted(_site(Path(folder) / f"bare-{size}", size)) for size in SIZES}
        costs = {size: seconds(partial(_build, sites[size])) / size for size in SIZES}
        bare_costs = {size: seconds(partial(_build, bare[size])) / size for size in SIZES}
    _, middle, large = SIZES
    return [
        Figure(f"{PAGES} lessons with directives against pasted HTML", ratio(*times), 1.10),
        Figure(f"a lesson among {large:,} against one among {middle}", costs[large] / costs[middle], 1.10),
        *(Figure(f"a lesson among {size:,}", costs[size] * 1000, 1_000, "ms") for size in SIZES),
        *(Figure(f"the same with pasted HTML, among {size:,}", bare_costs[size] * 1000, 1_000, "ms") for size in SIZES),
    ]


def _site(folder: Path, lessons: int) -> Path:
    """Write a project of ``lessons`` lessons, each with an example of its own, in the site's theme and extensions."""
    text = Path("docs", LESSON).read_text("utf-8")
    for number in range(lessons):
        page = folder / "docs" / _page(number)
        page.parent.mkdir(parents=True)
        own = text.replace("Streaming responses: visualize", f"Lesson {number}: visualize")
        own = own.replace("streaming-responses", f"lesson-{number}")
        page.write_text(own.replace("streaming_responses/", f"lesson_{number}/"), "utf-8")
        shutil.copytree("examples/streaming_responses/three_chunks", folder / f"examples/lesson_{number}/three_chunks")
        (page.parent / "learn.md").write_text("# Learn\n", "utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n", "utf-8")
    config: dict[str, Any] = {"site_name": "Benchmark", "theme": {"name": "material", "font": False}, "plugins": []}
    # One entry each: a navigation that lists every page on every page is the theme's cost, and grows with its square.
    config["nav"] = [{"Home": "index.md"}]
    config["validation"] = {"nav": {"omitted_files": "ignore"}, "links": {"not_found": "ignore"}}
    config["markdown_extensions"] = settings.load(Path("mkdocs.yml"))["markdown_extensions"]
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    return folder


def _page(number: int) -> str:
    return f"lessons/lesson-{number}/visualize.md"


def _pasted(folder: Path) -> Path:
    """Replace every directive of a project's lessons by the HTML that it becomes."""
    page = folder / "docs" / _page(0)
    text = page.read_text("utf-8")
    marked = "\n".join(f"{MARK}\n\n{part}\n\n{MARK}" if whole else part for whole, part in _parts(text))
    page.write_text(marked, "utf-8")
    with contextlib.chdir(folder):
        options = settings.extensions(Path("mkdocs.yml"))
        body = marked.split("---\n", 2)[2].lstrip("\n")
        pieces = markdown.Markdown(extensions=list(options), extension_configs=options).convert(body)
    rendered = pieces.split(f"<p>{MARK}</p>")[1::2]
    for file in (folder / "docs").glob("lessons/*/visualize.md"):
        html = iter(rendered)
        parts = _parts(text if file == page else file.read_text("utf-8"))
        pasted = [f"<div>{next(html)}</div>" if whole else re.sub(REFERENCE, LINK, part) for whole, part in parts]
        file.write_text("\n".join(pasted), "utf-8")
    return folder


def _parts(text: str) -> list[tuple[bool, str]]:
    """Split a page into what stands between directives, and its whole directives, which are True."""
    parts: list[tuple[bool, str]] = []
    depth = 0
    for line in text.splitlines():
        opens, closes = line.startswith("/// "), line == "///"
        if depth == 0 and (opens or not parts or parts[-1][0]):
            parts.append((opens, line))
        else:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}\n{line}")
        depth += opens - closes
    return parts


def _build(folder: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
