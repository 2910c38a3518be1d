"""Programs that a reader can change and run in the page: the button on every sample, and the directive ``try``.

The page holds all that a run needs as data: the program, and what its clients do. Nothing is loaded before the button
is pressed, and where nothing can be pressed there are the program and the commands that run it.
"""

from __future__ import annotations

import json

from markupsafe import Markup

from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block
from chunkwise.directives.recording import Program
from chunkwise.examples.example import Run
from chunkwise.views.elements import element, prose
from chunkwise.views.runnable import why_not_in_browser

OFFER = "With scripts, you can edit and run this program here."


class Sample(Program):
    """A program, with a button that opens it in an editor; or with why it is recorded only."""

    def beside(self, found: Recorded, run: Run) -> Markup:
        why = why_not_in_browser(run.scenario, found.recordings[run.name])
        if why is not None:
            return element("p", element("strong", "Recorded only."), " ", prose(why), class_="cw-recorded")
        return offer(run)


class Try(Sample):
    """The same on a page that is about trying: an example that cannot run there is a mistake."""

    NAME = "try"
    IDS = "try-"

    def check(self, page: Page, block: Block) -> None:
        super().check(page, block)
        found = page.recorded(block, block.argument)
        variant = page.variant(block, found)
        why = why_not_in_browser(found.example.runs[variant].scenario, found.recordings[variant])
        if why is not None:
            hint = f"Show it with /// example | {block.argument}"
            raise page.error(f"a page can't run this example. {why}", block.line, hint)


def offer(run: Run, **more: object) -> Markup:
    """Return the element that a script makes a button of.

    The program is in an attribute. A script element of type application/json will not do: Material drops the type when
    it moves from page to page, and a browser would run it.
    """
    return element("cw-try", element("p", OFFER), class_="cw-try", data_program=data(run, **more))


def data(run: Run, **more: object) -> str:
    """Return as ASCII what the page needs: ``example``, ``variant``, ``source``, ``scenario``, and all of ``more``."""
    elsewhere = {"variants", "planned_for", "condition"}
    scenario = run.scenario.model_dump(mode="json", exclude_defaults=True, exclude=elsewhere)
    program = {"example": run.example.name, "variant": run.name, "source": run.source, "scenario": scenario}
    return json.dumps(program | more)
