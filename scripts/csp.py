"""The strictest Content-Security-Policy that a built site works under: in each page, and for whoever serves the site.

Everything comes from our own origin. Of inline scripts and styles only those that Material writes may run, each by its
hash. All pages have the same policy, because Material goes from one to the next without leaving the document.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
DATA = re.compile(r'type="application/(ld\+)?json"')
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


META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
FIRST = '<meta charset="utf-8">'
"""What the policy comes after: nothing that it is about may stand before it."""
HEADER_ONLY = "frame-ancestors"
"""What a page can't say of itself."""


def policed(html: str, policy: str) -> str:
    """Return a page that says its policy itself, for hosts that send none."""
    said = "; ".join(one for one in policy.split("; ") if not one.startswith(HEADER_ONLY))
    return META.sub("", html).replace(FIRST, f'{FIRST}<meta http-equiv="Content-Security-Policy" content="{said}">', 1)


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
            # For what has no directive of its own, which is the next page as Firefox loads it early for link[rel=next].
            "default-src 'self'",
            *(f"{kind}-src 'none'" for kind in ("frame", "manifest", "media", "object")),
            " ".join(["script-src 'self'", *sorted(hashes["script"])]),
            " ".join(["style-src 'self'", *sorted(hashes["style"])]),
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )
