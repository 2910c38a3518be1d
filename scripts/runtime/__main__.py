"""``make runtime``: what the other jobs need, and what a person may ask for. ``--optional`` lets a site do without."""

from __future__ import annotations

import argparse
import signal
import sys

from chunkwise.errors import ChunkwiseError
from scripts.runtime import build


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.runtime", description="Make what runs programs in pages.")
    parser.add_argument("--optional", action="store_true", help="the site works without it: end with 0")
    optional = parser.parse_args().optional
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        build.build(install_node=not optional)
    except ChunkwiseError as error:
        build.excuse(error)
        if optional:
            print("The site works, but nothing can be run in its pages.", file=sys.stderr)
        print(error, file=sys.stderr)
        return 0 if optional else 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
