"""Type checkers, run as a reader runs them: mypy, mypy with ``--strict``, and pyright."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def mypy(programs: Mapping[str, str], folder: Path, *options: str) -> str:
    """Return a session with mypy on these programs, by their file names: the command and what it prints."""
    # What is kept is FastAPI, which takes a minute to read; an environment that strict options read is another one.
    settings = ["--config-file=", f"--cache-dir={ROOT / '.mypy_cache' / '_'.join(['pages', *options])}"]
    said = _run([sys.executable, "-m", "mypy", *settings, *options, *_written(programs, folder)], folder)
    *lines, summary = said.splitlines()
    return "\n".join((" ".join(["$ mypy", *options, "*.py"]), *sorted(lines), summary, ""))


def pyright(programs: Mapping[str, str], folder: Path) -> str:
    """Return the same with pyright: of each message, which may be a page long, the first line."""
    node = ["node", str(ROOT / "node_modules/pyright/index.js")]
    said = _run([*node, "--outputjson", f"--pythonpath={sys.executable}", *_written(programs, folder)], folder)
    found = json.loads(said)
    lines = [
        f"{Path(each['file']).name}:{each['range']['start']['line'] + 1}: {each['severity']}: "
        f"{each['message'].splitlines()[0]}  ({each['rule']})"
        for each in found["generalDiagnostics"]
    ]
    return "\n".join(("$ pyright *.py", *sorted(lines), f"{found['summary']['errorCount']} errors", ""))


def _written(programs: Mapping[str, str], folder: Path) -> list[str]:
    for name, source in programs.items():
        (folder / name).write_text(source, "utf-8")
    return sorted(programs)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout
