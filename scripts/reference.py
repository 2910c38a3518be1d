"""``make reference``: what is generated from the package and committed, so that a build and a reader need no tool."""

from __future__ import annotations

import sys
from pathlib import Path

from chunkwise import schema
from chunkwise.examples import store
from scripts import api_page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def files() -> dict[Path, str]:
    """Return the generated files, with what belongs in them."""
    schemas = {DOCS / schema.address(kind).removeprefix(schema.SITE): schema.text(kind) for kind in schema.MODELS}
    return {DOCS / "api.md": api_page.drawn(), **schemas}


def main() -> int:
    try:
        generated = files()
    except api_page.Undocumented as error:
        print(f"Error: {error}\n  Write one: the page of the API is made of them.", file=sys.stderr)
        return 1
    for file, text in generated.items():
        file.parent.mkdir(exist_ok=True)
        if store.renew(file, text):
            print(f"wrote {file.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
