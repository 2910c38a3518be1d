"""What our directives cost a build, against the same pages with their HTML pasted in, and whether the cost grows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import markdown  # type: ignore[import-untyped]
import yaml  # type: ignore[import-untyped]

from benchmarks.figures import Figure, in_turn, ratio, seconds
from scripts import settings

LESSON = "lessons/streaming-responses/visualize.md"
PAGES = 40
ROUNDS = 5
SIZES = (10, 100, 1_000)

BLOCK = re.compile(r"^(/{3,}) \w[\w-]*.*?^\1[ ]*$", re.MULTILINE | re.DOTALL)
"""A directive from its first line to its last."""


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        ours = _site(Path(folder) / "ours", PAGES, lambda text: text)
        pasted = _site(Path(folder) / "pasted", PAGES, _paste)
        times = in_turn([lambda: _build(ours), lambda: _build(pasted)], ROUNDS)
        costs = {size: _cost(Path(folder) / str(size), size) for size in SIZES}
    return [
        Figure(f"{PAGES} pages with directives against pasted HTML", ratio(*times), 1.10),
        *(
            Figure(f"a page of {size:,}, against one of 100", costs[size] / costs[100], 1.10)
            for size in SIZES
            if size > 100
        ),
        Figure("a page of 10, in all", costs[10] * 1000, 10_000, "ms"),
        Figure("a page of 1,000, in all", costs[1_000] * 1000, 10_000, "ms"),
    ]


def _cost(folder: Path, size: int) -> float:
    """Return the seconds that one more page costs in a site of ``size`` pages."""
    return seconds(lambda: _build(_site(folder, size, lambda text: text))) / size


def _site(folder: Path, pages: int, change: Callable[[str], str]) -> Path:
    """Write a project of ``pages`` lessons beside real examples; its theme is the site's own."""
    docs = folder / "docs"
    text = change(Path("docs", LESSON).read_text("utf-8"))
    shutil.copytree("examples", folder / "examples")
    for number in range(pages):
        page = docs / f"lessons/lesson-{number}/visualize.md"
        page.parent.mkdir(parents=True)
        page.write_text(text.replace("streaming-responses", f"lesson-{number}"), "utf-8")
        (page.parent / "learn.md").write_text("# Learn\n", "utf-8")
    (docs / "index.md").write_text("# Home\n", "utf-8")
    config = {"site_name": "Benchmark", "theme": {"name": "material", "font": False}, "plugins": []}
    config["markdown_extensions"] = settings.load(Path("mkdocs.yml"))["markdown_extensions"]
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    return folder


def _paste(text: str) -> str:
    """Replace every directive of a page by the HTML that it becomes."""
    options = settings.extensions(Path("mkdocs.yml"))
    converter = markdown.Markdown(extensions=list(options), extension_configs=options)
    return BLOCK.sub(lambda block: f"<div>\n{converter.reset().convert(block[0])}\n</div>", text)


def _build(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=folder, check=True, capture_output=True)
