"""Adds to a built site what MkDocs can't say without a template of ours.

For people: the tags that other sites and readers' tools look for, the font's preload, a policy for hosts that send
none, an error page that helps. For machines that read: linked data, a Markdown twin of each page, `llms.txt`,
`SKILL.md` and `robots.txt`. It makes our styles and scripts small, and takes Jupyter's looks out of the pages of
notebooks. Run as a program, it adds the search as well.

It reads and writes the files of a built site and nothing else, and twice is the same as once.
"""

from __future__ import annotations

import re
import sys
from html import escape, unescape
from pathlib import Path

from chunkwise.errors import ChunkwiseError
from scripts.csp import policed, policy
from scripts.linked_data import linked_data
from scripts.lost import helpful
from scripts.minified import smaller
from scripts.notebook_page import light
from scripts.search import index
from scripts.skill import CLAIMS, skill
from scripts.twins import name, twin

MARK = "<!-- finished -->"
ICON = re.compile(r'<link rel="icon" href="(?P<assets>[^"]*)mark\.svg">')


def finish(site: Path) -> None:
    """Finish every page below ``site`` that isn't finished."""
    pages = {file: file.read_text("utf-8") for file in sorted(site.rglob("*.html"))}
    home = _canonical(pages[site / "index.html"])
    listed = []
    for file, html in pages.items():
        html = _titled(file, html)
        if address := _canonical(html):
            listed.append((address, _title(html), _description(html)))
        if MARK not in html:
            html = html.replace("</head>", f"{_tags(html, home)}{_for_machines(html, home)}{MARK}</head>", 1)
            if icon := ICON.search(html):
                html = html.replace(icon[0], _early(icon["assets"]) + icon[0], 1)
                html = html.replace(
                    "</head>", f'<script src="{icon["assets"]}chunkwise/base/font.js"></script></head>', 1
                )
        file.write_text(light(html), "utf-8")
    # A site that was finished before has them small.
    if MARK not in pages[site / "index.html"]:
        smaller(site / "assets/chunkwise")
    if (lost := site / "404.html").is_file():
        html = lost.read_text("utf-8")
        icon = ICON.search(html) or ICON.search(pages[lost])
        pairs = [(address, title) for address, title, _ in listed]
        lost.write_text(helpful(html, home, pages[site / "index.html"], pairs, icon["assets"] if icon else ""), "utf-8")
    allowed = policy(site)
    for file in pages:
        file.write_text(policed(file.read_text("utf-8"), allowed), "utf-8")
    _write_for_machines(site, home, listed)
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {home}sitemap.xml\n", "utf-8")


def _write_for_machines(site: Path, home: str, listed: list[tuple[str, str, str]]) -> None:
    pages = {address: site / address.removeprefix(home) / "index.html" for address, _, _ in listed}
    texts = {address: file.read_text("utf-8") for address, file in pages.items() if file.is_file()}
    for address, html in texts.items():
        (site / name(address.removeprefix(home))).write_text(twin(html, address, home), "utf-8")
    lines = [
        f"- [{title}]({home}{name(address.removeprefix(home))}): {description}"
        for address, title, description in listed
    ]
    text = "\n".join(["# Chunkwise", "", f"> {_description(texts[home])}", "", "## Pages", "", *lines, ""])
    (site / "llms.txt").write_text(text, "utf-8")
    (site / "SKILL.md").write_text(skill(texts[home], texts.get(home + CLAIMS, ""), home), "utf-8")


def _for_machines(html: str, home: str) -> str:
    """Return what leads a machine from a page to its twin, and says what the page is."""
    address = _canonical(html)
    if not address:
        return ""
    # Material takes each link[rel=alternate] for another language and asks for its sitemap; hence a second relation.
    target = escape(home + name(address.removeprefix(home)))
    twin_of_it = f'<link rel="alternate describedby" type="text/markdown" href="{target}">'
    return twin_of_it + linked_data(
        html, title=_title(html), description=_description(html), address=address, home=home
    )


def _canonical(html: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]*)"', html)
    return unescape(found[1]) if found else ""


def _title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return unescape(found[1]).strip().removesuffix(" - Chunkwise") if found else ""


def _titled(file: Path, html: str) -> str:
    """Return a page whose title is its heading, if the builder knew no better one than its folder's name: a notebook
    that no navigation names.
    """
    heading = re.search(r"(?s)<h1[^>]*>(.*?)(?:<a |</h1>)", html)
    if heading and _title(html) == file.parent.name.replace("-", " ").capitalize():
        text = unescape(re.sub(r"<[^>]*>", "", heading[1])).strip()
        return re.sub(r"(?s)<title>.*?</title>", lambda _: f"<title>{escape(text)} - Chunkwise</title>", html, count=1)
    return html


def _description(html: str) -> str:
    found = re.search(r'<meta name="description" content="([^"]*)"', html)
    return unescape(found[1]) if found else ""


def _tags(html: str, home: str) -> str:
    properties = {
        "og:type": "website",
        "og:site_name": "Chunkwise",
        "og:title": _title(html),
        "og:description": _description(html),
        "og:url": _canonical(html),
        "og:image": f"{home}assets/og.png",
        "og:image:alt": "Chunkwise: watch a response leave, one step at a time",
    }
    tags = [f'<meta property="{name}" content="{escape(text)}">' for name, text in properties.items() if text]
    tags.append('<meta name="twitter:card" content="summary_large_image">')
    return "\n".join(tags)


def _early(assets: str) -> str:
    """Return what goes before the icon: a smaller form of it, and the font, for which a browser must ask before it
    knows from the styles that it needs it. A blocking script in the head (font.js) decides before the first frame
    whether this page has the font, so that nothing moves under a reader. The styles say font-display: optional, which
    is meant for this, but Chromium still swaps a font that comes while the first frame is being made.
    """
    return (
        f'<link rel="preload" href="{assets}fonts/figtree-latin.woff2" as="font" type="font/woff2" crossorigin>\n'
        f'<link rel="icon" href="{assets}favicon.png" type="image/png" sizes="48x48">\n'
        f'<link rel="apple-touch-icon" href="{assets}touch-icon.png">\n'
    )


def main() -> int:
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    try:
        finish(site)
        index(site)
    except ChunkwiseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
