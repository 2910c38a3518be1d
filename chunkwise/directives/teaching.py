"""The directives that arrange an author's own words: modes, flow, moments, snapshot, transcript."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chunkwise.directives.base import Directive, add
from chunkwise.directives.page import Page
from chunkwise.directives.source import Block, nearest

MODES = {
    "learn": "Learn",
    "why": "Why",
    "deep-dive": "Deep dive",
    "visualize": "Visualize",
    "try": "Try",
    "challenge": "Challenge",
    "project": "Project",
    "review": "Review",
    "performance": "Performance",
}


class Modes(Directive):
    """The lesson's switch. A mode is in it when its page is there."""

    NAME = "modes"
    ARGUMENT = "the lesson's title"
    OPTIONS = ("lesson", "mode", "minutes", "about")
    REQUIRED = ("lesson", "mode", "minutes")

    def check(self, page: Page, block: Block) -> None:
        lesson, mode, minutes = (str(block.options[name]) for name in self.REQUIRED)
        lessons = page.docs / "lessons"
        folder = lessons / lesson
        if "/" in lesson or "\0" in lesson or lesson in (".", "..") or not folder.is_dir():
            known = [place.name for place in lessons.glob("*") if place.is_dir()]
            raise page.error(f"there is no lesson {lesson!r}", block.line_of("lesson"), nearest(lesson, known))
        if mode not in MODES:
            raise page.error(f"there is no mode {mode!r}", block.line_of("mode"), nearest(mode, MODES))
        if not (minutes.isascii() and minutes.isdigit()):
            raise page.error(f"{minutes!r} is no number of minutes", block.line_of("minutes"), "Write for example 10.")
        present = folder / f"{mode}.md"
        text = present.read_text("utf-8-sig", errors="replace") if present.is_file() else ""
        if not text.rstrip().endswith(page.text.strip()):
            raise page.error(
                f"this page is not {present}, as /// modes says", block.line_of("mode"), "Mend the lesson or the mode."
            )

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        lesson, mode, minutes = (str(block.options[name]) for name in self.REQUIRED)
        there = [name for name in MODES if (page.docs / "lessons" / lesson / f"{name}.md").is_file()]
        box = add(parent, "div", class_="cw-modes", data_lesson=lesson, data_mode=mode)
        about = str(block.options.get("about", "FastAPI · framework"))
        line = add(box, "p", class_="cw-lesson")
        add(line, "strong", block.argument, class_="cw-lesson-title").tail = " "
        add(line, "span", about, class_="cw-about").tail = " "
        add(line, "span", f"about {minutes} minutes", class_="cw-minutes")
        count = f"{len(there)} mode{'' if len(there) == 1 else 's'}"
        links = add(box, "nav", class_="cw-mode-links", aria_label=f"Learning styles of {block.argument}")
        add(links, "p", f"Choose your learning style: {count}", class_="cw-choose")
        items = add(links, "ul")
        for name in there:
            here = name == mode
            # Builders write a link to the page itself in different ways; "#" is the same in all.
            link = add(add(items, "li"), "a", MODES[name], href="#" if here else f"{name}.md", data_mode=name)
            if here:
                link.set("aria-current", "page")
        add(box, "cw-progress")  # where a script shows what a reader has finished
        return box


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
                "/// flow holds something else than a numbered list and one sentence",
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
                "/// moments holds something else than moments",
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
