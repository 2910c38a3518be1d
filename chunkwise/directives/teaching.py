"""The directives that arrange an author's own words: flow, moments, snapshot, transcript."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chunkwise.directives.directive import Directive, add
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block


class Flow(Directive):
    """Stages, drawn as a picture from the list that a listener hears, and the sentence that sums them up."""

    NAME = "flow"
    HOLDS = True

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        return add(parent, "figure", class_="cw-flow")

    def end(self, page: Page, block: Block, element: Element) -> None:
        parts = list(element)
        if [part.tag for part in parts] != ["ol", "p"]:
            raise page.error(
                "/// flow contains something other than a numbered list and one sentence",
                block.line,
                "Write the stages as a list (1. 2. 3.), an empty line, and one paragraph that sums them up.",
            )
        parts[0].set("class", "cw-stages")
        parts[1].tag = "figcaption"


class Moments(Directive):
    NAME = "moments"
    HOLDS = True

    def check(self, page: Page, block: Block) -> None:
        stray = next((number for number, line in block.text if line.strip()), None)
        if stray or not block.children or any(child.name != "moment" for child in block.children):
            raise page.error(
                "/// moments contains something other than moments",
                stray or block.line,
                "Put each question into /// moment | The question? with its answer below.",
            )

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        return add(parent, "div", class_="cw-moments")


class Moment(Directive):
    """One question that readers get stuck on, with its answer."""

    NAME = "moment"
    ARGUMENT = "Why does it happen?"
    PARENT = "moments"
    HOLDS = True

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        box = add(parent, "div", class_="cw-moment")
        add(box, "h3", block.argument)
        return box


class Snapshot(Directive):
    NAME = "snapshot"
    HOLDS = True

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        return add(parent, "aside", class_="cw-snapshot", aria_label="Concept snapshot")


class Transcript(Directive):
    NAME = "transcript"
    HOLDS = True

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        return add(parent, "div", class_="cw-transcript")
