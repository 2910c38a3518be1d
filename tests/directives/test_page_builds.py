"""Pages through MkDocs and Zensical: they build, mistakes are shown without a traceback, and no server is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.building import build
from tests.support.converting import QUIZ, STEPS, project
from tests.support.made import ROOT, THREE_CHUNKS

__all__ = ["project"]


def test_mkdocs_builds_a_page(project: Path) -> None:
    (project / "docs" / "index.md").write_text(f"# A\n\n{STEPS}\n{QUIZ}\nIn [[end]].\n")
    run = build(project, "mkdocs", "build", "--strict")
    assert run.returncode == 0, run.stderr
    assert 'id="step-6"' in (project / "site" / "index.html").read_text()


def test_mkdocs_shows_the_error_and_no_traceback(project: Path) -> None:
    (project / "docs" / "index.md").write_text(f"# A\n\n{STEPS}\nIn [[yeild 1]].\n")
    run = build(project, "mkdocs", "build", "--strict")
    assert run.returncode == 1
    assert "docs/index.md:6: [[yeild 1]] doesn't name a step\n  Did you mean 'yield 1'?" in run.stderr
    assert "Traceback" not in run.stderr


def test_zensical_shows_the_error_too(project: Path) -> None:
    (project / "docs" / "index.md").write_text(f"# A\n\n{STEPS}\nIn [[yeild 1]].\n")
    run = build(project, "zensical", "build")
    assert run.returncode == 1
    assert "docs/index.md:6: [[yeild 1]] doesn't name a step\n  Did you mean 'yield 1'?" in run.stderr


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_paths_count_from_the_configuration(
    project: Path, tmp_path_factory: pytest.TempPathFactory, builder: str
) -> None:
    (project / "docs" / "index.md").write_text(f"# A\n\n{STEPS}\n/// example | {THREE_CHUNKS}\n///\n", "utf-8")
    here = build(project, builder, "build")
    assert here.returncode == 0, here.stderr
    page = project / "site" / "index.html"
    before = page.read_text("utf-8")
    assert f"examples/{THREE_CHUNKS}/app.py" in before
    page.unlink()
    elsewhere = build(
        project, builder, "build", "-f", str(project / "mkdocs.yml"), cwd=tmp_path_factory.mktemp("other")
    )
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert article(page.read_text("utf-8")) == article(before)


def article(page: str) -> str:
    return page.partition("<article")[2].partition("</article>")[0]


def test_a_build_loads_no_server() -> None:
    """It only reads committed files; and who writes pages need not wait for what runs them."""
    loaded = "import sys, chunkwise.markdown; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"uvicorn", "fastapi", "starlette", "anyio"} & set(done.stdout.split())
