"""A lesson's modes: the switch follows from the pages, the minutes from what is on them, and nothing may be missing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.directives.modes import HOLDS, MODES, VISUALIZE, minutes, pages, words
from chunkwise.errors import PageError
from tests.support.made import ROOT, THREE_CHUNKS

LESSON = ROOT / "docs" / "lessons" / "streaming-responses"
HEAD = "/// modes\n///\n"


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
    found = re.search(r'class="cw-minutes">about (\d+ minutes?)<', html)
    assert found
    return found[1]


def test_the_switch_has_the_modes_that_have_pages(lesson: Path) -> None:
    for name in ("review.md", "try.ipynb", "notes.md"):
        (lesson / name).write_text("x")
    html = convert(lesson / "performance.md", HEAD + "\nYou leave with a reason.\n")
    assert re.findall(r'href="([^"]*)"', html) == ["try.ipynb", "review.md", "#"]
    assert "Choose your learning style: 3 modes" in html
    assert re.findall(r'aria-current="page"[^>]*>(\w+)<', html) == ["Performance"]


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
    assert stated(convert(lesson / "performance.md", head + "\nOne sentence.")) == "1 minute"
    assert stated(convert(lesson / "performance.md", head + "\n" + "word " * 1000)) == "5 minutes"


def test_what_nobody_reads_in_full_takes_no_time(lesson: Path) -> None:
    """The transcript is the page once more, and of a question's options a reader opens one."""
    head = HEAD + "\nOne sentence.\n\n"
    long = "word " * 1000
    assert stated(convert(lesson / "performance.md", f"{head}/// transcript\n{long}\n///")) == "1 minute"
    quiz = "/// quiz | q\n    kind: concept\n    hint: h\n\nWhich?\n\n"
    options = f"/// right | a\n{long}\n///\n/// option | b\n{long}\n///\n///"
    assert stated(convert(lesson / "performance.md", head + quiz + options)) == "1 minute"


def test_a_table_takes_time_for_each_of_its_rows(lesson: Path) -> None:
    text = HEAD + "\n" + "word " * 180 + f"\n\n/// steps | {THREE_CHUNKS}\n///"
    assert stated(convert(lesson / "performance.md", text)) == "2 minutes"


MISTAKES = {
    "a title, which the map gives": ("/// modes | T\n///", 1, "/// modes takes no argument", "alone on its line"),
    "a lesson, which the path gives": (
        "/// modes\n    lesson: streaming\n///",
        2,
        "/// modes has no option 'lesson'",
        "about",
    ),
    "minutes, which are computed": ("/// modes\n    minutes: 5\n///", 2, "has no option 'minutes'", "about"),
    "no first sentence": (
        HEAD + "\n## The idea\n\nHere it comes.",
        1,
        "no sentence comes after /// modes",
        "what a reader leaves with",
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
        assert said[0].endswith("/// modes stands on a page that is no mode of a lesson")
        assert "docs/lessons/LESSON/MODE.md. The modes are learn, why" in said[1]
        page.unlink()


def test_a_title_in_front_matter_that_is_not_the_lessons_is_an_error(lesson: Path) -> None:
    """The builder shows it in the browser's tab, and lets no extension make it."""
    page, text = lesson / "performance.md", HEAD + "\nA sentence."
    page.write_text(f'---\ntitle: "Streaming: performance"\n---\n{text}', "utf-8")
    with pytest.raises(PageError) as caught:
        Markdown(extensions=["chunkwise.markdown"]).convert(text)
    assert str(caught.value) == (
        "docs/lessons/streaming-responses/performance.md:4: this page's title is 'Streaming: performance',"
        " and its lesson and mode make it 'Streaming responses: performance'\n"
        '  Write title: "Streaming responses: performance" in its front matter, or mend the map.'
    )


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
    assert any("the section 'Execution sample' stands where 'Concept flow' belongs" in one for one in said)
