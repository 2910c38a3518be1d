"""Search: Pagefind reads the built pages, whoever built them, and writes an index of which a query loads small parts.

What a page says is found; what it only shows isn't: programs, tables, transcripts, cards, answers and menus stay out.
Pagefind cuts its index into parts of 20,000 places each, some 35 kB, and has no option for that. So they are cut again
here, because a reader pays for a whole part with each word of a query.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from chunkwise.errors import ChunkwiseError

FOLDER = "pagefind"
"""Where a site has its index; the script that searches counts on it."""
ROOT = "article"
PAGES = "**/index.html"
LEFT_OUT = (
    *("pre", "figure", "form", "svg", ".highlight", ".headerlink", ".anchor-link"),
    *(".md-content__button", ".md-source-file", ".jp-CodeCell"),
    *(
        ".cw-place",
        ".cw-idea",
        ".cw-mode-links",
        ".cw-end",
        ".cw-appendix",
        ".cw-answer",
        ".cw-hint",
        ".cw-quiz fieldset",
    ),
    *(".cw-cards", ".cw-checks", ".cw-compare", ".cw-local", ".cw-moment details", ".cw-trace", ".cw-transcript"),
)
"""What is on a page and not in the index, as CSS selectors: what a program did, answers, and what leads elsewhere."""
USED = ("pagefind.js", "pagefind-entry.json", "wasm.en.pagefind", "*.pf_meta", "index/*", "fragment/*")
"""Of what Pagefind writes, the files that our own script loads; the others are interfaces to choose from."""
PLACES = 2_000
"""Places of words in a part of the index, which make some 4 kB."""
MARK = b"pagefind_dcd"
"""What every file of Pagefind's begins with, once it is unpacked."""
FORMAT = "1.4.0"
"""The version of Pagefind whose files are cut here."""


class SearchError(ChunkwiseError):
    """The index of a site cannot be made."""


def index(site: Path) -> None:
    """Write the index of the built site in the folder ``site``, in place of the one that it may have.

    Raises:
        SearchError: Pagefind failed, or writes other files than those that are known here.
    """
    from pagefind_bin import get_executable  # type: ignore[import-untyped]  # tests import us that build no site

    with tempfile.TemporaryDirectory(prefix=".search-", dir=site) as folder:
        made = Path(folder) / "made"
        command = [str(get_executable()), "--site", str(site), "--output-path", str(made), "--silent"]
        command += ["--root-selector", ROOT, "--glob", PAGES, "--force-language", "en"]
        command += [part for selector in LEFT_OUT for part in ("--exclude-selectors", selector)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode or not made.is_dir():
            what = f"Pagefind made no index: {(done.stderr or done.stdout).strip()[-500:]}"
            raise SearchError(what, file=site, hint="Build the site first: make build")
        _cut(made)
        kept = Path(folder) / "kept"
        for pattern in USED:
            for file in made.glob(pattern):
                target = kept / file.relative_to(made)
                target.parent.mkdir(parents=True, exist_ok=True)
                file.rename(target)
        shutil.rmtree(site / FOLDER, ignore_errors=True)
        kept.rename(site / FOLDER)


def _cut(made: Path) -> None:
    """Cut the parts of an index into smaller ones, and say so in its list of parts.

    The list is ``[version, pages, parts, ...]`` with ``[first, last, name]`` for each part, and a part is
    ``[[[word, pages], ...]]``, all in CBOR: pagefind/src/index/ in Pagefind's repository.
    """
    import cbor2

    (listed,) = made.glob("*.pf_meta")
    meta = _read(listed)
    if meta[0] != FORMAT:
        raise SearchError(f"Pagefind {meta[0]} is none that is known", hint=f"constraints.txt names {FORMAT}.")
    parts = []
    files = [made / "index" / f"{name}.pf_index" for _, _, name in meta[2]]
    everything = [word for file in files for word in _read(file)[0]]
    for file in files:
        file.unlink()
    for words in _portions(everything):
        data = cbor2.dumps([words])
        own = f"en_{hashlib.sha256(data).hexdigest()[:10]}"
        _write(made / "index" / f"{own}.pf_index", data)
        parts.append([_key(words[0]), f"{_key(words[-1])}~", own])
    meta[2] = parts
    _write(listed, cbor2.dumps(meta))


def _portions(words: list[Any]) -> Iterator[list[Any]]:
    """Yield the words in portions of some ``PLACES`` places, or more where words with the same beginning have more.

    Pagefind looks for the part with a reader's word, and in it for the word's stem, so the two have to be together. A
    part's last word is given with a ``~``, and after "to~" comes "token": so no part ends with a beginning of what the
    next one has.
    """
    portion: list[Any] = []
    size = 0
    for key, group in groupby(words, _key):
        together = list(group)
        places = sum(len(page[1]) + 1 for word in together for page in word[1])
        if portion and size + places > PLACES and not key.startswith(_key(portion[-1])):
            yield portion
            portion, size = [], 0
        portion += together
        size += places
    if portion:
        yield portion


def _key(word: list[Any]) -> str:
    """Return the letters that a word has in common with its stem, as far as it matters here."""
    return str(word[0])[:3]


def _read(file: Path) -> Any:
    import cbor2

    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(MARK))


def _write(file: Path, data: bytes) -> None:
    file.write_bytes(gzip.compress(MARK + data, 9, mtime=0))
