"""The file for Anki: what Anki's own rules for text files and Python's `csv` make of it, it says what the cards say."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from chunkwise.directives.anki import HEADER, Card, cards_of, csv_of
from tests.support.converting import body, convert, root
from tests.support.made import ROOT

__all__ = ["root"]
PAGES = sorted((ROOT / "docs" / "lessons").glob("*/review.md"))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def read(text: str) -> list[list[str]]:
    """Read a file as Anki does: lines that begin with # up to the first row are its settings, all else is CSV."""
    settings = re.match("(?:#.*\n)*", text)
    assert settings is not None
    return list(csv.reader(io.StringIO(text[settings.end() :], newline="")))


def download(page: str) -> tuple[str, str]:
    """Return the name and the text of the file that a page hands over."""
    link = BeautifulSoup(page, "html.parser").select_one(".cw-export a")
    assert link is not None
    kind, _, data = str(link["href"]).partition(",")
    assert kind == "data:text/csv;charset=utf-8"
    return str(link["download"]), unquote(data)


def test_the_settings_are_those_of_anki() -> None:
    assert csv_of([], "x", "X").splitlines() == [
        "#separator:Comma",
        "#html:true",
        "#notetype:Basic",
        "#columns:Front,Back,Deck,Tags",
        "#deck column:3",
        "#tags column:4",
    ]


def test_a_card_becomes_a_row() -> None:
    text = csv_of([Card(Markup("Why?"), Markup("<p>Because.</p>"), 2)], "streaming-responses", "Streaming responses")
    row = ["Why?", "<p>Because.</p>", "Chunkwise::Streaming responses", "chunkwise streaming-responses level-2"]
    assert read(text) == [row]


def test_no_row_looks_like_a_comment() -> None:
    assert read(csv_of([Card(Markup("# what?"), Markup("#"), 1)], "x", "X"))[0][:2] == ["# what?", "#"]


@given(st.lists(st.builds(Card, TEXT.map(Markup), TEXT.map(Markup), st.integers(1, 3))), TEXT)
def test_whatever_the_cards_say_the_file_reads_back(cards: list[Card], title: str) -> None:
    rows = read(csv_of(cards, "x", title))
    assert [(row[0], row[1]) for row in rows] == [(card.front, card.back) for card in cards]
    assert all(
        len(row) == 4 and row[3] == f"chunkwise x level-{card.level}" for row, card in zip(rows, cards, strict=True)
    )


def test_links_become_their_text_and_markup_that_anki_does_not_need_goes() -> None:
    page = (
        '<p>before</p><details class="cw-card" data-level="3"><summary>Is <code>a</code> &lt; b?</summary>'
        '<p class="x">In <a class="cw-step" href="#step-3">step 3</a>,<br /><span>so</span> &amp; so.</p>'
        "<details><summary>More</summary><p>Inside.</p></details></details><p>after</p>"
    )
    (card,) = cards_of(page)
    assert card == Card(
        Markup("Is <code>a</code> &lt; b?"), Markup("<p>In step 3,<br>so &amp; so.</p>More<p>Inside.</p>"), 3
    )


def test_a_page_without_cards_has_none() -> None:
    assert cards_of('<details class="cw-hint"><summary>x</summary><p>y</p></details>') == []


def test_the_file_of_a_page_has_its_cards(root: None) -> None:
    page = body(ROOT / "tests/cases/lessons/flip-cards/performance.md")
    name, text = download(convert(page, docs="tests/cases"))
    assert name == "flip-cards.csv"
    assert text.startswith(HEADER)
    rows = read(text)
    assert [row[0] for row in rows] == [
        "What is one <code>yield</code>?",
        "#, what is this?",
        "What comes <em>last</em>?",
    ]
    assert {row[2] for row in rows} == {'Chunkwise::Flip "cards"'}
    assert '<pre><code># A comment, and "quotes"\ncurl -N' in rows[1][1]
    assert "in step 5: <code>0\\r\\n\\r\\n</code>." in rows[2][1]
    assert "&lt;" not in rows[0][1]


def test_the_files_of_our_own_pages_read_back(root: None) -> None:
    assert PAGES
    for page in PAGES:
        made = convert(body(page))
        _, text = download(made)
        soup = BeautifulSoup(made, "html.parser")
        rows = read(text)
        asked = [summary.get_text() for summary in soup.select(".cw-card > summary")]
        assert [BeautifulSoup(row[0], "html.parser").get_text() for row in rows] == asked
        assert all(row[1].strip() for row in rows)
        assert not any("<a" in cell or "\x02" in cell for row in rows for cell in row)
