"""``make bench``: measure everything and print each figure beside its bound, because a figure alone says little.

Ends with 1 if a bound is broken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import building, page, recording, runtime, scoring, stepping, trying
from benchmarks.figures import Figure

PARTS: dict[str, Callable[[], list[Figure]]] = {
    "recording": recording.figures,
    "building": building.figures,
    "page": page.figures,
    "lighthouse": scoring.figures,
    "stepping": stepping.figures,
    "runtime": runtime.figures,
    "trying": trying.figures,
}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    broken = False
    for name in chosen:
        for figure in PARTS[name]():
            print(f"{name:10} {figure}", flush=True)
            broken |= not figure.holds
    sys.exit(broken)


if __name__ == "__main__":
    main()
