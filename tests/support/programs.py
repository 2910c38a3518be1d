"""The programs that a built page carries for its Run buttons."""

from __future__ import annotations

import json
from html.parser import HTMLParser


class Programs(HTMLParser):
    """Finds the data as a browser does."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, object]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "cw-try":
            self.found.append(json.loads(dict(attrs)["data-program"] or ""))
