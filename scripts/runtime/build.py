"""From packages to the folder that the site serves, and nothing at all when that folder is made of what is here now.

Files are written first and the manifest last, each at once. So whatever stops a build, the folder holds what the
manifest says: all of the new, or all of the old.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from chunkwise.errors import ChunkwiseError
from scripts.runtime import downloads, locks, sources

ROOT = sources.ROOT
CACHE = ROOT / ".cache/runtime"
OUT = ROOT / "docs/assets/runtime"
HERE = Path(__file__).parent
MADE_BY = ("build.py", "packing.py", "rehearsal.py", "pack.mjs", "wheels.txt", "package-lock.json")
STOCK = {
    "loader": "pyodide.mjs",
    "engine": "pyodide.asm.mjs",
    "machine": "pyodide.asm.wasm",
    "full-library": "python_stdlib.zip",
}
"""Files of Pyodide's that are served as they are. The last is no part of the first load."""

PACKS = ("library", "packages", "chunkwise")
SENT_AS = ".zip.txt"
"""What a pack is called, because nearly all hosts compress text and nearly none a zip, even if nobody set them up."""

Manifest = dict[str, Any]


def inputs() -> dict[str, str]:
    """Return digests of what the runtime is made of: our own modules, which often change, and everything else."""
    files = sources.files()
    ours = hashlib.sha256()
    for name, file in files.items():
        ours.update(b"\0".join([name.encode(), file.read_bytes()]))
    base = hashlib.sha256(" ".join(_imports(files)).encode())
    for one in MADE_BY:
        base.update((HERE / one).read_bytes())
    return {"base": base.hexdigest(), "chunkwise": ours.hexdigest()}


def current(out: Path = OUT) -> Manifest:
    """Return the manifest of what is in the folder; an empty one if a file is missing or not whole."""
    try:
        manifest: Manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        whole = all((out / one["file"]).stat().st_size == one["bytes"] for one in manifest["files"].values())
    except (OSError, ValueError, KeyError):
        return {}
    return manifest if whole else {}


def build(*, install_node: bool = False) -> bool:
    """Make the runtime if it is missing or stale, and tell whether that was needed.

    Raises:
        ChunkwiseError: Something that it takes is missing, or is not what was pinned.
    """
    was, seen = current(), _glance()
    if was and _read(CACHE / "seen") == f"{was['build']} {seen}":
        return False
    wanted = inputs()
    with _alone():
        was = current()
        if was.get("inputs") == wanted:
            write(CACHE / "seen", f"{was['build']} {seen}".encode())
            return False
        downloads.node(install=install_node)
        print("Making the runtime of the Try pages (half a minute the first time)", file=sys.stderr, flush=True)
        pyodide = downloads.pyodide(CACHE)
        pinned = locks.read(HERE / "wheels.txt")
        files = downloads.wheels(CACHE, pinned)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="work-") as work:
            made = Path(work)
            whole = was.get("inputs", {}).get("base") != wanted["base"]
            _pack(pyodide, list(files.values()) if whole else [], made)
            parts = {name: pyodide / file for name, file in STOCK.items()}
            parts |= {name: made / f"{name}.zip" for name in PACKS}
            if not whole:
                parts |= {name: OUT / was["files"][name]["file"] for name in ("library", "packages")}
            abi, versions = downloads.about(pyodide)
            versions |= {wheel.name: wheel.version for wheel in pinned}
            publish(parts, {"inputs": wanted, "abi": abi, "versions": versions})
    return True


def publish(parts: dict[str, Path], about: Manifest, out: Path = OUT) -> Manifest:
    """Copy ``parts`` to ``out`` under names that carry their digests, then say so in the manifest.

    ``bytes`` are sizes as they are, ``gzip`` as a host that compresses sends them.
    """
    out.mkdir(parents=True, exist_ok=True)
    files = {}
    try:
        for name, part in parts.items():
            data = part.read_bytes()
            suffix = SENT_AS if name in PACKS else part.suffix
            file = f"{name}.{hashlib.sha256(data).hexdigest()[:16]}{suffix}"
            if part.parent != out:
                write(out / file, data)
            files[name] = {"file": file, "bytes": len(data), "gzip": len(zlib.compress(data))}
        digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
        manifest: Manifest = {"build": digest, **about, "files": files}
        write(out / "manifest.json", json.dumps(manifest, indent=1).encode())
    finally:
        kept = {one["file"] for one in current(out).get("files", {}).values()} | {"manifest.json"}
        for left in out.iterdir():
            if left.name not in kept:
                left.unlink()
    return manifest


def excuse(error: ChunkwiseError, out: Path = OUT) -> None:
    """Say in the manifest why there is no runtime, for the page to tell, unless an older one is there and will do."""
    if not current(out):
        out.mkdir(parents=True, exist_ok=True)
        missing = {"what": error.what.split("\n")[0], "hint": error.hint or "Run: make runtime"}
        write(out / "manifest.json", json.dumps({"missing": missing}, indent=1).encode())


def write(file: Path, data: bytes) -> None:
    """Write a file so that it is never seen half written."""
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(data)
    part.replace(file)


def _pack(pyodide: Path, wheels: list[Path], out: Path) -> None:
    """Let Pyodide make the packs: ours alone, and with ``wheels`` all of them."""
    ours = sources.files()
    for name, source in ours.items():
        copy = out / "ours" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    job = {
        "pyodide": str(pyodide),
        "folders": {"wheels": str(CACHE / "wheels"), "out": str(out)},
        "wheels": sorted(file.name for file in wheels),
        "ours": list(ours),
        "imports": [*_imports(ours), sources.constant(ROOT / "chunkwise/browser/packing.py", "ENTRY")],
    }
    file = out / "job.json"
    file.write_text(json.dumps(job), "utf-8")
    done = subprocess.run(["node", str(HERE / "pack.mjs"), str(file)], capture_output=True, text=True)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise ChunkwiseError("\n".join(["Pyodide could not pack the runtime:", *lines[-12:]]))


def _glance() -> str:
    """Return a digest of all that ``inputs`` might look at, since to follow the imports takes a quarter of a second."""
    spec = find_spec("uvicorn")
    seen = hashlib.sha256(Path(spec.origin).read_bytes() if spec and spec.origin else b"")
    for file in sorted([*ROOT.glob("chunkwise/**/*.py"), *sources.examples(), *HERE.iterdir()]):
        if file.is_file():
            seen.update(b"\0".join([str(file).encode(), file.read_bytes()]))
    return seen.hexdigest()


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


def _imports(files: dict[str, Path]) -> list[str]:
    return sources.imports([*(file for file in files.values() if file.suffix == ".py"), *sources.examples()])


@contextmanager
def _alone() -> Iterator[None]:
    """Keep a second build waiting, and clear away what a killed one left."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in CACHE.glob("work-*"):
            shutil.rmtree(left)
        yield
