"""The committed bundle: how it is made, and whether it is still what its inputs make, which a test asks."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from scripts.runtime import build, downloads

HERE = Path(__file__).parent
BUNDLE = build.ROOT / "chunkwise/static/vendor/codemirror.js"
DIGEST = HERE / "bundle.sha256"
LICENCE = """
The MIT License

Copyright (C) 2016-2024 by Marijn Haverbeke <marijn@haverbeke.berlin> and others

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def versions() -> dict[str, str]:
    """Return the packages that may be in the bundle, and the one that makes it, with their versions in the lock."""
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    named = {path.removeprefix("node_modules/"): package for path, package in packages.items() if path}
    return {name: package["version"] for name, package in named.items() if not name.startswith("@esbuild/")}


def header() -> str:
    """Return how the bundle begins: what is in it, what it was made from, and under which terms."""
    lines = [f"{name} {version}" for name, version in versions().items()]
    entry = hashlib.sha256((HERE / "entry.js").read_bytes()).hexdigest()
    made = f"Made by `make editor` from scripts/editor/entry.js ({entry[:16]}); not to be edited."
    return "\n".join(["/*!", made, "", *lines, LICENCE.rstrip(), "*/"])


def make(work: Path) -> None:
    """Get the pinned packages into ``work`` and write the bundle and its digest.

    Raises:
        ChunkwiseError: npm or esbuild failed.
    """
    for name in ("package.json", "package-lock.json", "entry.js"):
        shutil.copy(HERE / name, work)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    downloads.run(command, "npm could not get the editor", cwd=work)
    esbuild = ["node_modules/.bin/esbuild", "entry.js", "--bundle", "--minify", "--format=esm", "--target=es2022"]
    options = ["--charset=utf8", "--legal-comments=none", "--outfile=bundle.js"]
    downloads.run([*esbuild, *options], "esbuild could not bundle the editor", cwd=work)
    data = f"{header()}\n{(work / 'bundle.js').read_text('utf-8')}".encode()
    build.write(BUNDLE, data)
    build.write(DIGEST, f"{hashlib.sha256(data).hexdigest()}\n".encode())
