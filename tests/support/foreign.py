"""The sites of other people that the tests build from the wheel: their folders, and how large their text is."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.made import ROOT

HERE = ROOT / "tests" / "foreign"


@dataclass(frozen=True)
class Site:
    """One project, and what there is to know of it: its folders, how wide a rem is, and its two pages."""

    name: str
    docs: str
    examples: str
    rem: int
    page: str
    stage: str

    @property
    def options(self) -> tuple[str, ...]:
        return "--examples", self.examples, "--docs", self.docs


PLAIN = Site("plain_theme", "documentation", "snippets/streams", 16, "streaming.html", "stage.html")
MATERIAL = Site("material", "handbook/pages", "handbook/code", 20, "streams/orders/", "streams/stage/")
MARKDOWN = Site("markdown_only", "text", "programs", 16, "clock.html", "stage.html")
SITES = (PLAIN, MATERIAL, MARKDOWN)
