"""What a built site gets after MkDocs: tags, a better error page, a list for language models."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from scripts import postprocess
from scripts.postprocess import finish
from tests.support.made import ROOT

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


def test_scripts_lose_their_comments_and_nothing_else(tmp_path: Path) -> None:
    script = _site(tmp_path) / "assets/chunkwise/one.js"
    script.parent.mkdir(parents=True)
    script.write_text(
        "// Why\nlet a = '// b'; // here\n/**\n * @param {x} x\n */\n/** @type {A} */ (a).go();\n"
        "let e = '; // f';\n/** c */\nd();\n"
    )
    finish(tmp_path)
    assert script.read_text() == "let a = '// b';\n(a).go();\nlet e = '; // f';\nd();\n"


def test_scripts_lose_their_indentation_but_where_a_text_may_have_some() -> None:
    assert postprocess._without_remarks("f(() => {\n  g();\n\n  h(`a`);\n});\n") == "f(() => {\ng();\nh(`a`);\n});\n"
    text = "const python = `\n  if a:\n    b()\n`;\n"
    assert postprocess._without_remarks(text) == text


def test_every_script_of_ours_is_still_one_without_its_comments() -> None:
    static = ROOT / "chunkwise/static"
    for file in static.rglob("*.js"):
        if file.parent.name != "vendor":
            left = postprocess._without_remarks(file.read_text("utf-8"))
            command = ["node", "--check", "--input-type=module"]
            done = subprocess.run(command, input=left, capture_output=True, text=True)
            assert done.returncode == 0, f"{file.name}: {done.stderr}"
            assert "/**" not in left


def test_styles_lose_their_comments_and_nothing_else(tmp_path: Path) -> None:
    styles = _site(tmp_path) / "assets/chunkwise/one.css"
    styles.parent.mkdir(parents=True)
    styles.write_text(
        '/* Why\n   this. */\n\na > b,\nc::before {\n  content: "a > b, 0.5"; /* not that */\n  margin: 0 0.5rem;\n}\n'
    )
    finish(tmp_path)
    assert styles.read_text().strip() == 'a>b,c::before{content:"a > b, 0.5";margin:0 .5rem}'


def test_the_error_page_leads_home(tmp_path: Path) -> None:
    finish(_site(tmp_path))
    assert f'<a href="{HOME}">' in (tmp_path / "404.html").read_text()


def test_every_page_but_the_error_page_is_listed(tmp_path: Path) -> None:
    finish(_site(tmp_path))
    listed = (tmp_path / "llms.txt").read_text()
    assert f'- [L]({HOME}learn/): A "b" <c>' in listed
    assert "404" not in listed
    assert f"Sitemap: {HOME}sitemap.xml" in (tmp_path / "robots.txt").read_text()


def test_twice_is_the_same_as_once(tmp_path: Path) -> None:
    finish(_site(tmp_path))
    once = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    finish(tmp_path)
    assert once == {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
