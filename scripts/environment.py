"""Makes the environment in .venv/, because nobody should have to install anything by hand before the first page.

It runs under whatever Python 3 is at hand, so it stays within the standard library and the syntax of Python 3.8: an
older one must get as far as the message that says what is missing.

The newest Python is preferred. The tracer has two backends, `sys.monitoring` from 3.12 on and `sys.settrace` before,
and only a newer Python can test both.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = 11, 14
PROBE = "import sys, venv, ensurepip; ensurepip.version(); print(*sys.version_info[:3]); print(sys.executable)"


class Python(NamedTuple):
    """A Python that runs and can make environments."""

    command: str
    version: tuple[int, ...]

    def __str__(self) -> str:
        return ".".join(map(str, self.version))

    @property
    def minor(self) -> str:
        return f"{self.version[0]}.{self.version[1]}"


def probe(command: str) -> Python | None:
    """Return the Python behind ``command``, or nothing if it is missing, broken or of no use here."""
    try:
        done = subprocess.run([command, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    version, executable = done.stdout.decode().splitlines()
    return Python(executable, tuple(map(int, version.split())))


def candidates() -> list[str]:
    """Return the commands that may be a Python, the most likely first."""
    names = [f"python3.{minor}" for minor in range(NEWEST, OLDEST - 1, -1)]
    found = [path for name in [*names, "python3", "python"] for path in [shutil.which(name)] if path]
    # Two more places where people keep them: pyenv's (its shims fail for versions that are not switched on), and the
    # system's own, which another on the PATH may hide.
    found += [str(path) for path in sorted(Path.home().glob(".pyenv/versions/3.*/bin/python"), reverse=True)]
    found += ["/usr/bin/" + name for name in names]
    return list(dict.fromkeys(found))


def pythons() -> dict[str, Python]:
    """Return the Pythons that can be used, one for each minor version, the newest first."""
    found: dict[str, Python] = {}
    for command in candidates():
        python = probe(command)
        if python and (3, OLDEST) <= python.version < (3, NEWEST + 1):
            found.setdefault(python.minor, python)
    return dict(sorted(found.items(), key=lambda item: item[1].version, reverse=True))


def wanted() -> Python:
    """Return the Python that PYTHON asks for, else the newest."""
    asked = os.environ.get("PYTHON", "")
    if asked:
        python = probe(asked) or pythons().get(Path(asked).name.replace("python", ""))
        if not python or python.version < (3, OLDEST):
            sys.exit(f"PYTHON={asked} is no Python from 3.{OLDEST} on that runs and has venv and ensurepip.")
        return python
    found = list(pythons().values())
    if not found:
        sys.exit(
            f"Chunkwise needs Python 3.{OLDEST} or newer with venv and ensurepip, and found none here.\n\n"
            "  Debian, Ubuntu:  apt-get install python3-venv   (it is a package of its own there)\n"
            "  macOS:           brew install python\n"
            "  anywhere:        https://www.python.org/downloads/\n\n"
            "If it is in an unusual place: make PYTHON=/path/to/python3"
        )
    return found[0]


def python_of(folder: Path) -> Path:
    return folder / "bin" / "python"


def install(python: Python | None, folder: Path, package: str) -> None:
    """Make ``folder`` an environment of ``python`` (its own, if that is not given) with ``package`` in it."""
    own = probe(str(python_of(folder)))
    if own and own.version >= (3, OLDEST) and (python is None or own.minor == python.minor):
        python = own
    else:
        python = python or wanted()
        print(f"Making {folder.relative_to(ROOT)} with Python {python}", flush=True)
        subprocess.run([python.command, "-m", "venv", "--clear", str(folder)], check=True)
    stamp = folder / "installed"
    # Beside what the files say: a moved checkout has to be installed again, because scripts hold its path.
    about = hashlib.sha256("\0".join([package, python.minor, str(folder)]).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        about.update((ROOT / name).read_bytes())
    if stamp.exists() and stamp.read_text() == about.hexdigest():
        return
    print(f"Installing into {folder.relative_to(ROOT)} (a minute or two the first time)", flush=True)
    pip = [str(python_of(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--constraint", "constraints.txt"]
    # The build tool is pinned like everything else, which pip's own build environment would not do.
    subprocess.run([*pip, "setuptools"], cwd=ROOT, check=True)
    subprocess.run([*pip, "--no-build-isolation", "--editable", package], cwd=ROOT, check=True)
    # Plain `mkdocs serve` in a fresh clone needs the scripts and styles where it looks for files.
    chunkwise = [str(python_of(folder)), "-m", "chunkwise", "assets", "docs"]
    subprocess.run(chunkwise, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    stamp.write_text(about.hexdigest())


def covering_examples() -> list[str]:
    """Return the examples whose runs show every kind of event, as the tests choose them."""
    command = [str(python_of(ROOT / ".venv")), "-m", "tests.support.covering"]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode().split()


def check_others(briefly: bool) -> int:
    """Compare the recordings on every other Python that is here. They must be the same on all of them.

    ``briefly`` takes a covering set of the examples, which is a third of the time.
    """
    present = probe(str(python_of(ROOT / ".venv")))
    others = [python for python in pythons().values() if present is None or python.minor != present.minor]
    if not others:
        print(f"No other Python from 3.{OLDEST} to 3.{NEWEST} is here to compare recordings on.")
    worst, chosen = 0, covering_examples() if briefly and others else []
    for python in others:
        folder = ROOT / ".venvs" / python.minor
        install(python, folder, ".[examples]")
        print(f"Comparing the recordings on Python {python}", flush=True)
        worst |= subprocess.run([str(folder / "bin" / "chunkwise"), "check", *chosen], cwd=ROOT).returncode
    return worst


def main() -> int:
    try:
        if sys.argv[1:2] == ["check-others"]:
            return check_others(briefly="--briefly" in sys.argv)
        if sys.argv[1:]:
            sys.exit(
                f"{sys.argv[1]!r} is no job of this script. It takes none, and installs, or: check-others [--briefly]"
            )
        install(wanted() if os.environ.get("PYTHON") else None, ROOT / ".venv", ".[test,examples]")
    except subprocess.CalledProcessError as error:
        sys.exit("This failed, with its reasons above: " + " ".join(map(str, error.cmd)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
