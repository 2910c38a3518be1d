"""Adds to a built site what MkDocs can't say without a template of ours: the tags that other sites and readers' tools
look for, the font's preload, an error page that helps, `llms.txt` and `robots.txt`. And it takes the comments out of
our styles and scripts, and Jupyter's looks out of the pages of notebooks. Run as a program, it adds the search as well.

It reads and writes the files of a built site and nothing else, and twice is the same as once.
"""

from __future__ import annotations

import re
import sys
from html import escape, unescape
from pathlib import Path

from scripts.notebook_page import light
from scripts.search import SearchError, index

MARK = "<!-- finished -->"
ICON = re.compile(r'<link rel="icon" href="(?P<assets>[^"]*)mark\.svg">')
LOST = """<h1>This page is not here</h1>
<p>It may have moved, or the link was mistyped. The search above finds every lesson; so does
<a href="{home}">the home page</a>.</p>"""


def finish(site: Path) -> None:
    """Finish every page below ``site`` that isn't finished."""
    pages = {file: file.read_text("utf-8") for file in sorted(site.rglob("*.html"))}
    home = _canonical(pages[site / "index.html"])
    listed = []
    for file, html in pages.items():
        if file.name == "404.html":
            html = re.sub(r"<h1>404 - Not found</h1>", LOST.format(home=escape(home)), html)
        elif address := _canonical(html):
            listed.append((address, _title(html), _description(html)))
        if MARK not in html:
            html = html.replace("</head>", f"{_tags(html, home)}{MARK}</head>", 1)
            if icon := ICON.search(html):
                html = html.replace(icon[0], _early(icon["assets"]) + icon[0], 1)
                html = html.replace(
                    "</head>", f'<script src="{icon["assets"]}chunkwise/base/font.js"></script></head>', 1
                )
        file.write_text(light(html), "utf-8")
    for styles in (site / "assets/chunkwise").rglob("*.css"):
        styles.write_text(_without_comments(styles.read_text("utf-8")), "utf-8")
    for script in (site / "assets/chunkwise").rglob("*.js"):
        if script.parent.name != "vendor":
            script.write_text(_without_remarks(script.read_text("utf-8")), "utf-8")
    lines = [f"- [{title}]({address}): {description}" for address, title, description in listed]
    summary = _description(pages[site / "index.html"])
    text = "\n".join(["# Chunkwise", "", f"> {summary}", "", "## Pages", "", *lines, ""])
    (site / "llms.txt").write_text(text, "utf-8")
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {home}sitemap.xml\n", "utf-8")


def _canonical(html: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]*)"', html)
    return unescape(found[1]) if found else ""


def _title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return unescape(found[1]).strip().removesuffix(" - Chunkwise") if found else ""


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


SPARE = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|(?<=[,>]) (?=[.:\w])|(?<=[\w)\]]) (?=>)|(?<=[ :,(-])0(?=\.\d)""",
)
"""What styles can do without, between texts: spaces around a sign, and the zero before a point."""


def _without_comments(styles: str) -> str:
    """Return styles without what is there for their authors, because every reader downloads it."""
    styles = re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL))
    styles = re.sub(r"(?m)^([a-z-]+): ", r"\1:", styles)
    styles = re.sub(r" \{\n", "{", re.sub(r"(?<=[;,])\n", "", styles))
    styles = SPARE.sub(lambda found: found["text"] or "", styles)
    return re.sub(r";?\n?\}", "}", styles).lstrip()


REMARK = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/[ \t]*)\n|/\*\* @(?:type|param) (?:(?!\*/)[^\n])*\*/ ?",
    re.DOTALL | re.MULTILINE,
)
"""A comment of a script that has its line or lines to itself, or a type within one."""

TRAILING = re.compile(r"(?<=[;{},]) // [^'\"`\n]*$", re.MULTILINE)
"""A comment at the end of a line, after which no text can end."""


def _without_remarks(script: str) -> str:
    """Return a script without its authors' comments and types, and without indentation where no text has any."""
    script = REMARK.sub("", script)
    if any(line.count("`") % 2 for line in script.splitlines()):
        return script
    return re.sub(r"\n\s+", "\n", TRAILING.sub("", script))


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
    finish(site)
    try:
        index(site)
    except SearchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
