"""Lighthouse's view of the home page and the lesson page, and of the lesson's HTML in the theme without us.

Mobile preset, as Lighthouse runs it by default: a small screen, a slow network and a slow processor, both computed
from an unhindered load. On a busy machine its performance score falls, so pages take turns and medians are compared.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from benchmarks import serving
from benchmarks.figures import Figure
from benchmarks.page import LESSON
from scripts import chromium, settings

TOOLS = Path("benchmarks/lighthouse")
ROUNDS = 3
FULL = ("accessibility", "best-practices", "seo")
ARTICLE = re.compile(r'<article class="md-content__inner md-typeset">(.*?)</article>', re.DOTALL)


def figures(*, small: bool = False) -> list[Figure]:
    _install()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with serving.site(folder / "ours", small=small) as ours:
            built = folder / "ours" / "site" if small else folder / "ours"
            bare = _bare(folder, (built / LESSON / "index.html").read_text("utf-8"))
            with serving.site(folder / "theirs", bare) as theirs:
                pages = {"home": ours, "lesson": ours + LESSON, "bare": theirs + LESSON}
                runs: dict[str, list[dict[str, Any]]] = {name: [] for name in pages}
                for _ in range(1 if small else ROUNDS):
                    for name, address in pages.items():
                        runs[name].append(_run(address, folder / "report.json"))
    found = []
    for name in ("home", "lesson"):
        for category in FULL:
            found.append(_missing(f"{category}, {name}", runs[name], category, 0))
        found.append(_missing(f"performance, {name}", runs[name], "performance", 5))
        shift = max(run["audits"]["cumulative-layout-shift"]["numericValue"] for run in runs[name])
        found.append(Figure(f"layout shift, {name}", shift, 0, ""))
    behind = _median(runs["bare"], "performance") - _median(runs["lesson"], "performance")
    return [*found, Figure("performance, lesson behind the same page in bare Material", behind, 0, "points")]


def _missing(what: str, runs: list[dict[str, Any]], category: str, bound: float) -> Figure:
    """Return how many points are missing, because a figure's bound is how much it may be at most."""
    return Figure(f"{what}, points below 100", 100 - _median(runs, category), bound, "points")


def _median(runs: list[dict[str, Any]], category: str) -> float:
    return float(statistics.median(round(run["categories"][category]["score"] * 100) for run in runs))


def _bare(folder: Path, lesson: str) -> Path:
    """Write a project that has the lesson's finished HTML as its one page, in the theme as it comes."""
    article = ARTICLE.search(lesson)
    assert article
    page = folder / "bare" / "docs" / LESSON.rstrip("/")
    page.parent.mkdir(parents=True)
    page.with_suffix(".md").write_text(f"---\ndescription: The same.\n---\n\n<div>{article[1]}</div>\n", "utf-8")
    (folder / "bare" / "docs" / "index.md").write_text("# Home\n", "utf-8")
    ours = settings.load(Path("mkdocs.yml"))["theme"]
    theme = {key: ours[key] for key in ("name", "language", "font", "palette", "features")}
    config = {"site_name": "Bare", "site_url": os.environ.get("CHUNKWISE_SITE_URL", ""), "theme": theme}
    file = folder / "bare" / "mkdocs.yml"
    file.write_text(yaml.safe_dump(config).replace("site_url: ''", "site_url: !ENV CHUNKWISE_SITE_URL"), "utf-8")
    return file


def _install() -> None:
    lock, installed = TOOLS / "package-lock.json", TOOLS / "node_modules/.package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=TOOLS, env=environment, check=True, stdout=subprocess.DEVNULL)


def _run(address: str, report: Path) -> dict[str, Any]:
    flags = ["--headless=new", "--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    command = ["node", str(TOOLS / "node_modules/lighthouse/cli/index.js"), address, "--quiet", "--output=json"]
    command += [f"--output-path={report}", f"--chrome-flags={' '.join(flags)}"]
    command.append(f"--only-categories=performance,{','.join(FULL)}")
    environment = {**os.environ, "CHROME_PATH": chromium.find() or ""}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found
