"""Flip cards as a file that Anki imports, because a reader who learns with it already should not need a second box.

Made from a page's finished HTML, so that a card holds what the reader sees: a step reference is the number of its step,
and bytes from a recording are those bytes. The format is Anki's own for text files: lines such as ``#html:true`` first,
then rows of CSV.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup

from chunkwise.views.elements import end, escaped, joined, start

HEADER = (
    "#separator:Comma\n#html:true\n#notetype:Basic\n#columns:Front,Back,Deck,Tags\n#deck column:3\n#tags column:4\n"
)
"""A deck that is named in a column is made where there is none; one that is named up here is not."""

KEPT = frozenset(("p", "ul", "ol", "li", "code", "pre", "em", "strong", "br", "table", "tr", "th", "td"))
"""What an answer keeps of its markup. Of all else, links too, the text stays."""

EMPTY = frozenset(("br", "img", "input", "link", "hr", "meta", "source", "wbr"))


@dataclass(frozen=True)
class Card:
    """One card; its two sides are HTML."""

    front: Markup
    back: Markup
    level: int


def cards_of(page: str) -> list[Card]:
    """Return the cards of a page, from its HTML."""
    reader = _Reader()
    reader.feed(str(page))
    reader.close()
    return reader.cards


def csv_of(cards: Iterable[Card], lesson: str, title: str) -> str:
    """Return a text file that Anki imports.

    Every value stands in quotation marks: Anki takes a row that begins with ``#`` for a comment.

    Args:
        cards: The cards in their order.
        lesson: The folder of their lesson, which becomes a tag.
        title: Its title, which names the deck.
    """
    out = io.StringIO()
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    deck = f"Chunkwise::{title.replace('::', ': ')}"
    for card in cards:
        rows.writerow((card.front, card.back, deck, f"chunkwise {lesson} level-{card.level}"))
    return HEADER + out.getvalue()


class _Reader(HTMLParser):
    """Finds ``details.cw-card``: its summary is one side, all else in it the other."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cards: list[Card] = []
        self.level = 0
        self.open: list[str] = []
        """The elements that are open within a card, from the card itself on."""
        self.front: list[Markup] = []
        self.back: list[Markup] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if not self.open:
            if tag == "details" and "cw-card" in (named.get("class") or "").split():
                self.level = int(named.get("data-level") or 0)
                self.open, self.front, self.back = [tag], [], []
            return
        if tag in KEPT:
            self._side.append(start(tag))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while (closed := self.open.pop()) != tag:
            pass
        if not self.open:
            self.cards.append(Card(_joined(self.front), _joined(self.back), self.level))
        elif closed in KEPT:
            self._side.append(end(closed))

    def handle_data(self, data: str) -> None:
        if self.open:
            self._side.append(escaped(data))

    @property
    def _side(self) -> list[Markup]:
        return self.front if self.open[1:2] == ["summary"] else self.back


def _joined(parts: list[Markup]) -> Markup:
    return joined(parts).strip()
