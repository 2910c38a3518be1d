"""The guide for other people's docs: it shows the files of our foreign sites, and its commands do what it says."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.foreign import HERE, MARKDOWN, MATERIAL, PLAIN, Site
from tests.support.made import ROOT
from tests.support.packed_wheel import ran
from tests.support.shown import blocks

GUIDE = ROOT / "docs" / "use-it-in-your-own-docs.md"


@pytest.mark.parametrize("site", [MATERIAL, MARKDOWN], ids=lambda site: site.name)
def test_the_recordings_are_true(installed: Path, tmp_path: Path, site: Site) -> None:
    shutil.copytree(HERE / site.name, tmp_path / "project")
    command = [sys.executable, "-m", "chunkwise", *site.options, "check"]
    assert "1 the same, 0 not" in ran(*command, cwd=tmp_path / "project", PYTHONPATH=str(installed))


def test_the_guide_shows_the_files_of_these_sites() -> None:
    titled = [block for block in blocks(GUIDE) if block.title]
    assert len(titled) == 7
    for block in titled:
        same = [path for path in HERE.glob(f"*/{block.title}") if path.read_text("utf-8").strip() == block.text.strip()]
        assert len(same) == 1, block


def test_the_commands_of_the_guide_do_what_it_says(installed: Path, tmp_path: Path) -> None:
    for site in (PLAIN, MATERIAL):
        shutil.copytree(HERE / site.name, tmp_path, dirs_exist_ok=True)
    environment: dict[str, str] = {}
    said = {}
    for line in "".join(block.text for block in blocks(GUIDE) if block.language == "bash").splitlines():
        words = shlex.split(line)
        if words[0] == "export":
            environment |= dict(word.split("=") for word in words[1:])
        elif words[0] == "chunkwise":
            said[line] = ran(
                sys.executable, "-m", *words, cwd=tmp_path, code=0, PYTHONPATH=str(installed), **environment
            )
        else:
            assert line == 'pip install "chunkwise[record]"'
    assert "3 yield 1" in said["chunkwise steps tour/countdown"]
    assert "1 the same, 0 not" in said["chunkwise check"]
    place = "assets/chunkwise/player/player.css"
    assert "min-height: 2.125rem" in (tmp_path / PLAIN.docs / place).read_text("utf-8")
    assert "min-height: 1.7rem" in (tmp_path / MATERIAL.docs / place).read_text("utf-8")
