"""What our directives cost a build: against the same pages with their HTML pasted in, against the same without any, in
MkDocs and in Zensical, and whether a page costs more among many.
"""

from __future__ import annotations

import contextlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import markdown  # type: ignore[import-untyped]
import yaml  # type: ignore[import-untyped]

from benchmarks import sites
from benchmarks.figures import Figure, ratio
from chunkwise.directives.mistakes import REFERENCE
from scripts import settings

LESSON = "lessons/streaming-responses/visualize.md"
PAGES = 40
ROUNDS = 5
SIZES = (37, 125, 500)
RARE = 200
"""Pages from which on a site is built once only."""

MARK = "CHUNKWISE-BENCHMARK-MARK"
LINK = "[step 1](#step-1)"
"""What stands for a reference to a step in prose that no directive holds."""


def figures(*, small: bool = False) -> list[Figure]:
    """The processor's time of whole builds, which a busy machine changes less than the clock's."""
    lessons, rounds = (2, 1) if small else (PAGES, ROUNDS)
    sizes = (SIZES[0],) if small else SIZES
    with tempfile.TemporaryDirectory() as folder:
        ours = _site(Path(folder) / "ours", lessons)
        pasted = _pasted(_site(Path(folder) / "pasted", lessons))
        times = _in_turn([partial(_build, ours), partial(_build, pasted)], rounds)
        found = [Figure(f"{lessons} lessons with directives against pasted HTML", ratio(*times), 1.10)]
        each = {}
        for size in sizes:
            site = sites.write(Path(folder) / f"{size}", size, listed=False)
            plain = sites.write(Path(folder) / f"plain-{size}", size, plain=True, listed=False)
            works = [partial(_build, site), partial(_build, plain), partial(_build, site, "zensical")]
            mkdocs, bare, zensical = _in_turn(works, 1 if size > RARE else min(rounds, 3))
            each[size] = statistics.median(mkdocs) / size
            found += [
                Figure(f"{size} pages against the same without directives", ratio(mkdocs, bare), 1.3),
                Figure(f"{size} pages, Zensical against MkDocs", ratio(zensical, mkdocs), 1.3),
                Figure(f"{size} pages, each", each[size] * 1000, 150, "ms"),
            ]
    if len(sizes) > 1:
        _, middle, large = sizes
        found.append(Figure(f"a page among {large} against one among {middle}", each[large] / each[middle], 1.10))
    return found


def _in_turn(works: Sequence[Callable[[], float]], rounds: int) -> list[list[float]]:
    """Do several kinds of work in turn, as :func:`figures.in_turn` does, and return what each says that it took."""
    return [list(times) for times in zip(*([work() for work in works] for _ in range(rounds)), strict=True)]


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


def _build(folder: Path, builder: str = "mkdocs") -> float:
    """Build a site and return the seconds of processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", builder, "build", *(["--quiet"] if builder == "mkdocs" else ["--clean"])]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
