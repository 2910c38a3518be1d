"""``/// predict``: a question before a step, whose key is what was recorded."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.errors import PageError
from tests.support.made import ROOT, THREE_CHUNKS

STAGE = f"/// stage | {THREE_CHUNKS}\n///\n\n"
RIGHT = {
    "before": "yield 1",
    "question": "What does it get?",
    "answer": 'step("yield 1").state',
    "options": "[Yielded 0, Yielded 1]",
}


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def convert(stage: str = STAGE, **given: str) -> Tag:
    options = {**RIGHT, **given}
    lines = "".join(f"    {name}: {value}\n" for name, value in options.items())
    html = Markdown(extensions=["chunkwise.markdown"]).convert(f"{stage}/// predict | {THREE_CHUNKS}\n{lines}///\n")
    found = BeautifulSoup(html, "html.parser").select_one(".cw-predict")
    assert found
    return found


def test_the_recording_says_which_option_is_right() -> None:
    found = convert()
    assert [one.get_text() for one in found.select("li[data-right]")] == ["Yielded 1"]
    assert found["data-before"] == "3"
    assert found["data-variant"] == "main"


def test_without_scripts_it_asks_in_its_place_and_has_the_answer_folded() -> None:
    found = convert()
    assert "Before step 3: What does it get?" in found.get_text()
    assert [one.get_text() for one in found.select("details > p")] == ["Yielded 1"]


def test_an_option_may_stand_for_an_answer_that_is_worded_otherwise() -> None:
    found = convert(options="[the second piece, the first]", means="[Yielded 1, Yielded 0]")
    assert [one.get_text() for one in found.select("li[data-right]")] == ["the second piece"]


@pytest.mark.parametrize(
    ("given", "line", "says"),
    [
        ({"before": "yeild 1"}, 5, "no step 'yeild 1'"),
        ({"before": "request"}, 5, "no step 'request' with a step before it"),
        ({"options": "[Yielded 0, Completed]"}, 7, "is 'Yielded 1', and no option says so"),
        ({"answer": "step(1).colour"}, 7, "colour"),
        ({"options": "[Yielded 1]"}, 8, "has a value that it can't have"),
        ({"means": "[Yielded 1]"}, 9, "has a value that it can't have"),
        ({"means": "[Yielded 1, a, b]"}, 9, "2 options, and 3 answers"),
    ],
)
def test_a_mistake_has_its_line(given: dict[str, str], line: int, says: str) -> None:
    with pytest.raises(PageError) as caught:
        convert(**given)
    assert says in str(caught.value)
    assert caught.value.line == line


def test_a_page_without_a_stage_has_nobody_to_ask() -> None:
    with pytest.raises(PageError, match="without a stage"):
        convert(stage="")
