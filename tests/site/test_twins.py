"""The Markdown twins of the whole site: each page has one, and what they link to is there."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.twins import name
from tests.support.browser import ADDRESS, sources


def test_each_page_has_a_twin_that_begins_with_its_heading_and_leads_to_others(site: Path) -> None:
    files = [site / name(path) for path in sources()]
    assert [file for file in files if not file.read_text("utf-8").startswith("# ")] == []
    links = {link for file in files for link in re.findall(r"\]\(([^)\s]+)\)", file.read_text("utf-8"))}
    own = {link.removeprefix(ADDRESS).split("#")[0] for link in links if link.startswith(ADDRESS)}
    assert len(own) > len(files) / 2
    assert [one for one in sorted(own) if not (site / one).exists()] == []


def test_the_skill_is_short_and_names_the_versions(site: Path) -> None:
    text = (site / "SKILL.md").read_text("utf-8")
    assert len(text.encode()) < 16_000
    assert re.search(r"Recorded with Uvicorn \d", text)
    assert text.count("learn.md)") == len(list((site / "lessons").iterdir()))
