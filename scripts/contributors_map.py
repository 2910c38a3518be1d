"""The map in CONTRIBUTING.md, drawn from the first sentence of each module, because a map kept by hand grows wrong."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- map -->\n", "<!-- /map -->\n"


def drawn() -> str:
    """Return the map: a row for each module of the package."""
    rows = ["| Module of `chunkwise/` | Why it exists |", "|---|---|"]
    for file in sorted((ROOT / "chunkwise").rglob("*.py")):
        if file.stem not in ("__init__", "__main__"):
            said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
            sentence = " ".join(re.split(r"(?<=[.:])(?:\n\n|\s+(?=[A-Z]))", said, maxsplit=1)[0].split())
            rows.append(f"| `{file.relative_to(ROOT / 'chunkwise')}` | {sentence.replace('``', '`')} |")
    return "\n".join(rows) + "\n"


def with_map(guide: str) -> str:
    """Return the guide with the map of today in it."""
    before, rest = guide.split(BEGIN)
    return before + BEGIN + drawn() + END + rest.split(END)[1]


if __name__ == "__main__":
    GUIDE.write_text(with_map(GUIDE.read_text("utf-8")), "utf-8")
