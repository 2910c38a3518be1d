"""What a lesson's page says of itself: read from its own head, and harmless whatever stands there."""

from __future__ import annotations

import json

from scripts.csp import inline
from scripts.linked_data import linked_data

HOME = "https://example.org/docs/"
HEAD = """<div class="cw-modes" data-lesson="a">
<p class="cw-lesson"><strong class="cw-lesson-title" data-x="y"><code>def</code> &amp; more</strong>
<span class="cw-place">Lesson 9 of 32 · Written in FastAPI</span></p>
<p class="cw-idea">It <em>waits</em>.</p>
<nav><a aria-current="page" data-mode="learn" href="#">Learn <small class="cw-minutes">7 min</small></a></nav></div>"""


def said(html: str, title: str = "T") -> str:
    return linked_data(html, title=title, description="D", address=f"{HOME}a/learn/", home=HOME)


def test_a_lessons_page_is_a_learning_resource_of_its_lesson() -> None:
    made = said(HEAD)
    data = json.loads(made.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))
    assert (data["@type"], data["learningResourceType"], data["timeRequired"]) == ("LearningResource", "Learn", "PT7M")
    lesson = data["isPartOf"]
    assert (lesson["name"], lesson["position"], lesson["description"]) == ("def & more", 9, "It waits.")
    assert lesson["isPartOf"]["url"] == HOME


def test_another_page_says_nothing() -> None:
    assert said("<p>Lesson 9 of 32</p>") == ""


def test_no_title_ends_the_element_and_a_browser_runs_none_of_it() -> None:
    made = said(HEAD, title="</script><script>alert(1)</script>")
    assert made.count("<") == 2
    assert list(inline(made)) == []
