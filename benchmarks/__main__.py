"""``make bench``: measure everything and print each figure beside its bound, because a figure alone says little.

Ends with 1 if a bound is broken. With ``--small`` everything is run once and as little as can be: it shows that the
benchmarks work, its figures mean nothing, and no bound is held to.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable

from benchmarks import (
    attaching,
    building,
    page,
    recording,
    reloading,
    runtime,
    scoring,
    searching,
    stepping,
    trying,
    watching,
)
from benchmarks.figures import Figure

PARTS: dict[str, Callable[..., list[Figure]]] = {
    "recording": recording.figures,
    "attaching": attaching.figures,
    "building": building.figures,
    "serving": reloading.figures,
    "page": page.figures,
    "search": searching.figures,
    "lighthouse": scoring.figures,
    "stepping": stepping.figures,
    "runtime": runtime.figures,
    "trying": trying.figures,
    "watching": watching.figures,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure, and hold each figure to its bound.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"one of {', '.join(PARTS)}; all, if none is named")
    parser.add_argument("--small", action="store_true", help="only show that the benchmarks work")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    broken = False
    failed = False
    for name in asked.parts or list(PARTS):
        try:
            for figure in PARTS[name](small=asked.small):
                print(f"{name:10} {figure}", flush=True)
                broken |= not figure.holds
        except Exception:  # The others say what they have to say all the same.
            failed = True
            print(f"{name:10} FAILED", flush=True)
            traceback.print_exc()
    sys.exit(failed or (broken and not asked.small))


if __name__ == "__main__":
    main()
