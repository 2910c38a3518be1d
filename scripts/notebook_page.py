"""Notebook's page, made light and readable: without Jupyter's own looks, and with each cell's code folded.

mkdocs-jupyter writes all of JupyterLab's styles into every page, with scripts for a copy button, diagrams
and formulas. The site has styles of its own for code, a copy button, and neither diagrams nor formulas. What is left is
what a reader came for: the text, the code to be opened, and its output.
"""

from __future__ import annotations

import re
from html import escape, unescape

WRAPPER = '<div class="jupyter-wrapper">'
ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
LEFT_OUT = re.compile(
    r"<(style|script)\b[^>]*>.*?</\1>"
    r"|<!-- (?:Load mathjax|MathJax configuration|End of \w+ configuration) -->"
    r'|<div class="jp-Collapser [^>]*>\s*</div>'
    r'|<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>'
    r'|<div class="clipboard-copy-txt"[^>]*>.*?</div>',
    re.DOTALL,
)
CODE = re.compile(r'<div class="highlight-ipynb hl-(\w+)"><pre>(.*?)</pre></div>', re.DOTALL)
WRITES = re.compile(r"%%writefile (\S+)")
ANCHOR = re.compile(r'<a class="anchor-link" href="([^"]*)">[^<]*</a>')


def light(html: str) -> str:
    """Return the page of a notebook as it is published; any other page as it is."""
    if WRAPPER not in html:
        return html
    return ARTICLE.sub(lambda found: _article(found[0]), html)


def _article(html: str) -> str:
    html = LEFT_OUT.sub("", html)
    html = html.replace(' tabindex="0"', "")  # on every cell, where a key has nothing to do
    html = ANCHOR.sub(r'<a class="headerlink" href="\1" title="Link to this section">&para;</a>', html)
    return CODE.sub(_folded, html)


def _folded(found: re.Match[str]) -> str:
    """A cell's code, to be opened; on paper it is open. The site's own styles and copy button know such an element."""
    language, code = found.groups()
    text = unescape(re.sub(r"<[^>]+>", "", code)).strip()
    count = text.count("\n") + 1
    file = WRITES.match(text)
    name = f"Program {file[1]}" if file else "Code"
    said = f"{escape(name)}, {count} line{'' if count == 1 else 's'}"
    code = f'<div class="language-{language} highlight"><pre><code>{code}</code></pre></div>'
    return f'<details class="cw-code"><summary>{said}</summary>{code}</details>'
