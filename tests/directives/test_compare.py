"""``/// compare``: two runs on a page, whose steps can be referred to wherever their tables are."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.directives import compare
from chunkwise.directives.registry import used_examples
from chunkwise.errors import PageError
from tests.support.made import ROOT, THREE_CHUNKS

RATIOS = "dying_mid_stream/after_one_chunk"
COMPARE = f"/// compare | {THREE_CHUNKS}\n    variant: keep_alive\n///\n"
STEPS = f"/// steps | {THREE_CHUNKS}\n///\n"


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def convert(text: str) -> BeautifulSoup:
    md = Markdown(extensions=["chunkwise.markdown"])
    return BeautifulSoup(md.convert(text), "html.parser")


def texts(found: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(one.get_text().split()) for one in found.select(selector)]


def one(found: BeautifulSoup, selector: str) -> Tag:
    (tag,) = found.select(selector)
    return tag


def test_a_change_of_the_program_is_marked_in_words() -> None:
    made = convert(f"/// compare | {RATIOS}\n    variant: before_the_first\n///")
    assert texts(made, "del, ins") == ["Removed: for percent in [50, 0]:", "Added: for percent in [0, 50]:"]
    assert not made.select(".cw-compare li")  # both clients do the same


def test_a_change_at_the_client_is_told_in_words() -> None:
    made = convert(COMPARE)
    assert texts(made, ".cw-compare li") == [
        "Removed: The client sends GET /stream with Connection: close.",
        "Added: The client sends GET /stream.",
        "The client reads to the end of the response.",
    ]
    assert not made.select(".cw-compare pre")


def test_each_row_says_how_it_compares() -> None:
    made = convert(f"/// compare | {RATIOS}\n    variant: before_the_first\n///")
    before, after = made.select("table")
    assert [cell.get_text() for cell in before.select("tbody td:last-child")] == [
        *("same", "only here", "differs", "same"),
    ]
    assert texts(made, "mark") == ["None", "Status 200 and headers"]
    assert [cell.get_text() for cell in after.select("tbody td:last-child")] == [
        "same",
        "Not here: Generator yields '2.0\\n'",
        "differs",
        "same",
    ]


def test_it_sums_up_what_differs() -> None:
    assert "Step by step: 5 are the same in both, 2 are on one side only" in convert(COMPARE).get_text()


def test_steps_of_both_sides_can_be_referred_to() -> None:
    made = convert(f"{COMPARE}\n[[yield 0]] and [[keep_alive: open]]")
    assert [link["href"] for link in made.select("a.cw-step")] == ["#step-2", "#keep-alive-step-6"]
    assert one(made, "#step-2")["data-name"] == "yield 0"
    assert one(made, "#keep-alive-step-6")["data-name"] == "open"


@pytest.mark.parametrize("order", [(STEPS, COMPARE), (COMPARE, STEPS)])
def test_a_table_of_its_own_keeps_its_ids_and_the_comparison_leads_there(order: tuple[str, str]) -> None:
    made = convert("\n".join((*order, "[[yield 0]] [[keep_alive: open]]")))
    row = one(made, "#step-2")
    assert row.find_parent(class_="cw-compare") is None
    assert len(made.select('[href="#step-2"]')) == 3  # in the table, in the comparison and in the sentence
    assert len(made.select(".cw-steps")) == 2  # what a player moves is on the page once for each run
    assert one(made, "#keep-alive-step-6").find_parent(class_="cw-compare") is not None


def test_a_step_that_its_own_table_leaves_out_is_not_linked() -> None:
    made = convert(f"/// steps | {THREE_CHUNKS}\n    only: [end]\n///\n\n{COMPARE}")
    side = made.select(".cw-side")[0]
    assert [link["href"] for link in side.select("a")] == ["#step-5"]


def test_two_comparisons_share_what_both_show() -> None:
    made = convert(f"{COMPARE}\n{COMPARE.replace('keep_alive', 'five_chunks')}\n[[five_chunks: yield 4]]")
    ids = [str(tag["id"]) for tag in made.select("[id]")]
    assert len(ids) == len(set(ids))
    assert [link["href"] for link in made.select("a.cw-step")] == ["#five-chunks-step-6"]
    assert len(made.select("link[rel=stylesheet]")) == 1


def test_two_examples_side_by_side_are_named_in_references() -> None:
    text = f"/// compare | {RATIOS}\n    with: dying_mid_stream/event_stream\n///\n\n[[event_stream: close]]"
    assert [link["href"] for link in convert(text).select("a.cw-step")] == ["#event-stream-step-5"]
    assert used_examples(text) == {RATIOS, "dying_mid_stream/event_stream"}


def test_a_variant_of_two_examples_is_taken_of_both() -> None:
    declared = "streaming_responses/declared"
    text = f"/// compare | {THREE_CHUNKS}\n    with: {declared}\n    variant: refused\n///\n\n"
    made = convert(f"{text}[[three_chunks/refused: raise]] and [[declared/refused: raise]]")
    assert [link["href"] for link in made.select("a.cw-step")] == ["#refused-step-2", "#declared-refused-step-2"]
    assert [side["data-recording"] for side in made.select(".cw-side")] == [THREE_CHUNKS, declared]
    assert {side["data-variant"] for side in made.select(".cw-side")} == {"refused"}
    assert not made.select(".cw-compare li")  # both clients do the same


def test_a_step_at_another_place_says_where() -> None:
    made = convert("/// compare | blocking/frozen\n    variant: asyncio_sleep\n///")
    assert "7 are the same in both, 2 are at another place, 1 is on one side only" in made.get_text()
    before, after = ([cell.get_text() for cell in side.select("tbody td:last-child")] for side in made.select("table"))
    assert "Step 8 here: other: server answers in one piece" in before
    assert "Step 4 here: other: server answers in one piece" in after
    assert (before.count("moved"), after.count("moved")) == (2, 2)


def test_a_player_moves_a_compared_table() -> None:
    made = convert(f"{COMPARE}\n/// player | {THREE_CHUNKS}\n///")
    row = one(made, '.cw-steps[data-variant="main"] tr[data-step="2"]')
    assert row["data-lines"] == "8 9"
    # What the player says aloud: the first five cells are those of an execution table.
    assert [cell.get_text() for cell in row.select("th, td")][:5] == [
        *("2", "Generator yields 'chunk 0\\n'", "Yielded 0", "'chunk 0\\n'", "'chunk 0\\n' received"),
    ]


def test_rows_that_css_draws_as_cards_stay_rows() -> None:
    made = convert(COMPARE)
    assert {tag.get("role") for tag in made.select("tbody td")} == {"cell"}
    assert {tag.get("role") for tag in made.select("tbody th")} == {"rowheader"}
    assert {tag.get("role") for tag in made.select("thead th")} == {"columnheader"}


def test_a_long_comparison_is_not_kept_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """The style sheet has only so many rows to keep level."""
    monkeypatch.setattr(compare, "LEVEL", 7)
    assert convert(COMPARE).select(".cw-level")
    monkeypatch.setattr(compare, "LEVEL", 6)
    assert not convert(COMPARE).select(".cw-level")


MISTAKES = {
    "with nothing": (f"/// compare | {THREE_CHUNKS}\n///", 1, "nothing to compare with", "variant: of the example"),
    "a variant that one of two lacks": (
        f"/// compare | {THREE_CHUNKS}\n    variant: keep_alive\n    with: {RATIOS}\n///",
        2,
        f"{RATIOS} has no variant 'keep_alive'",
        "before_the_first",
    ),
    "an unknown variant": (f"/// compare | {THREE_CHUNKS}\n    variant: keep\n///", 2, "no variant", "keep_alive"),
    "an unknown example": (
        f"/// compare | {THREE_CHUNKS}\n    with: a/b\n///",
        2,
        "unknown example 'a/b'",
        "There are",
    ),
    "itself": (f"/// compare | {THREE_CHUNKS}\n    with: {THREE_CHUNKS}\n///", 2, "the same run twice", "another"),
    "its own run": (f"/// compare | {THREE_CHUNKS}\n    variant: main\n///", 2, "the same run twice", "another"),
    "text in it": (f"{COMPARE[:-4]}\nSo.\n///", 4, "contains text", "Move the text out"),
    "a step of neither": (f"{COMPARE}\n[[yield 9]]", 5, "doesn't name a step", "'yield 2'"),
}


@pytest.mark.parametrize(("text", "line", "what", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_an_error(text: str, line: int, what: str, hint: str) -> None:
    with pytest.raises(PageError) as caught:
        convert(text)
    message = str(caught.value)
    assert re.match(rf"page\.md:{line}: ", message)
    assert what in message
    assert hint in message.splitlines()[-1]


def test_the_style_is_there_and_linked_from_where_the_page_will_be() -> None:
    href = str(one(convert(COMPARE), "link")["href"])
    assert href == "../assets/chunkwise/base/compare.css"
    assert (ROOT / "chunkwise/static/base/compare.css").is_file()
