"""Markdown twins of the pages of a built site, because a language model reads them better and pays less for them.

A twin says what the page says in words and tables. What only a browser can use stays out: the stage, the lanes as they
are drawn (the table and the transcript have the same events), switches and menus.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

ARTICLE = re.compile(r"(?s)<article\b.*</article>")
CODE = re.compile(r'(?s)(<div class="language-([\w-]+) highlight"[^>]*>.{,400}?)<code>')
"""How pymdownx.highlight writes a block of code; its language belongs to the fence."""
LINK = re.compile(r"(?<=\]\()(?![a-z]+:)([^)\s]+)")
WITHIN = re.compile(r"\[([^\[\]\n]*)\]\(#[^)]*\)")
"""A link to a place on the same page, of which a twin has none."""
PARTS = re.compile(r"</span>\n(?=<span>)")
NOTE = re.compile(r'<sup><span class="cw-unseen">(.*?)</span>(.*?)</sup>')
"""What styles alone keep apart: the parts of a cell, and the number of a note."""
CAPTION = re.compile(r"(?m)^\*.*\*$")
"""A table's caption, in which the converter writes a hyphen as Markdown need not have it, in code too."""
LEFT_OUT = (
    *("form", "svg", "script", "style", ".headerlink", ".anchor-link", ".md-content__button", ".md-source-file"),
    *(".cw-stage", ".cw-player", ".cw-lanes", ".cw-place", ".cw-mode-links", ".cw-end"),
    *("cw-try", ".cw-local", ".cw-trace", ".cw-framing"),
)


def name(path: str) -> str:
    """Return where the twin of a page lies, below the site as the page is: ``a/b.md`` of ``a/b/``."""
    return f"{path.strip('/') or 'index'}.md"


def converted(html: str) -> str:
    """Return a piece of a page as Markdown, with its links as they are."""
    from html_to_markdown import ConversionOptions, PreprocessingOptions, convert  # tests import us that build no site

    options = ConversionOptions(
        exclude_selectors=list(LEFT_OUT),
        highlight_style="none",
        compact_tables=True,
        preprocessing=PreprocessingOptions(enabled=False),  # which would drop the map of lessons
    )
    coded = CODE.sub(r'\1<code class="language-\2">', NOTE.sub(r" (\1\2)", PARTS.sub("</span>;\n", html)))
    text = str(convert(coded, options).content or "").strip()
    return CAPTION.sub(lambda caption: caption[0].replace("\\-", "-"), text)


def twin(html: str, address: str, home: str) -> str:
    """Return the twin of a page that is published at ``address``; ``home`` is the site's address, with a slash."""
    article = ARTICLE.search(html)
    if article is None:
        return ""
    text = WITHIN.sub(r"\1", converted(article[0]))
    return f"{linked(text, address, home)}\n\nSource: <{address}>\n"


def linked(text: str, address: str, home: str) -> str:
    """Return Markdown of a page with a link to a page as one to its twin, and any other as a whole address."""

    def whole(link: re.Match[str]) -> str:
        target = urlsplit(urljoin(address, str(link[1])))
        page = target._replace(query="", fragment="").geturl()
        if page.startswith(home) and page.endswith("/"):
            return home + name(page.removeprefix(home)) + (f"#{target.fragment}" if target.fragment else "")
        return target.geturl()

    return LINK.sub(whole, text)
