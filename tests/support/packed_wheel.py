"""The wheel, built as for a package index, and unpacked where nothing else of this folder is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.support.made import ROOT

WITHOUT = """
import sys
from importlib.machinery import PathFinder

class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] in {"anyio", "fastapi", "mkdocs", "starlette", "uvicorn", "zensical"}:
            return None
        return super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Without
"""
"""The beginning of a program that finds nothing of the extras, as if they were not installed."""

PARTS = ("chunkwise/", "pyproject.toml", "README.md", "LICENSE")


def build(into: Path) -> None:
    """Build the wheel and the source archive from a copy, because building writes into the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in filter(None, listed.split("\0")):
            if name.startswith(PARTS) and (ROOT / name).exists():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, copy / name)
        ran(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(into), str(copy))


def unpack(built: Path, into: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(into)


def ran(*command: str, cwd: Path = ROOT, code: int = 0, **environment: str) -> str:
    """Run a command that has to end with ``code``, and return what it said."""
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr
