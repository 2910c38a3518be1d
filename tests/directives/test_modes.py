"""A lesson's modes: the switch follows from the pages, the minutes from what is on them, and nothing may be missing."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.directives.modes import HOLDS, LONGEST, MODES, VISUALIZE, pages
from chunkwise.directives.onward import end
from chunkwise.directives.reading_time import minutes, minutes_of, words
from chunkwise.errors import PageError
from tests.support.made import ROOT, THREE_CHUNKS

LESSON = ROOT / "docs" / "lessons" / "streaming-responses"
HEAD = "/// modes\n///\n"
PAGE = (
    HEAD
    + f"\nYou leave.\n\n/// example | {THREE_CHUNKS}\n///\n\n/// output | {THREE_CHUNKS}\n///\n\n/// snapshot\nx\n///\n"
)
MAP = """/// curriculum
### Part & one

1. first | The first: One.
2. streaming-responses | Streams: Each `yield` is sent & gone.

### Part two

3. third | Third: Three.
///
"""


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a lesson that has the first example and no page yet."""
    shutil.copytree(ROOT / "examples" / THREE_CHUNKS, tmp_path / "examples" / THREE_CHUNKS)
    folder = tmp_path / "docs" / "lessons" / "streaming-responses"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return folder


def convert(page: Path, text: str) -> str:
    page.write_text(text, "utf-8")
    return str(Markdown(extensions=["chunkwise.markdown"]).convert(text))


def mistake(page: Path, text: str) -> list[str]:
    with pytest.raises(PageError) as caught:
        convert(page, text)
    return str(caught.value).splitlines()


def stated(html: str) -> str:
    found = re.search(r'aria-current="page"[^>]*>[\w ]*<small class="cw-minutes">(\d+ min)<', html)
    assert found
    return found[1]


def test_the_switch_has_the_modes_that_have_pages(lesson: Path) -> None:
    for name in ("review.md", "try.ipynb", "notes.md"):
        (lesson / name).write_text("x")
    html = convert(lesson / "performance.md", HEAD + "\nYou leave with a reason.\n")
    switch, end = html.split('class="cw-end"')
    assert re.findall(r'href="([^"]*)"', switch) == ["try.ipynb", "review.md", "#"]
    assert re.findall(r'href="([^"]*)"', end) == ["../../index.md", "review.md"]  # nothing comes after it
    assert "Choose how to learn: 3 modes" in html
    assert re.findall(r'aria-current="page"[^>]*>(\w+) <', html) == ["Performance"]


def test_a_page_of_each_mode_is_found_in_the_order_of_the_modes(lesson: Path) -> None:
    for mode in reversed(MODES):
        (lesson / f"{mode}.md").write_text("x")
    assert list(pages(lesson.parent.parent, lesson.name)) == list(MODES)
    assert pages(lesson.parent.parent, "nothing") == {}


def test_words_steps_questions_cards_and_tasks_take_their_time() -> None:
    assert minutes(0) == 1
    assert minutes(200) == 1
    assert minutes(201) == 2
    assert minutes(200, step=12) == 2
    assert minutes(0, quiz=3, card=6) == 3
    assert minutes(100, task=5) == 21


def test_a_word_is_a_word_however_it_is_written() -> None:
    assert words("Don't read-ahead: `yield 1` isn't 2 bytes.") == 7


def test_longer_pages_take_longer(lesson: Path) -> None:
    head = HEAD
    assert stated(convert(lesson / "performance.md", head + "\nOne sentence.")) == "1 min"
    assert stated(convert(lesson / "performance.md", head + "\n" + "word " * 1000)) == "5 min"


def test_what_nobody_reads_in_full_takes_no_time(lesson: Path) -> None:
    """The transcript is the page once more, and of a question's options a reader opens one."""
    head = HEAD + "\nOne sentence.\n\n"
    long = "word " * 1000
    assert stated(convert(lesson / "performance.md", f"{head}/// transcript\n{long}\n///")) == "1 min"
    quiz = "/// quiz | q\n    kind: concept\n    hint: h\n\nWhich?\n\n"
    options = f"/// right | a\n{long}\n///\n/// option | b\n{long}\n///\n///"
    assert stated(convert(lesson / "performance.md", head + quiz + options)) == "1 min"


def test_a_table_takes_time_for_each_of_its_rows(lesson: Path) -> None:
    text = HEAD + "\n" + "word " * 180 + f"\n\n/// steps | {THREE_CHUNKS}\n///"
    assert stated(convert(lesson / "performance.md", text)) == "2 min"


MISTAKES = {
    "a title, which the map gives": ("/// modes | T\n///", 1, "/// modes takes no argument", "Write only"),
    "a lesson, which the path gives": (
        "/// modes\n    lesson: streaming\n///",
        2,
        "/// modes has no option 'lesson'",
        "There are none.",
    ),
    "minutes, which are computed": ("/// modes\n    minutes: 5\n///", 2, "has no option 'minutes'", "There are none."),
    "no first sentence": (
        HEAD + "\n## The idea\n\nHere it comes.",
        1,
        "no paragraph follows /// modes",
        "what a reader will know after the page",
    ),
}


@pytest.mark.parametrize(("text", "line", "what", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_an_error(lesson: Path, text: str, line: int, what: str, hint: str) -> None:
    said = mistake(lesson / "performance.md", text)
    assert len(said) == 2
    assert said[0].startswith(f"docs/lessons/streaming-responses/performance.md:{line}: ")
    assert what in said[0]
    assert hint in said[1]


def test_lesson_and_mode_come_from_the_path_and_the_title_from_the_map(lesson: Path) -> None:
    page = lesson / "performance.md"
    text = HEAD + "\nYou leave with a reason."
    start = '<strong class="cw-lesson-title" data-pagefind-meta="lesson">'
    assert f"{start}Streaming responses</strong>" in convert(page, text)
    home = lesson.parent.parent / "index.md"
    home.write_text("/// curriculum\n### One\n\n1. streaming-responses | `yield` & co: It streams.\n///\n")
    html = convert(page, text)
    assert 'data-lesson="streaming-responses" data-mode="performance"' in html
    assert f"{start}<code>yield</code> &amp; co</strong>" in html


def test_a_page_elsewhere_is_of_no_lesson(lesson: Path) -> None:
    for page in (lesson / "notes.md", lesson.parent / "performance.md"):
        said = mistake(page, HEAD + "\nA sentence.")
        assert said[0].endswith("/// modes is on a page that is not a mode of a lesson")
        assert "docs/lessons/LESSON/MODE.md. The modes are learn, why" in said[1]
        page.unlink()


def test_a_title_that_a_search_engine_would_cut_is_an_error(lesson: Path) -> None:
    page, text = lesson / "performance.md", HEAD + "\nA sentence."
    page.write_text(f'---\ntitle: "{"x" * (LONGEST + 1)}"\n---\n{text}', "utf-8")
    with pytest.raises(PageError) as caught:
        Markdown(extensions=["chunkwise.markdown"]).convert(text)
    first, hint = str(caught.value).splitlines()
    assert first == (
        "docs/lessons/streaming-responses/performance.md:4: this page's title has 61 characters,"
        " but a search engine shows only 60"
    )
    assert hint.startswith("  Write a shorter title")
    page.write_text(f'---\ntitle: "{"x" * LONGEST}"\n---\n{text}', "utf-8")
    assert "cw-modes" in Markdown(extensions=["chunkwise.markdown"]).convert(text)


def test_the_head_says_where_the_lesson_stands_and_what_it_answers(lesson: Path) -> None:
    home = lesson.parent.parent / "index.md"
    home.write_text(MAP)
    html = convert(lesson / "learn.md", PAGE)
    assert '<span class="cw-place">Lesson 2 of 3 · Part & one</span>'.replace("&", "&amp;") in html
    assert '<p class="cw-idea">Each <code>yield</code> is sent &amp; gone.</p>' in html
    home.write_text("# No map")
    html = convert(lesson / "learn.md", PAGE)
    assert "cw-place" not in html
    assert "cw-idea" not in html


def test_each_chip_has_the_minutes_of_its_page(lesson: Path) -> None:
    (lesson / "why.md").write_text("---\ntitle: x\n---\n" + "word " * 1100, "utf-8")
    (lesson / "try.ipynb").write_text("not a notebook", "utf-8")
    notebook = {"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["word " * 401]}]}
    (lesson / "performance.ipynb").write_text(json.dumps(notebook), "utf-8")
    (lesson / "visualize.md").write_text(f"/// steps | {THREE_CHUNKS}\n///\n" + "/// quiz | a\n///\n" * 5, "utf-8")
    html = convert(lesson / "learn.md", PAGE)
    found = re.findall(r'data-mode="([\w-]+)" href="[\w.-]+">[\w ]*<small class="cw-minutes">(\d+) min<', html)
    assert found == [("why", "6"), ("visualize", "3"), ("try", "1"), ("performance", "3")]


@pytest.mark.parametrize(
    ("mode", "step", "other"),
    [
        ("learn", ("Next", "Visualize", "visualize.md"), ("next lesson", "Third", "../third/try.md")),
        ("visualize", ("Next lesson", "Third", "../third/try.md"), ("Or", "Project", "project.md")),
        ("project", ("Next lesson", "Third", "../third/try.md"), ("once more", "Visualize", "visualize.md")),
    ],
)
def test_the_end_of_a_page_has_one_next_step_and_one_alternative(
    lesson: Path, mode: str, step: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    docs = lesson.parent.parent
    (docs / "index.md").write_text(MAP)
    (docs / "lessons" / "third").mkdir()
    (docs / "lessons" / "third" / "try.md").write_text("word " * 500)
    for name in ("learn", "visualize", "project"):
        (lesson / f"{name}.md").write_text("x")
    page = (docs, (lesson.name, mode), lambda file: minutes_of(file, Path("examples")))
    links = end(*page).findall(".//li/a")
    for link, (says, name, href) in zip(links, (step, other), strict=True):
        assert (link[0].text or "").endswith(says)
        assert (link[1].text, link.get("href")) == (name, href)
        assert link[2].text == ("3 min" if name == "Third" else "1 min")


def test_the_last_page_of_all_leads_to_the_map(lesson: Path) -> None:
    docs = lesson.parent.parent
    (docs / "index.md").write_text(MAP)
    (docs / "progress.md").write_text("# Progress")
    (lesson / "learn.md").write_text("x")
    made = end(docs, (lesson.name, "learn"), lambda file: None)
    assert [link.get("href") for link in made.iter("a")] == ["../../index.md"] * 2 + ["../../progress.md"]


@pytest.mark.parametrize("mode", HOLDS)
def test_a_page_without_what_its_mode_holds_is_an_error(lesson: Path, mode: str) -> None:
    said = mistake(lesson / f"{mode}.md", HEAD + "\nA sentence, and nothing else.")
    name, least = next(iter(HOLDS[mode].items()))
    assert said[0] == (
        f"docs/lessons/streaming-responses/{mode}.md:1: a page of the mode {MODES[mode]} has"
        f" at least {least} /// {name}, and this one has no /// {name}"
    )


@pytest.mark.parametrize("title", VISUALIZE)
def test_each_section_of_the_step_by_step_page_is_asked_for(lesson: Path, title: str) -> None:
    text = (LESSON / "visualize.md").read_text("utf-8").replace(f"## {title}\n", f"## {title}, or not\n")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    said = mistake(lesson / "visualize.md", text.lstrip("\n"))
    assert f"has a section {title!r}, and this one has none" in said[0]


def test_sections_have_one_order(lesson: Path) -> None:
    text = (LESSON / "visualize.md").read_text("utf-8")
    text = re.sub(r"\A---\n.*?\n---\n+", "", text, flags=re.DOTALL)
    text = text.replace("## Concept flow", "## -").replace("## Execution sample", "## Concept flow")
    said = mistake(lesson / "visualize.md", text.replace("## -", "## Execution sample"))
    assert any("the section 'Execution sample' is where 'Concept flow' belongs" in one for one in said)
