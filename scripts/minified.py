"""Our styles and scripts as readers get them: small, by esbuild, with the stage in one file, and the player.

Each is made of many modules, and a page loads them all: one request is enough. Whatever two parts of a page share
is left a module of its own, because there must be one of it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from chunkwise.errors import ChunkwiseError
from scripts import tools

ROOT = Path(__file__).resolve().parent.parent
ESBUILD = ROOT / "node_modules/.bin/esbuild"
TARGET = "--target=chrome111,firefox113,safari16.4"
"""What knows all that the scripts use, so that nothing is written in an older way."""
LOOKS = ("--minify", "--log-level=warning", "--allow-overwrite", TARGET)
BUNDLED = {"stage/stage.js": ("./plays.js", "./edit.js"), "player/player.js": ("./state.js",)}
"""What is made one file, and what beside it is not: only some pages load that, or others share it."""


def smaller(folder: Path) -> None:
    """Make all styles and scripts below ``folder`` small, but those that came so.

    Raises:
        ChunkwiseError: esbuild does not understand a file.
    """
    files = [file for kind in ("*.css", "*.js") for file in sorted(folder.rglob(kind)) if file.parent.name != "vendor"]
    if not files:
        return
    if missing := tools.missing_node():
        print(f"The site's scripts are published as they are written, and so larger. {missing}", file=sys.stderr)
        return
    whole = {file: left for name, left in BUNDLED.items() if (file := folder / name).is_file()}
    for file, beside in whole.items():
        # A path that begins with two dots leads to another part of the page.
        left = [f"--external:{path}" for path in ("../*", *beside)]
        _run("--bundle", "--format=esm", *left, f"--outfile={file}", str(file))
    rest = [str(file) for file in files if file not in whole]
    if rest:
        _run(f"--outdir={folder}", f"--outbase={folder}", *rest)


def _run(*arguments: str) -> None:
    done = subprocess.run([str(ESBUILD), *arguments, *LOOKS], capture_output=True, text=True)
    if done.returncode:
        raise ChunkwiseError(f"esbuild cannot make the site's scripts small:\n{done.stderr.strip()}")
