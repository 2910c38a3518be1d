"""A project in a folder of its own, and the processes of this machine, for tests that run the commands."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from chunkwise.cli import main
from chunkwise.examples.example import Example

ROOT = Path(__file__).resolve().parents[2]


class Project:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def with_example(self, name: str, app: str, scenario: str) -> Project:
        folder = self.folder / "examples" / name
        folder.mkdir(parents=True)
        (folder / "app.py").write_text(app, "utf-8")
        (folder / "scenario.toml").write_text(scenario, "utf-8")
        return self

    def example(self, name: str) -> Example:
        return Example(self.folder / "examples", name)

    def files(self) -> dict[str, bytes]:
        """Every file, hidden ones too, with its content."""
        found = [path for path in self.folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in found}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "chunkwise", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command in this process; return its exit code, its output and its errors."""
        with contextlib.chdir(self.folder):
            result = CliRunner().invoke(main, arguments)
        return result.exit_code, result.stdout, result.stderr


def children(parent: int) -> list[int]:
    """Return the processes whose parent is ``parent``."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def is_alive(process: int) -> bool:
    """Say whether a process is there and is not merely waiting to be taken note of."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False
