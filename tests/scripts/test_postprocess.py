"""What a built site gets after MkDocs: tags, a better error page, a list for language models."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.postprocess import finish
from tests.support.made import ROOT

STATIC = ROOT / "chunkwise/static"
HOME = "https://example.org/docs/"


def _site(folder: Path) -> Path:
    head = (
        '<link rel="icon" href="a/mark.svg"><link rel="canonical" href="{}">'
        '<meta name="description" content="{}"><title>{}</title></head>'
    )
    (folder / "learn").mkdir()
    (folder / "index.html").write_text(head.format(HOME, "All of it", "Chunkwise"))
    (folder / "learn/index.html").write_text(head.format(f"{HOME}learn/", "A &quot;b&quot; &lt;c&gt;", "L - Chunkwise"))
    (folder / "404.html").write_text("<title>Chunkwise</title></head><h1>404 - Not found</h1>")
    return folder


def test_each_page_gets_its_tags(tmp_path: Path) -> None:
    finish(_site(tmp_path))
    page = (tmp_path / "learn/index.html").read_text()
    assert '<meta property="og:title" content="L">' in page
    assert '<meta property="og:description" content="A &quot;b&quot; &lt;c&gt;">' in page
    assert f'<meta property="og:image" content="{HOME}assets/og.png">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page


def test_each_page_asks_for_the_font_early_and_names_its_icons(tmp_path: Path) -> None:
    finish(_site(tmp_path))
    page = (tmp_path / "learn/index.html").read_text()
    assert page.index('<link rel="preload" href="a/fonts/figtree-latin.woff2"') < page.index("mark.svg")
    assert page.index('<script src="a/chunkwise/base/font.js"></script>') < page.index("</head>")
    for name in re.findall(r'(?:src|href)="a/([^"]*)"', page):
        assert (ROOT / "docs/assets" / name).is_file()


def test_the_error_page_leads_home(tmp_path: Path) -> None:
    finish(_site(tmp_path))
    assert '<a href="/docs/">' in (tmp_path / "404.html").read_text()


def test_the_error_page_lists_the_lessons_and_all_pages_first_pages_first(tmp_path: Path) -> None:
    """By addresses without a host, for it is served at any depth and perhaps elsewhere."""
    site = _site(tmp_path)
    (site / "index.html").write_text(
        (site / "index.html").read_text() + '<p class="cw-map-title"><a href="learn/"><code>x</code> &amp; y</a></p>'
    )
    finish(site)
    page = (site / "404.html").read_text()
    lessons, pages = re.findall(r"(?s)<ul.*?</ul>", page)
    assert re.findall(r'href="([^"]*)">(.*?)</a>', lessons) == [("/docs/learn/", "<code>x</code> &amp; y")]
    assert re.findall(r'href="([^"]*)">(.*?)</a>', pages) == [("/docs/learn/", "L"), ("/docs/", "Chunkwise")]
    assert page.count("lost.js") == 1


def test_a_page_that_no_navigation_names_has_its_heading_as_its_title(tmp_path: Path) -> None:
    site = _site(tmp_path)
    text = (
        (site / "learn/index.html")
        .read_text()
        .replace("<title>L - Chunkwise</title>", "<title>Learn - Chunkwise</title>")
    )
    (site / "learn/index.html").write_text(text + '<h1 id="a">It is <code>x</code> &amp; y<a href="#a">¶</a></h1>')
    finish(site)
    page = (site / "learn/index.html").read_text()
    assert "<title>It is x &amp; y - Chunkwise</title>" in page
    assert 'property="og:title" content="It is x &amp; y"' in page


def test_every_page_but_the_error_page_is_listed(tmp_path: Path) -> None:
    finish(_site(tmp_path))
    listed = (tmp_path / "llms.txt").read_text()
    assert f'- [L]({HOME}learn.md): A "b" <c>' in listed
    assert "404" not in listed
    assert f"Sitemap: {HOME}sitemap.xml" in (tmp_path / "robots.txt").read_text()


def test_each_page_names_its_twin_and_has_it(tmp_path: Path) -> None:
    site = _site(tmp_path)
    (site / "learn/index.html").write_text((site / "learn/index.html").read_text() + "<article><h1>L</h1></article>")
    finish(site)
    twin = f'<link rel="alternate describedby" type="text/markdown" href="{HOME}learn.md">'
    assert twin in (tmp_path / "learn/index.html").read_text()
    assert (tmp_path / "learn.md").read_text().startswith("# L\n")
    assert (tmp_path / "SKILL.md").is_file()
    assert not (tmp_path / "404.md").exists()


def test_twice_is_the_same_as_once(tmp_path: Path) -> None:
    # Made small once more, this one would come out longer.
    script = _site(tmp_path) / "assets/chunkwise/safe.js"
    script.parent.mkdir(parents=True)
    script.write_bytes((STATIC / "try/safe.js").read_bytes())
    finish(tmp_path)
    once = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    finish(tmp_path)
    assert once == {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
