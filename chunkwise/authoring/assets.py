"""Scripts and styles of the pages: copied from the package to where a site's builder takes files from."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from chunkwise.errors import ChunkwiseError

STATIC = Path(__file__).parents[1] / "static"
FOLDER = Path("assets/chunkwise")
"""Where the files go, below the folder of the pages. Pages and scripts count on it."""
MOVED = {Path("try/service-worker.js"): Path("try-service.js")}
"""A service worker sees only what lies beside or below it, so this one goes to the site's root."""
KINDS = (".js", ".css")
LIST = FOLDER / ".written"
"""What was copied the last time, one path a line, so that no file of anybody else's is ever removed."""
MATERIAL_REM = 20
"""Pixels of a rem with Material and Zensical, for which the styles are written. Browsers and most themes have 16."""
REM = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
HINT = "Check the permissions and what is there. Run it again to write what is missing."


class AssetsError(ChunkwiseError):
    """The scripts and styles cannot be copied to where they were asked for."""


def files() -> dict[Path, Path]:
    """Return where each file goes, relative to the folder of the pages, and where it is in the package."""
    found = sorted(file for file in STATIC.rglob("*") if file.suffix in KINDS)
    inside = {file.relative_to(STATIC): file for file in found}
    return {MOVED.get(name, FOLDER / name): file for name, file in inside.items()}


def copy_assets(docs: Path, rem: float = MATERIAL_REM) -> tuple[list[Path], list[Path]]:
    """Copy to the folder ``docs`` what has changed, remove what is no longer ours; return the files of both kinds.

    Where one ``rem`` has another number of pixels than with Material, lengths in the styles become as much longer.
    A file is never seen half written. What was written by anybody else stays, unless it has the name of one of ours.

    Raises:
        AssetsError: There is no such folder, or it cannot be written.
    """
    if not docs.is_dir():
        raise AssetsError("this folder doesn't exist", file=docs, hint="Give the folder of the pages, such as docs.")
    ours = files()
    place = docs
    try:
        wanted = {docs / name: _sized(file, MATERIAL_REM / rem) for name, file in ours.items()}
        written = [file for file, data in wanted.items() if not file.is_file() or file.read_bytes() != data]
        listed = _listed(docs / LIST)
        removed = [docs / name for name in listed if name not in ours and (docs / name).is_file()]
        for place in written:
            _write(place, wanted[place])
        for place in removed:
            place.unlink()
            _tidy(place.parent, docs / FOLDER)
        if listed != list(ours):
            place = docs / LIST
            _write(place, "".join(f"{name.as_posix()}\n" for name in ours).encode())
    except OSError as error:
        raise AssetsError(f"cannot write here: {error.strerror}", file=place, hint=HINT) from None
    return written, removed


def _sized(file: Path, factor: float) -> bytes:
    data = file.read_bytes()
    if file.suffix != ".css" or factor == 1:
        return data
    return REM.sub(lambda length: f"{float(length[1]) * factor:.4g}rem", data.decode()).encode()


def _listed(file: Path) -> list[Path]:
    """Return what a list names, as far as it can be ours: below our folder, or at a place of a file that is moved."""
    names = map(Path, file.read_text("utf-8", "replace").splitlines()) if file.is_file() else ()
    return [name for name in names if ".." not in name.parts and (FOLDER in name.parents or name in MOVED.values())]


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # With a dot before its name, as builders leave such files alone.
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as part:
        try:
            part.write(data)
            part.close()
            Path(part.name).chmod(0o644)
            Path(part.name).replace(file)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _tidy(folder: Path, top: Path) -> None:
    """Remove a folder, and those around it up to ``top``, if nothing is left in them."""
    while folder != top and top in folder.parents and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
