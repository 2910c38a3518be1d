"""The page of a reader's progress: every lesson with its pages, for a script to mark, and what to do with the marks.

All of it is kept in the reader's browser, so the page is the same for everyone, and says so without scripts.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chunkwise.directives.curriculum import readable
from chunkwise.directives.directive import Directive, add
from chunkwise.directives.lesson_map import lessons_of
from chunkwise.directives.modes import pages
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block
from chunkwise.directives.stylesheets import style
from chunkwise.views.elements import element as html

STYLE = "progress/home.css"
NO_SCRIPTS = "Scripts are off in this browser, so nothing is stored, and there is nothing to export or erase."


class Progress(Directive):
    """What is kept of a reader's progress, in the author's words; a script adds the sum, the scores and the buttons."""

    NAME = "progress"
    HOLDS = True

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        add(parent, "p", page.stash(html("div", style(page, STYLE), hidden=True)))
        return add(parent, "div", class_="cw-finished")

    def end(self, page: Page, block: Block, element: Element) -> None:
        add(add(add(element, "cw-home"), "cw-kept"), "p", NO_SCRIPTS)
        items = add(element, "ol", class_="cw-map")
        for lesson in [one for one in lessons_of(page.docs) if pages(page.docs, one.slug)]:
            item = add(items, "li", value=str(lesson.number))
            readable(page, item, lesson.slug, lesson.title, "")
            add(item, "div", class_="cw-room")  # which a script fills, so that nothing moves
        add(add(element, "cw-home"), "cw-map")  # where a script shows what a reader has finished
