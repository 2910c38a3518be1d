"""Pages of notebooks as they are published: no looks of Jupyter's, code to be opened, and all output."""

from __future__ import annotations

from bs4 import BeautifulSoup

from scripts.notebook_page import light

PAGE = """<html><head><style>body { }</style></head><body><article class="md-content__inner">
<script>copies()</script>
<style>.jupyter-wrapper { --md-red: #f00 }</style>
<!-- Load mathjax -->
<div class="jupyter-wrapper">
<div class="jp-Cell jp-MarkdownCell"><div class="jp-Cell-inputWrapper" tabindex="0">
<h2 id="how">How<a class="anchor-link" href="#how">¶</a></h2></div></div>
<div class="jp-Cell jp-CodeCell"><div class="jp-Cell-inputWrapper" tabindex="0">
<div class="jp-Collapser jp-InputCollapser">
</div>
<div class="zeroclipboard-container"><clipboard-copy for="cell-1"><div><svg></svg></div></clipboard-copy>
</div>
<div class="highlight-ipynb hl-python"><pre><span></span><span class="o">%%</span>writefile a&lt;b.py
<span class="nb">print</span>(1)
</pre></div>
<div class="clipboard-copy-txt" id="cell-1">%%writefile a&lt;b.py
print(1)</div>
</div><div class="jp-OutputArea"><pre>1</pre></div></div>
<style>pre { }</style>
</div></article><script>theme()</script></body></html>"""


def test_code_is_folded_under_its_name_and_its_output_is_not() -> None:
    page = BeautifulSoup(light(PAGE), "html.parser")
    details = page.select_one("details.cw-code")
    assert details is not None
    assert details.select_one("summary") is not None
    assert details.get_text().startswith("Program a<b.py, 2 lines")
    assert details.select_one(".language-python.highlight > pre > code > .nb") is not None
    assert page.get_text().count("print(1)") == 1
    assert [one.get_text() for one in page.select("pre") if not one.find_parent("details")] == ["1"]


def test_jupyters_looks_scripts_and_tab_stops_are_gone_and_the_themes_stay() -> None:
    made = light(PAGE)
    page = BeautifulSoup(made, "html.parser")
    article = page.article
    assert article is not None
    assert article.select("style, script, clipboard-copy, [tabindex], .jp-Collapser") == []
    assert page.head is not None
    assert page.head.style is not None
    assert "theme()" in made
    assert [one["title"] for one in article.select("a.headerlink")] == ["Link to this section"]


def test_twice_is_the_same_as_once_and_other_pages_are_left_alone() -> None:
    assert light(light(PAGE)) == light(PAGE)
    other = PAGE.replace("jupyter-wrapper", "other")
    assert light(other) == other
