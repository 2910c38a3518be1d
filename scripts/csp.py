"""The strictest Content-Security-Policy that a built site works under, for the tests and benchmarks that serve it.

Everything comes from our own origin. Of inline scripts and styles only those that Material writes may run, each by its
hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
DATA = re.compile(r'type="application/json"')
KNOWN_SCRIPTS = (
    "__md_scope=",  # Material: where the site's root is
    "var palette=",  # Material: the palette, before the first paint
    "var target=",  # Material: opens what the address points at
)


def inline(html: str) -> Iterator[tuple[str, str]]:
    """Yield the tag and the text of everything inline that a browser would run or apply."""
    for tag, attributes, text in INLINE.findall(html):
        if "src=" not in attributes and not DATA.search(attributes):
            yield tag, text


def policy(site: Path) -> str:
    """Return the value of the header for the site in this folder."""
    hashes: dict[str, set[str]] = {"script": set(), "style": set()}
    for file in site.rglob("*.html"):
        for tag, text in inline(file.read_text("utf-8")):
            if tag == "style" or text.lstrip().startswith(KNOWN_SCRIPTS):
                digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                hashes[tag].add(f"'sha256-{digest}'")
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {' '.join(sorted(hashes['script']))}",
            f"style-src 'self' {' '.join(sorted(hashes['style']))}",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )
