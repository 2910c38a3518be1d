"""Files, and which of them changed. They are looked at again and again: events of the system get lost on network
drives, in containers and where a limit is reached, and a look at 2,000 files takes some 10 ms.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

Looks = dict[str, tuple[int, int, int, int]]
SKIPPED = ("__pycache__", "node_modules")


def look(places: Iterable[str]) -> Looks:
    """Return the state of each file at or below the places, by its path. Files come and go meanwhile."""
    return dict(_files(places))


def changed(before: Looks, now: Looks) -> list[str]:
    """Return the paths of the files that are new, other ones, or gone."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def _files(places: Iterable[str]) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    for place in places:
        try:
            if os.path.isdir(place):  # noqa: PTH112 -- ten times a second, for every file
                with os.scandir(place) as entries:
                    yield from _inside(list(entries))
            else:
                yield place, _state(os.stat(place))  # noqa: PTH116
        except OSError:
            continue


def _inside(entries: list[os.DirEntry[str]]) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~") or entry.name in SKIPPED:
            continue
        try:
            if entry.is_dir():
                yield from _files([entry.path])
            else:
                yield entry.path, _state(entry.stat())
        except OSError:
            continue


def _state(stat: os.stat_result) -> tuple[int, int, int, int]:
    """Two writes within one tick of the clock differ in size or inode; a copy with its old time differs in the rest."""
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino
