"""``/// stage``: a run and its variants on one screen, complete for a script, and the program for everyone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.errors import PageError
from tests.support.made import ROOT, THREE_CHUNKS

OPEN = f"/// stage | {THREE_CHUNKS}\n"
STEPS = f"/// steps | {THREE_CHUNKS}\n///\n"


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def convert(text: str) -> BeautifulSoup:
    return BeautifulSoup(Markdown(extensions=["chunkwise.markdown"]).convert(text), "html.parser")


def runs(found: BeautifulSoup) -> dict[str, Tag]:
    return {str(one["data-variant"]): one for one in found.select("cw-stage template")}


def text(found: Tag) -> str:
    """All text, also that of templates."""
    return "".join(found.find_all(string=True))


def data(template: Tag) -> dict[str, Any]:
    return dict(json.loads(str(template["data-run"])))


def test_without_scripts_it_is_the_program() -> None:
    found = convert(f"{OPEN}///\n")
    stage = found.select_one("cw-stage")
    assert stage
    assert not stage.find_parent("p")
    for template in stage.select("template"):
        template.extract()
    assert 'yield f"chunk {i}\\n"' in stage.get_text()
    assert [line["data-line"] for line in stage.select("[data-line]")] == [str(n) for n in range(1, 15)]
    assert not stage.select("[id]")


def test_a_step_has_its_lines_values_and_suspended_frame() -> None:
    main = data(runs(convert(f"{OPEN}///\n{STEPS}"))["main"])
    step = main["steps"][2]
    assert (step["number"], step["name"], step["id"], step["lines"]) == (3, "yield 1", "step-3", [8, 9])
    assert step["lanes"] == "0123"
    assert main["marks"][step["marks"]] == [[[8, "i = 1"]], [[9, ""]]]
    assert main["tracks"] == [
        ["The generator", ["Not started", "Yielded 0", "Yielded 1", "Yielded 2", "Completed"], [0, 1, 2, 3, 4, 4]]
    ]
    assert main["pieces"][1] == ["client", 3, 3, "'chunk 1\\n'"]


def test_the_lanes_are_those_of_the_page_with_folded_heads() -> None:
    found = convert(f"{OPEN}///\n/// lanes | {THREE_CHUNKS}\n///\n")
    scenes = runs(found)["main"].find_all("ol", recursive=False)[0].find_all("li", recursive=False)
    lanes = found.select(".cw-lanes > ol > li")
    assert len(scenes) == len(lanes) == 6
    for scene, lane in zip(scenes, lanes, strict=True):
        shown = [one["class"] for one in scene.select("ol > li")]
        assert shown == [one["class"] for one in lane.select("li")]
    head = scenes[1].select_one("details summary")
    assert head
    assert text(head) == "HTTP/1.1 200 OK\\r\\n + 5 header lines"


def test_a_step_has_no_address_where_the_page_has_no_table_of_it() -> None:
    assert {step["id"] for step in data(runs(convert(f"{OPEN}///\n"))["main"])["steps"]} == {""}


def test_variants_say_where_they_differ() -> None:
    found = runs(convert(f"{OPEN}    variants: [keep_alive, five_chunks]\n///\n"))
    assert list(found) == ["main", "keep_alive", "five_chunks"]
    assert [one["data-label"] for one in found.values()] == ["The program", "Keep alive", "Five chunks"]
    assert data(found["main"])["other"] == []
    assert data(found["keep_alive"])["changed"] == []
    assert data(found["keep_alive"])["other"][-1] == 6
    assert data(found["five_chunks"])["changed"] == [8]
    assert "range" in text(found["five_chunks"].select("[data-line]")[7])


def test_a_run_of_one_character_is_folded() -> None:
    found = text(convert("/// stage | backpressure/stalled_reader\n///\n"))
    assert "aaaaaa…" in found
    assert "a" * 8 not in found


def test_what_a_stalled_client_has_not_read_was_made() -> None:
    main = data(runs(convert("/// stage | backpressure/stalled_reader\n///\n"))["main"])
    assert next((step, made) for _, step, made, _ in main["pieces"]) == (7, 3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("    variants: [nothing]\n", "three_chunks has no variant 'nothing'"),
        ("    variants: [idle, idle]\n", "'idle' is on the stage twice"),
        ("    variants: [main]\n", "'main' is on the stage twice"),
        ("    variant: nothing\n", "has no variant 'nothing'"),
        ("    rows: 3\n", "/// stage has no option 'rows'"),
    ],
)
def test_what_cannot_be_shown_is_an_error(options: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        convert(f"{OPEN}{options}///\n")


def test_a_run_that_was_made_elsewhere_says_what_differed() -> None:
    found = runs(convert("/// stage | conditions/gzip\n///\n"))
    places = next(iter(data(one)["places"] for one in found.values()))
    assert places[0][0] == "Uvicorn, asyncio, as recorded"
    assert places[0][2] is True
    assert {same for _, _, same in places} == {True, False}
    assert all(text.endswith(".") for _, text, _ in places)


def test_a_run_that_was_made_here_only_says_nothing_of_elsewhere() -> None:
    found = runs(convert(f"{OPEN}    variants: [keep_alive]\n///\n"))
    assert len(data(found["main"])["places"]) > 1
    assert data(found["keep_alive"])["places"] == []
