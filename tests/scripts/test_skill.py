"""The file for coding agents: cut out of pages, and nothing in it that no page says."""

from __future__ import annotations

from scripts.skill import skill

HOME = "https://example.org/docs/"
MAP = """
<li data-lesson="a" value="1">
<p class="cw-map-title"><a href="lessons/a/learn/"><code>def</code> it</a> <em>start here</em></p>
<p>Each <code>yield</code> is sent.</p></li>
<li><strong>Planned</strong>: It is not recorded.</li>
"""
CLAIMS = """
<table><thead><tr><th>People</th><th>Recording</th></tr></thead>
<tbody><tr><td><a href="#one">You need it</a></td><td>No</td></tr></tbody></table>
<li>Uvicorn, as recorded: Uvicorn 9.1, FastAPI 8.2.</li>
"""


def test_it_has_the_lessons_that_are_recorded_the_claims_and_the_versions() -> None:
    made = skill(MAP, CLAIMS, HOME)
    assert made.startswith("---\nname: fastapi-streaming\n")
    assert "Recorded with Uvicorn 9.1, FastAPI 8.2." in made
    assert f"- [`def` it]({HOME}lessons/a/learn.md): Each `yield` is sent.\n" in made
    assert "Planned" not in made
    assert f"| [You need it]({HOME}claims-tested.md#one) | No |" in made


def test_a_site_without_that_page_has_no_claims() -> None:
    made = skill(MAP, "", HOME)
    assert "Popular answers" not in made
    assert "Recorded with" not in made
