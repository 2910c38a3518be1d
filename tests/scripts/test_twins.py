"""Markdown twins: what a page says, without what only a browser can use."""

from __future__ import annotations

import pytest

from scripts.twins import name, twin

HOME = "https://example.org/docs/"
ADDRESS = f"{HOME}lessons/a/learn/"


def of(article: str) -> str:
    page = f'<html><nav>menu</nav><article class="x">{article}</article></html>'
    return twin(page, ADDRESS, HOME).removesuffix(f"\n\nSource: <{ADDRESS}>\n")


@pytest.mark.parametrize(("path", "file"), [("", "index.md"), ("progress/", "progress.md"), ("a/b/", "a/b.md")])
def test_a_twin_lies_beside_its_pages_folder(path: str, file: str) -> None:
    assert name(path) == file


def test_it_says_where_its_page_is() -> None:
    assert twin("<article><p>x</p></article>", ADDRESS, HOME) == f"x\n\nSource: <{ADDRESS}>\n"


def test_a_program_keeps_its_language_and_its_text() -> None:
    made = of(
        '<div class="language-python highlight"><pre><span></span><code><span>a</span> &lt; "`"\n</code></pre></div>'
    )
    assert made == '```python\na < "`"\n```'


def test_a_table_is_a_table_and_a_step_is_its_number() -> None:
    head, row = "<tr><th>Step</th><th>Action</th></tr>", '<tr><td><a href="#step-1">1</a></td><td>x | y</td></tr>'
    made = of(f"<table><thead>{head}</thead><tbody>{row}</tbody></table>")
    assert made.splitlines()[0] == "| Step | Action |"
    assert made.splitlines()[2] == r"| 1 | x \| y |"


def test_a_bracket_of_the_text_stays_where_it_is() -> None:
    made = of('<p>It begins with <code>["a"</code>.</p><p>See <a href="#step-1">step 1</a>.</p>')
    assert made == 'It begins with `["a"`.\n\nSee step 1.'


def test_a_caption_says_its_code_as_it_is() -> None:
    cell = "<thead><tr><th>x</th></tr></thead>"
    assert of(f"<table><caption>With <code>Last-Event-ID</code></caption>{cell}</table>").startswith(
        "*With `Last-Event-ID`*\n"
    )


def test_what_styles_keep_apart_is_kept_apart_by_signs() -> None:
    note = '<sup><span class="cw-unseen">note </span>1</sup>'
    cell = f'<th scope="row"><span>Uvicorn</span>\n<span>Granian{note}</span></th>'
    made = of(f"<table><thead><tr><th>Run on</th></tr></thead><tbody><tr>{cell}</tr></tbody></table>")
    assert made.splitlines()[-1] == "| Uvicorn; Granian (note 1) |"


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("../challenge/", f"{HOME}lessons/a/challenge.md"),
        ("../../b/learn/#why", f"{HOME}lessons/b/learn.md#why"),
        ("../../../", f"{HOME}index.md"),
        ("../../../assets/run.json", f"{HOME}assets/run.json"),
        ("https://example.com/", "https://example.com/"),
    ],
)
def test_a_link_leads_to_a_twin_or_is_whole(href: str, leads_to: str) -> None:
    assert of(f'<p><a href="{href}">there</a></p>') == f"[there]({leads_to})"


@pytest.mark.parametrize(
    "element",
    ['<div class="cw-stage">x</div>', "<cw-try>x</cw-try>", '<a class="headerlink" href="#a">¶</a>', "<svg></svg>"],
)
def test_what_only_a_browser_can_use_is_left_out(element: str) -> None:
    assert of(f"<p>before</p>{element}<p>after</p>") == "before\n\nafter"
