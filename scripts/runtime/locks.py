"""What wheels.txt pins, and whether a file is what it pins, because what readers run must be what was reviewed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from chunkwise.errors import ChunkwiseError

LINE = re.compile(r"([a-z0-9-]+)==(\S+) --hash=sha256:([0-9a-f]{64})")


class Wheel(NamedTuple):
    """One pinned package: its name as pip writes it, its version, the SHA-256 digest of its only file."""

    name: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def read(file: Path) -> list[Wheel]:
    """Return what ``file`` pins.

    Raises:
        ChunkwiseError: A line is no exact version with a digest, or names a package again.
    """
    wheels: dict[str, Wheel] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        found = LINE.fullmatch(line)
        if not found or found[1] in wheels:
            what = f"`{found[1]}` is pinned twice." if found else "This is no exact version with a digest."
            raise ChunkwiseError(what, file=file, line=number, hint="Write: name==1.2.3 --hash=sha256:DIGEST")
        wheels[found[1]] = Wheel(*found.groups())
    return list(wheels.values())


def digest(file: Path) -> str:
    """Return the SHA-256 digest of a file, as 64 hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def present(folder: Path, wheels: Iterable[Wheel]) -> dict[Wheel, Path]:
    """Return which of ``wheels`` are in ``folder``. Their digests say so, whatever the files are called."""
    files = {digest(file): file for file in folder.glob("*.whl")}
    return {wheel: files[wheel.digest] for wheel in wheels if wheel.digest in files}


def wrong(folder: Path, wheels: Iterable[Wheel]) -> list[str]:
    """Return a line for each of ``wheels`` of which ``folder`` holds another file than the one that is pinned."""
    lines = []
    for wheel in wheels:
        for file in sorted(folder.glob(f"{wheel.name.replace('-', '_')}-*.whl")):
            if (has := digest(file)) != wheel.digest:
                lines.append(f"{wheel}: wheels.txt says {wheel.digest}\n{' ' * len(str(wheel))}  the file has   {has}")
    return lines
