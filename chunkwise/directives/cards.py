"""The flip cards of a Review page: questions with answers behind them, in three levels.

Without scripts they are a list whose answers open. A script puts one card at a time before it, and keeps in the
reader's browser when each comes back. Their file for Anki is made here, so that it can be had without scripts too.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote
from xml.etree.ElementTree import Element

from pydantic import Field

from chunkwise.directives.anki import cards_of, csv_of
from chunkwise.directives.directive import Directive, add
from chunkwise.directives.lesson_map import title_of
from chunkwise.directives.options import Options, Text
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block
from chunkwise.directives.quiz import ID
from chunkwise.directives.sheet import link_style
from chunkwise.exercises.quiz import normal
from chunkwise.views.elements import attribute_list
from chunkwise.views.elements import element as html

Level = Literal["1", "2", "3"]
LEVELS: dict[Level, str] = {"1": "recall", "2": "explain", "3": "apply"}
FILE = "cw-anki:"
"""Stands for the address of the file until the page is finished."""


class Cards(Directive):
    """All cards of a page, by their levels."""

    NAME = "cards"
    HOLDS = True

    def check(self, page: Page, block: Block) -> None:
        for other in page.source.blocks[: block.number]:
            if other.name == self.NAME:
                what = f"this page already has /// cards, in line {page.line(other.line)}"
                raise page.error(what, block.line, "Put all cards into one of them.")
        if page.lesson is None:
            what = "/// cards is on a page that belongs to no lesson"
            raise page.error(what, block.line, f"Move the page to {page.docs}/lessons/LESSON/review.md.")
        stray = next((number for number, line in block.text if line.strip()), None)
        strange = next((child.line for child in block.children if child.name != Card.NAME), None)
        if stray or strange or not block.children:
            raise page.error(
                f"/// cards holds {'something other than cards' if stray or strange else 'no card'}",
                stray or strange or block.line,
                "Put each question into /// card | The question? with its answer below.",
            )

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        link_style(page, block, parent)
        return add(parent, "div", class_="cw-cards")

    def end(self, page: Page, block: Block, element: Element) -> None:
        cards = list(element)
        for card in cards:
            element.remove(card)
        add(add(element, "cw-review"), "cw-deck")  # where a script shows one card at a time
        everything = add(element, "div", class_="cw-all-cards")
        for level, name in LEVELS.items():
            if found := [card for card in cards if card.get("data-level") == level]:
                add(everything, "h3", f"Level {level}: {name}", id=f"cards-level-{level}")
                everything.extend(found)
        file = f"{page.lesson}.csv"
        link = html("a", "Take the cards to Anki", href=FILE, download=file)
        add(element, "p", page.stash(html("div", html("p", link, " (a CSV file)"), class_="cw-export")))


class CardOptions(Options):
    id: Text
    level: Level = Field(description="Write 1 (recall), 2 (explain) or 3 (apply).")


class Card(Directive):
    """One question with its answer. Its id stays when the page changes: by it a reader's browser knows the card."""

    NAME = "card"
    ARGUMENT = "The question?"
    OPTIONS = CardOptions
    PARENT = "cards"
    HOLDS = True

    def check(self, page: Page, block: Block) -> None:
        name = CardOptions.of(block).id
        if not ID.fullmatch(name):
            hint = "Write small letters, digits and hyphens; the id stays when the page changes."
            raise page.error(f"{name!r} is not a valid id for a card", block.line_of("id"), hint)
        for other in page.source.blocks[: block.number]:
            if other.name != self.NAME:
                continue
            where = f"line {page.line(other.line)} too"
            if CardOptions.of(other).id == name:
                what = f"the card id {name!r} is used in {where}"
                raise page.error(what, block.line_of("id"), "Give each card an id of its own.")
            if normal(other.argument) == normal(block.argument):
                what = f"the question {block.argument!r} is asked in {where}"
                raise page.error(what, block.line, "Ask each question once: Anki identifies a card by its question.")
        if "[[" in block.argument:
            hint = "Describe the step in words, and refer to it in the answer."
            raise page.error("a card's question is a button and can't contain a link", block.line, hint)
        if not block.children and not any(line.strip() for _, line in block.text):
            what = f"the card {name!r} has no answer"
            raise page.error(what, block.line, "Write it below the options, after an empty line.")

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        options = CardOptions.of(block)
        card = f"{page.lesson}/{options.id}"
        box = add(
            parent, "details", class_="cw-card", id=f"card-{options.id}", data_card=card, data_level=options.level
        )
        add(box, "summary", block.argument)
        return box


def with_file(page: Page, finished: str) -> str:
    """Return the finished HTML of a page with the file of its cards in it, if it has any."""
    lesson, placeholder = page.lesson, attribute_list(href=FILE)
    if lesson is None or placeholder not in finished:
        return finished
    text = csv_of(cards_of(finished), lesson, title_of(page.docs, lesson))
    address = f"data:text/csv;charset=utf-8,{quote(text, safe=',/:;=()*?!@')}"
    return finished.replace(placeholder, attribute_list(href=address), 1)
