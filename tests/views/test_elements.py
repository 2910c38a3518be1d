"""Elements hold text and attributes, and nothing of either is ever read as markup."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from chunkwise.text import plain
from chunkwise.views.elements import attribute_list, element, joined, label, lines, prose, visible
from tests.support.made import ROOT
from tests.support.parsed import Parsed

TAG = re.compile(r"(?<!\?P)</?[a-z][a-z0-9-]*[ >]")


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = element("b", "<&>")
    assert inner == "<b>&lt;&amp;&gt;</b>"
    assert element("p", inner, " <", 1) == "<p><b>&lt;&amp;&gt;</b> &lt;1</p>"
    assert joined((inner, "<"), Markup("<br>")) == "<b>&lt;&amp;&gt;</b><br>&lt;"
    assert lines(("a", "b")) == "a\nb\n"
    assert all(isinstance(made, Markup) for made in (inner, joined(()), lines(()), visible("a"), prose("`a`")))


def test_attributes_are_named_as_in_python() -> None:
    assert attribute_list(class_="a", data_x=1, aria_label='"', hidden=True, href=None) == (
        ' class="a" data-x="1" aria-label="&quot;" hidden'
    )
    assert element("link", rel="stylesheet") == '<link rel="stylesheet">'


def test_code_that_is_longer_than_a_column_may_be_broken() -> None:
    assert prose("`short` and `one that is longer than this`") == (
        '<code>short</code> and <code class="cw-long">one that is longer than this</code>'
    )


def test_backquotes_make_code() -> None:
    assert prose("yields `<a>` now") == "yields <code>&lt;a&gt;</code> now"
    assert prose("a ` alone") == "a ` alone"
    assert label("yields `\n`\n") == "yields \\n\\n"


def test_a_cell_of_a_megabyte() -> None:
    text = ("<&\u202e" + "x" * 7) * 105_000
    assert Parsed(visible(text)).text == plain(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_reads_the_same_after_it_was_parsed(text: str) -> None:
    parsed = Parsed(visible(text))
    assert parsed.text == plain(text)
    assert {tag for tag, _ in parsed.tags} <= {"span"}
    visible(text).encode("utf-8")


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("<>&\"'` =/"), st.characters(exclude_characters="\x00\r"))))
def test_any_attribute_reads_the_same_after_it_was_parsed(text: str) -> None:
    assert Parsed(element("i", data_x=text)).tags == [("i", {"data-x": text})]


def test_no_other_module_writes_a_tag() -> None:
    """A tag in a string is one step from a value in it, and nobody sees whether that value was escaped."""
    wings = ("views", "directives", "authoring", "browser")
    files = [file for wing in wings for file in (ROOT / "chunkwise" / wing).glob("*.py")]
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text[:60]}"
        for file in (*files, ROOT / "chunkwise" / "markdown.py")
        if file.name != "elements.py"
        for line, text in strings(file)
        if TAG.search(text)
    ]
    assert found == []


def strings(file: Path) -> list[tuple[int, str]]:
    """The strings of a module that are no docstrings, with their lines."""
    tree = ast.parse(file.read_text("utf-8"))
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said
    ]
