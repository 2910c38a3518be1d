"""Tools of the tests that are no Python packages: curl, Redis, and Node.js with what package-lock.json names.

`make tools` provides them. The tests ask here what is missing, and install nothing.
"""

from __future__ import annotations

import fcntl
import shutil
import sys
from pathlib import Path

from chunkwise.errors import ChunkwiseError
from scripts import debian
from scripts.runtime import downloads

ROOT = Path(__file__).resolve().parent.parent
REDIS_HELP = "Install Redis (apt-get install redis-server, brew install redis), then: make tools"
CURL_HELP = "Install curl (apt-get install curl, brew install curl), then: make tools"


def missing_curl() -> str | None:
    """Return what to do if curl is missing."""
    return None if shutil.which("curl") else f"The pages tell their readers to use curl, and there is none. {CURL_HELP}"


def missing_redis() -> str | None:
    """Return what to do if Redis is missing."""
    return None if shutil.which("redis-server") else f"Workers share a Redis, and there is none. {REDIS_HELP}"


def missing_node() -> str | None:
    """Return what to do if Node.js is missing, or a package is missing or older than package-lock.json."""
    installed, lock = ROOT / "node_modules/.package-lock.json", ROOT / "package-lock.json"
    if shutil.which("node") and installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return None
    return "The site's scripts are checked by Node.js, which is missing or lacks its packages. Run: make tools"


def provide() -> None:
    """Install what is missing.

    Raises:
        ChunkwiseError: Something is missing and can't be installed from here.
    """
    if missing_curl():
        debian.install("curl")
        if said := missing_curl():
            raise ChunkwiseError(said)
    if missing_node():
        downloads.node(install=True)
        cache = ROOT / ".cache"
        cache.mkdir(exist_ok=True)
        with (cache / "npm.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if missing_node():
                command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
                downloads.run(command, "npm could not get what checks the scripts", cwd=ROOT)
    # Last, because a build needs none of it.
    if missing_redis():
        debian.install("redis-server")
        if said := missing_redis():
            raise ChunkwiseError(said)


def main() -> int:
    """End with 0 if all is there, or if ``--optional`` says that it need not be."""
    try:
        provide()
    except ChunkwiseError as error:
        print(error, file=sys.stderr)
        return 0 if "--optional" in sys.argv[1:] else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
