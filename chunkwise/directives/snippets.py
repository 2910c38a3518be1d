"""Snippets of files in a page, checked before they are put in, because what pymdownx says of a missing one has no line.

That a snippet lies below the folder that the site's settings name is for pymdownx to see to, and it does.
"""

from __future__ import annotations

import re
from pathlib import Path

from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.directives.page import Page

SNIPPET = re.compile(r"""^\s*-+8<-+ +(?P<quote>["'])(?P<path>[^:]+?)(?::[^"']*)?(?P=quote)""")
"""One file, and perhaps which lines or section of it."""


def check_snippets(page: Page, md: Markdown) -> None:
    """Raise if the page takes a file that is not there, or that lies elsewhere, where the site's settings forbid it."""
    if "snippet" not in md.preprocessors or not md.preprocessors["snippet"].check_paths:
        return
    snippets = md.preprocessors["snippet"]
    for number, line in enumerate(page.text.split("\n"), 1):
        if found := SNIPPET.match(line):
            file = snippets.get_snippet_path(found["path"])
            if file is None or not Path(file).is_file():
                hint = "Name a file below examples/, as in LESSON/EXAMPLE/page.html."
                raise page.error(f"there is no snippet {found['path']!r}", number, hint)
