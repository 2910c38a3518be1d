"""Sites of any size, made of this one's lessons: each further lesson is a copy with examples of its own.

The same pages without directives keep every word: what a reader reads is there, and what a directive makes is not.
"""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from scripts import settings

PAGE = "lessons/backpressure/learn.md"
"""A page that every site of some size has, to be edited."""
OURS = ("about/how-pages-stay-true.md", "about/write-a-lesson.md", "my-stream-arrives-all-at-once.md")
DIRECTIVE = re.compile(r" */{3,}(?P<opens> *[\w-])?")
REFERENCE = re.compile(r"\[\[[^\]]+\]\]")
TITLE = re.compile(r"(?m)^title: .*\n")
SITE_ONLY = ("extra_css", "extra_javascript", "nav", "watch")


def write(folder: Path, pages: int, *, plain: bool = False, listed: bool = True) -> Path:
    """Write a project of so many pages.

    Args:
        folder: Where there is none yet.
        pages: How many Markdown pages, from 5 on.
        plain: Without directives.
        listed: Whether the navigation lists every page, as an author's does. A page then grows with their number, and
            a site with its square; that cost is the theme's.
    """
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Home\n", "utf-8")
    shutil.copytree("examples", folder / "examples")
    for name in itertools.islice(_pages(folder), pages - 1):
        page, text = name
        (docs / page).parent.mkdir(parents=True, exist_ok=True)
        (docs / page).write_text(without_directives(text) if plain else text, "utf-8")
    config: dict[str, Any] = settings.load(Path("mkdocs.yml"))
    config = {name: value for name, value in config.items() if name not in SITE_ONLY}
    config["theme"] = {name: value for name, value in config["theme"].items() if name not in ("logo", "favicon")}
    ignored = {"omitted_files": "ignore", "not_found": "ignore"}
    config["validation"] = {"nav": ignored, "links": {"not_found": "ignore", "anchors": "ignore"}}
    if not listed:
        config["nav"] = [{"Home": "index.md"}]
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    return folder


def one_lesson(folder: Path) -> Path:
    """Write a project with this site's first lesson alone, in its own looks; return its settings' file."""
    docs = folder / "docs"
    lesson = "lessons/streaming-responses"
    shutil.copytree(Path("docs", lesson), docs / lesson, ignore=shutil.ignore_patterns("*.ipynb"))
    (docs / "assets").symlink_to(Path("docs/assets").resolve())
    shutil.copy("docs/try-service.js", docs)
    (docs / "index.md").write_text("# Home\n", "utf-8")
    config: dict[str, Any] = settings.load(Path("mkdocs.yml")) | {"plugins": []}
    config = {name: value for name, value in config.items() if name not in ("nav", "watch", "site_url")}
    config["validation"] = {"nav": {"omitted_files": "ignore"}, "links": {"not_found": "ignore", "anchors": "ignore"}}
    for extension in config["markdown_extensions"]:
        if isinstance(extension, dict) and "chunkwise.markdown" in extension:
            extension["chunkwise.markdown"] = {"examples": str(Path("examples").resolve()), "docs": str(docs)}
        if isinstance(extension, dict) and "pymdownx.snippets" in extension:
            extension["pymdownx.snippets"] = {"base_path": [str(Path("examples").resolve())]}
    file = folder / "mkdocs.yml"
    file.write_text(f"site_url: !ENV CHUNKWISE_SITE_URL\n{yaml.safe_dump(config)}", "utf-8")
    return file


def _pages(folder: Path) -> Any:
    """Yield the pages' names and texts: those of this site, then its lessons again and again."""
    lessons = sorted(Path("docs/lessons").glob("*/*.md"), key=lambda page: (page.name != Path(PAGE).name, page))
    owners = sorted(place.name for place in Path("examples").iterdir() if place.is_dir())
    named = re.compile(rf"\b({'|'.join(owners)})/")
    for page in lessons:
        yield page.relative_to("docs").as_posix(), _untitled(page)
    for name in OURS:
        yield name, Path("docs", name).read_text("utf-8")
    for number in itertools.count(2):
        for owner in owners:
            shutil.copytree(f"examples/{owner}", folder / f"examples/{owner}_{number}")
        for page in lessons:
            lesson = page.parent.name
            text = named.sub(rf"\1_{number}/", _untitled(page))
            text = re.sub(rf"(?m)(lesson: ){lesson}$", rf"\1{lesson}-{number}", text)
            text = re.sub(r"(?m)^(/// project \| \w+)$", rf"\1_{number}", text)
            yield f"lessons/{lesson}-{number}/{page.name}", text


def _untitled(page: Path) -> str:
    """Return a page without its title, which would have to be the one on a map that these sites do not have."""
    return TITLE.sub("", page.read_text("utf-8"), count=1)


def without_directives(text: str) -> str:
    """Return a page without its directives' lines and options, and with all that stands in them."""
    kept = []
    head = False
    for line in text.splitlines():
        if found := DIRECTIVE.match(line):
            head = found["opens"] is not None
            continue
        head = head and line.startswith("    ") and bool(line.strip())
        if not head:
            kept.append(REFERENCE.sub("a step", line))
    return "\n".join(kept) + "\n"
