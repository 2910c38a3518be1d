"""The error page: what a reader who came to no page is offered, because a wrong address is nearly a right one.

It holds the lessons and the list of all pages. A script on it compares the address that was asked for with that list.
The builder serves one file for every address, so its links begin at the site's root.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urljoin, urlsplit

FOUND_NOTHING = "<h1>404 - Not found</h1>"
"""What the builder writes."""
LESSON = re.compile(r'<p class="cw-map-title">\s*<a href="(?P<to>[^"]*)">(?P<title>.*?)</a>', re.DOTALL)
SCRIPT = "chunkwise/base/lost.js"
TEXT = """<h1>This page is not here</h1>
<p>It may have moved, or the link was mistyped. The search above finds every lesson; so does
<a href="{root}">the home page</a>.</p>
<div class="cw-nearest"></div>
<h2>The lessons</h2>
<ul>
{lessons}
</ul>
<details>
<summary>All pages</summary>
<ul class="cw-all-pages">
{pages}
</ul>
</details>
<script type="module" src="{script}"></script>"""


def helpful(html: str, home: str, map_: str, listed: Sequence[tuple[str, str]], assets: str) -> str:
    """Return the error page with help on it.

    ``home`` is the address of the site and ``map_`` its home page; ``listed`` has each page's address and title, and
    ``assets`` is where the site's own files are, as the error page names them.
    """
    firsts = [(urljoin(home, one["to"]), one["title"]) for one in LESSON.finditer(map_)]
    lessons = "\n".join(_item(to, title) for to, title in firsts)
    # A lesson's first page comes first: the address of a lesson's folder means that.
    ordered = sorted(listed, key=lambda page: page[0] not in dict(firsts))
    pages = "\n".join(_item(to, escape(title)) for to, title in ordered)
    text = TEXT.format(root=escape(_rooted(home)), lessons=lessons, pages=pages, script=f"{assets}{SCRIPT}")
    return html.replace(FOUND_NOTHING, text)


def _item(to: str, title: str) -> str:
    return f'<li><a href="{escape(_rooted(to))}">{title}</a></li>'


def _rooted(address: str) -> str:
    """Return an address without the host, which may be another one than the site was built for."""
    return urlsplit(address).path
