"""What a page holds for a program that a reader can change and run: data that no text in it can break out of."""

from __future__ import annotations

import json
from html import escape

import pytest

from chunkwise.browser.request import scenario_of
from chunkwise.directives import try_it
from chunkwise.errors import PageError
from chunkwise.examples.example import Example, find_examples
from tests.support.converting import convert
from tests.support.made import ROOT, THREE_CHUNKS
from tests.support.programs import Programs

pytestmark = pytest.mark.usefixtures("root")
THREADS = "def_generators/threads"


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_every_sample_can_be_tried() -> None:
    page = convert(f"/// example | {THREE_CHUNKS}\n///")
    (program,) = Programs(page).found
    assert program["example"] == THREE_CHUNKS
    assert program["source"] == (ROOT / "examples" / THREE_CHUNKS / "app.py").read_text()
    assert try_it.OFFER in page


def test_what_cannot_run_says_why_and_offers_nothing() -> None:
    page = convert(f"/// example | {THREADS}\n///")
    assert Programs(page).found == []
    assert "<strong>Recorded only.</strong> A part of this program runs in worker threads" in page


def test_a_page_that_asks_to_try_what_cannot_run_is_an_error() -> None:
    with pytest.raises(
        PageError, match=r"a page can't run this example. A part of this program runs in worker threads"
    ) as error:
        convert(f"/// try | {THREADS}\n///")
    assert error.value.hint == f"Show it with /// example | {THREADS}"


def test_the_same_program_as_a_sample_and_to_try_has_ids_of_its_own() -> None:
    page = convert(f"/// example | {THREE_CHUNKS}\n///\n\n/// try | {THREE_CHUNKS}\n///")
    assert page.count('id="three-chunks-line-1"') == page.count('id="try-three-chunks-line-1"') == 1


@pytest.mark.parametrize("example", find_examples(ROOT / "examples"), ids=lambda example: example.name)
def test_the_data_is_a_scenario_that_a_page_can_run(example: Example) -> None:
    for run in example.runs.values():
        scenario = scenario_of(json.loads(try_it.data(run))["scenario"])
        assert scenario.client == run.scenario.client
        assert scenario.watch == run.scenario.watch


def test_a_hostile_program_stays_in_its_attribute() -> None:
    example = Example(ROOT / "examples", THREE_CHUNKS)
    run = example.runs["main"]
    hostile = "\"'></cw-try></script><script>alert(1)</script>\u202e\udc00\r\x00&quot;"
    made = try_it.data(type(run)(example, "main", "t", hostile, run.scenario))
    assert made.isascii()
    page = f'<cw-try data-program="{escape(made)}">'
    (program,) = Programs(page).found
    assert program["source"] == hostile
