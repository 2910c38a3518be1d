"""Snippets of files in a page, checked before they are put in, because what pymdownx says of a missing one has no line.

That a snippet lies below the folder that the site's settings name is for pymdownx to see to, and it does; but a link
from there to another place it follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.directives.page import Page
from chunkwise.errors import PageError

SNIPPET = re.compile(r"""^\s*-+8<-+ +(?P<quote>["'])(?P<path>[^:]+?)(?::[^"']*)?(?P=quote)""")
"""One file, and perhaps which lines or section of it."""


def missing_snippets(page: Page, md: Markdown) -> Iterator[PageError]:
    """Yield what is wrong where the page takes a file that is not there, or one elsewhere that the settings forbid."""
    if "snippet" not in md.preprocessors or not md.preprocessors["snippet"].check_paths:
        return
    snippets = md.preprocessors["snippet"]
    bases = [Path(base).resolve() for base in snippets.base_path]
    for number, line in enumerate(page.text.split("\n"), 1):
        if found := SNIPPET.match(line):
            file = snippets.get_snippet_path(found["path"])
            if file and not any(map(Path(file).resolve().is_relative_to, bases)):
                hint = "Put the file there instead of the link."
                yield page.error(f"the snippet {found['path']!r} is a link that leads out of its folder", number, hint)
            elif file is None or not Path(file).is_file():
                hint = "Name a file below examples/, as in LESSON/EXAMPLE/page.html."
                yield page.error(f"there is no snippet {found['path']!r}", number, hint)
