"""How long a page takes, counted and never guessed, because a guess is never changed when the page is.

The switch says it for each of a lesson's pages. So it is counted from a page's file, as its own head counts it.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

from chunkwise.directives.front_matter import FRONT_MATTER, RECORDING, meta_of
from chunkwise.directives.page import recorded
from chunkwise.directives.parser import Block, read
from chunkwise.errors import ChunkwiseError
from chunkwise.events import MAIN

WORDS_A_MINUTE = 200
"""Brysbaert (2019) finds 238 words a minute for English non-fiction; a page with tables in it is read more slowly."""
SECONDS = {"step": 5, "quiz": 30, "card": 15, "task": 240}
"""What looking at a table's row, answering a question, turning a card and solving a task take on top of the words."""
UNREAD = ("transcript", "option", "right")
"""What tells the lesson once more, and the sentences of which a reader sees one in four."""
WORD = re.compile(r"\w+(?:['-]\w+)*")


def minutes(words: int, **seen: int) -> int:
    """Return how many minutes a page takes, at least one. ``seen`` counts steps, quizzes, cards and tasks."""
    seconds = sum(SECONDS[kind] * count for kind, count in seen.items())
    return max(1, math.ceil(words / WORDS_A_MINUTE + seconds / 60))


def words(text: str) -> int:
    return len(WORD.findall(text))


def prose(notebook: dict[str, object]) -> str:
    """Return what an author has written in a notebook, with what is taken from elsewhere left out."""
    cells = notebook["cells"]
    if not isinstance(cells, list):
        raise TypeError("a notebook's cells are no list")
    own = (cell for cell in cells if "chunkwise" not in cell["metadata"] and cell["cell_type"] == "markdown")
    return "\n".join("".join(cell["source"]) for cell in own)


def minutes_of(file: Path, examples: Path) -> int:
    """Return how many minutes the page in ``file`` takes, a notebook too; what cannot be read takes no time."""
    stat = file.stat()
    return _minutes(file.resolve(), examples, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _minutes(file: Path, examples: Path, changed: int, size: int) -> int:
    whole = file.read_text("utf-8-sig", errors="replace")
    if file.suffix == ".ipynb":
        try:
            return minutes(words(prose(json.loads(whole))))
        except (ValueError, LookupError, TypeError):
            return 1
    return minutes_in(FRONT_MATTER.sub("", whole, count=1), meta_of(whole).get(RECORDING, ""), examples)


def minutes_in(text: str, recording: str, examples: Path) -> int:
    """Return how many minutes a page takes; ``text`` is without front matter, ``recording`` what that names."""
    from chunkwise.directives.registry import DIRECTIVES, OTHERS  # which imports this module

    source = read(text, DIRECTIVES, OTHERS, leniently=True)
    blocks = source.blocks
    unread = {number for block in blocks if block.name in UNREAD for number, _ in block.text}
    seen = sum(words(line) for number, line in source.prose if number not in unread)
    counts = Counter(block.name for block in blocks)
    rows = sum(_rows(block, block.argument or recording, examples) for block in blocks if block.name == "steps")
    return minutes(seen, step=rows, quiz=counts["quiz"], card=counts["card"], task=counts["task"])


def _rows(block: Block, example: str, examples: Path) -> int:
    """Return how many rows a table shows; none if the table is a mistake, which its own page says."""
    if isinstance(only := block.options.get("only"), list):
        return len(only)
    try:
        return len(recorded(examples, example).steps(str(block.options.get("variant", MAIN))))
    except (ChunkwiseError, LookupError):
        return 0
