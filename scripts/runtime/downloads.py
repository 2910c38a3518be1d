"""Gets the pinned packages by npm and pip, since these know where this machine gets packages from, and checks them.

What was got is kept in .cache/runtime/, so that a second build needs no network.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from chunkwise.errors import ChunkwiseError
from scripts import debian
from scripts.runtime import locks

HERE = Path(__file__).parent
OLDEST_NODE = 18
TARGET = ("--implementation=cp", "--python-version=3.14", "--abi=cp314", "--platform=pyemscripten_2026_0_wasm32")
TOO_LONG = 900
"""Seconds that one of the tools may take."""

NODE_HELP = (
    f"Install Node.js {OLDEST_NODE} or newer with npm (apt-get install nodejs npm, brew install node, or from "
    "https://nodejs.org), then: make runtime"
)


def node(*, install: bool = False) -> None:
    """Look for Node.js and npm; where we may, ``install`` them as Debian packages.

    Raises:
        ChunkwiseError: There is none, or it is too old.
    """
    missing = [name for name in ("node", "npm") if not shutil.which(name)]
    if missing and install:
        debian.install("nodejs", "npm")
        missing = [name for name in ("node", "npm") if not shutil.which(name)]
    if missing:
        raise ChunkwiseError(f"Node.js is not installed ({' and '.join(missing)} not found).", hint=NODE_HELP)
    said = run(["node", "--version"], "Node.js does not start").strip()
    found = re.match(r"v(\d+)", said)
    if not found or int(found[1]) < OLDEST_NODE:
        raise ChunkwiseError(f"Node.js is too old ({said}).", hint=NODE_HELP)


def pyodide(cache: Path) -> Path:
    """Return the folder of Pyodide as package-lock.json pins it.

    Raises:
        ChunkwiseError: npm can't get it, or what it got has another digest.
    """
    lock = HERE / "package-lock.json"
    folder = cache / f"npm-{locks.digest(lock)[:16]}"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=cache, prefix="work-") as work:
            for file in (lock, HERE / "package.json"):
                shutil.copy(file, work)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            run(command, "npm could not get Pyodide", cwd=Path(work))
            (Path(work) / "node_modules").rename(folder)
    return folder / "pyodide"


def wheels(cache: Path, pinned: list[locks.Wheel]) -> dict[locks.Wheel, Path]:
    """Return the files of the packages that wheels.txt pins.

    Raises:
        ChunkwiseError: pip can't get one, or what it got has another digest.
    """
    folder = cache / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    found = locks.present(folder, pinned)
    if len(found) < len(pinned):
        with tempfile.TemporaryDirectory(dir=cache, prefix="work-") as work:
            # Without --require-hashes: pip would stop at the first that differs. Here all are checked, and named.
            names = [f"{wheel.name}=={wheel.version}" for wheel in pinned if wheel not in found]
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
            run([*command, "--only-binary=:all:", *TARGET, "--dest", work, *names], "pip could not get the packages")
            if differ := locks.wrong(Path(work), pinned):
                what = "\n".join(["A package is not the one that was pinned.", *differ])
                hint = "Compare both with the package index, and change wheels.txt only when you know why."
                raise ChunkwiseError(what, file=HERE / "wheels.txt", hint=hint)
            for file in Path(work).glob("*.whl"):
                file.replace(folder / file.name)
        found = locks.present(folder, pinned)
    if absent := [str(wheel) for wheel in pinned if wheel not in found]:
        raise ChunkwiseError(f"pip brought no file for {', '.join(absent)}.", file=HERE / "wheels.txt")
    return found


def about(pyodide: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return what Pyodide wants to be told about its packages, and the versions of itself and its Python."""
    info: dict[str, str] = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"]
    package = json.loads((pyodide / "package.json").read_text("utf-8"))
    return info, {"python": info["python"], "pyodide": package["version"]}


def run(command: list[str], failed: str, cwd: Path | None = None) -> str:
    """Return what a tool wrote to its standard output.

    Raises:
        ChunkwiseError: It could not be started, took too long or ended with an error. ``failed`` says what it was for.
    """
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=TOO_LONG)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ChunkwiseError(f"{failed}: {error}") from error
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        hint = "Is there a network, and may npm and pip use it? What was got before is kept, so try again."
        if "EINTEGRITY" in done.stderr:
            failed = "A package of npm's is not the one that package-lock.json pins"
            hint = "Compare both digests with the package index, and change the lock only when you know why."
        # The reason comes first with some tools and last with others.
        shown = lines if len(lines) <= 8 else [*lines[:4], "...", *lines[-4:]]
        raise ChunkwiseError("\n".join([f"{failed}:", *shown]), hint=hint)
    return done.stdout
