"""The directive that shows conditions: a table for the eye and the ear, and a line for each mistake."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.conditions.environments import FILE
from chunkwise.conditions.records import conditions
from chunkwise.directives.registry import used_examples
from chunkwise.errors import PageError
from chunkwise.examples.example import Example
from tests.support.made import ROOT

NAME = "conditions/blocking_sleep"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (NAME, "conditions/behind_a_proxy", "backpressure/stalled_reader"):
        shutil.copytree(ROOT / "examples" / name, tmp_path / "examples" / name)
    shutil.copy(ROOT / "examples" / FILE, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "examples" / NAME


def converted(text: str) -> BeautifulSoup:
    return BeautifulSoup(Markdown(extensions=["chunkwise.markdown"]).convert(text), "html.parser")


def texts(found: BeautifulSoup, selector: str) -> list[str]:
    return [re.sub(r"\s+", " ", one.get_text(" ")).strip() for one in found.select(selector)]


@pytest.mark.usefixtures("project")
def test_a_table_has_what_differs_and_marks_it_in_words() -> None:
    found = converted(f"/// conditions | {NAME}\n    caption: Three pieces\n///")
    assert texts(found, "caption") == ["Three pieces"]
    assert texts(found, "thead th") == ["Run on", "Pieces arrive"]
    assert texts(found, "tbody tr:first-child td") == ["one by one"]
    assert texts(found, "tr[data-differs] td mark") == ["differs: all at the end"]
    assert [one["data-head"] for one in found.select("td")] == ["Pieces arrive"] * 2
    (plain, held) = found.select("tbody th")
    assert plain.select_one("span").get_text() == "Uvicorn, asyncio, as recorded"  # type: ignore[union-attr]
    assert "Uvicorn, uvloop 0.22.1" in held.get_text()


@pytest.mark.usefixtures("project")
def test_a_note_has_a_number_at_its_places_and_stands_below_once() -> None:
    found = converted(f"/// conditions | {NAME}\n///")
    assert set(texts(found, "th sup")) == {"note 1"}
    assert len(found.select("figure > ol > li")) == 1


@pytest.mark.usefixtures("project")
def test_the_exact_versions_of_every_place_can_be_opened() -> None:
    found = converted(f"/// conditions | {NAME}\n///")
    listed = texts(found, "details li")
    example = Example(ROOT / "examples", NAME)
    assert len(listed) == sum(condition.variant == "main" for condition in conditions(example))
    assert any(re.match(r"Granian, uvloop [\d.]+: Granian [\d.]+, uvloop [\d.]+, FastAPI", one) for one in listed)


@pytest.mark.usefixtures("project")
def test_only_picks_facts_and_a_variant_has_its_own_table() -> None:
    text = "/// conditions | conditions/behind_a_proxy\n    variant: dies\n    only: [end, upstream]\n///"
    found = converted(text)
    assert texts(found, "thead th") == ["Run on", "Response", "The proxy asks with"]
    assert texts(found, "tr[data-differs] mark") == ["differs: clean though it failed"]
    assert texts(found, "tbody tr:first-child td") == ["cut off", "\N{EN DASH}"]


@pytest.mark.usefixtures("project")
def test_the_style_comes_once() -> None:
    found = converted(f"/// conditions | {NAME}\n///\n\n/// conditions | {NAME}\n    variant: awaits\n///")
    assert len(found.select("figure.cw-conditions")) == 2
    assert [one["href"] for one in found.select("link")] == ["../assets/chunkwise/base/conditions.css"]
    assert not found.select("[style]")


def test_an_example_that_is_only_run_elsewhere_is_used() -> None:
    assert used_examples(f"/// conditions | {NAME}\n///") == {NAME}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"/// conditions | {NAME}\n    only: [spede]\n///", 2, "these conditions don't record the fact 'spede'"),
        (f"/// conditions | {NAME}\n    variant: awaits\n    only: [order]\n///", 3, "don't record the fact 'order'"),
        (f"/// conditions | {NAME}\n    variant: awiats\n///", 2, "has no variant 'awiats'"),
        ("/// conditions | backpressure/stalled_reader\n///", 1, "is run on plain Uvicorn only"),
        ("/// conditions | conditions/nothing\n///", 1, "unknown example 'conditions/nothing'"),
    ],
)
def test_a_mistake_has_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(PageError) as caught:
        converted(text)
    assert said in str(caught.value)
    assert f":{line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (f"../../{FILE}", '"fastapi==', '"fastapi==9', "stale"),
        ("conditions.json", "one by one", "all at the end", "changed by hand"),
    ],
)
def test_what_cannot_be_relied_on_stops_the_build_with_the_file(
    project: Path, file: str, old: str, new: str, said: str
) -> None:
    changed = project / file
    changed.write_text(changed.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(PageError, match=said) as caught:
        converted(f"/// conditions | {NAME}\n///")
    assert f"examples/{NAME}/conditions.json" in str(caught.value)
    assert "make conditions" in str(caught.value)
