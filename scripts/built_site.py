"""The site as it is published, built strictly and finished, for whoever wants it in a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scripts.postprocess import finish
from scripts.search import index

ROOT = Path(__file__).resolve().parent.parent
TEST_ADDRESS = "http://chunkwise.localhost/chunkwise/"
"""Where the tests' browser believes the site to be. A name below localhost is as trustworthy to it as HTTPS."""


def build(folder: Path, address: str = TEST_ADDRESS) -> str:
    """Build the site into ``folder``, to be served at ``address``, and return what is wrong with it, or nothing."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "CHUNKWISE_SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        return (done.stdout + done.stderr).strip() or f"mkdocs ended with {done.returncode}"
    finish(folder)
    index(folder)
    return ""
