"""Debian's packages, installed where we may, because nobody should have to fetch by hand what pip doesn't bring."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

TOO_LONG = 1800  # seconds for one installation


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install the packages, or say on standard error why not; the caller looks whether they are there."""
    if may_install():
        call(["apt-get", "update", "-qq"])
        call(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *packages])


def call(command: list[str]) -> bool:
    """Run a command, with what it says on standard error, and tell whether it went well."""
    print("$", *command, file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        # Standard output stays free for the caller's answer.
        return not subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=TOO_LONG
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)
        return False
