"""``make editor``: bundle CodeMirror again, after a version in package.json or entry.js changed.

To take newer versions: change them in package.json, run ``npm install --package-lock-only`` beside it, then this.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from chunkwise.errors import ChunkwiseError
from scripts.editor import bundle
from scripts.runtime import downloads


def main() -> int:
    try:
        downloads.node(install=True)
        with tempfile.TemporaryDirectory() as folder:
            bundle.make(Path(folder))
    except ChunkwiseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
