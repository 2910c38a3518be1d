"""The lesson map: the author lists every lesson once, and the map links those that have pages."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.errors import PageError
from tests.support.made import ROOT

MAP = """/// curriculum
### The stream itself

1. streaming-responses | Streaming responses: Each `yield` is a chunk.
2. whose-buffer | Whose buffer?: Something on the way
   has held the pieces.

### How a stream ends

Take these after the first part.

3. client-leaves | The client leaves: Your generator is cancelled: at its `await`.
///"""


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pages of a project with one lesson in three modes."""
    lesson = tmp_path / "docs" / "lessons" / "streaming-responses"
    lesson.mkdir(parents=True)
    (lesson / "learn.md").write_text("# Learn\n")
    (lesson / "visualize.md").write_text("# Visualize\n\n/// quiz | first\n///\n\n/// quiz | second\n///\n")
    local = "/// task | lesson/elsewhere\n    title: T\n    run: locally\n///\n"
    (lesson / "try.md").write_text(f"# Try\n\n{local}\n/// task | lesson/one_task\n    title: T\n///\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "docs"


def convert(text: str) -> str:
    md = Markdown(extensions=["toc", "chunkwise.markdown"])
    return str(md.convert(text))


def items(html: str) -> list[str]:
    return re.findall(r"(?s)<li data-lesson.*?(?=<li data-lesson|</ol>)", html)


def test_a_lesson_with_pages_is_linked_in_each_of_its_modes(docs: Path) -> None:
    lesson = items(convert(MAP))[0]
    assert 'data-lesson="streaming-responses"' in lesson
    assert "<code>yield</code> is a chunk." in lesson
    assert re.findall(r'href="([^"]*)"[^>]*>(\w[^<]*)<', lesson) == [
        ("lessons/streaming-responses/learn.md", "Streaming responses"),
        ("lessons/streaming-responses/learn.md", "Learn"),
        ("lessons/streaming-responses/visualize.md", "Visualize"),
        ("lessons/streaming-responses/try.md", "Try"),
    ]


def test_a_lesson_without_pages_is_to_come_and_no_link(docs: Path) -> None:
    for folder in ("whose-buffer", "client-leaves"):
        (docs / "lessons" / folder).mkdir()
    made = convert(MAP)
    assert len(items(made)) == 1
    folded = re.findall(r"(?s)<details.*?</details>", made)
    assert [re.findall(r"<summary>(.*?)</summary>", one) for one in folded] == [
        ["1 more to come: Whose buffer?"],
        ["1 more to come: The client leaves"],
    ]
    assert "<a" not in "".join(folded)
    assert '<li value="2"><strong>Whose buffer?</strong>: Something on the way has held the pieces.</li>' in made


def test_a_lesson_is_added_by_adding_its_page(docs: Path) -> None:
    assert convert(MAP).count("more to come") == 2
    page = docs / "lessons" / "client-leaves" / "learn.md"
    page.parent.mkdir()
    page.write_text("# The client leaves\n")
    made = convert(MAP)
    assert made.count("more to come") == 1
    assert 'href="lessons/client-leaves/learn.md"' in made


def test_the_first_lesson_that_can_be_read_says_start_here(docs: Path) -> None:
    found = items(
        convert(MAP.replace("1. streaming-responses", "1. none-yet").replace("client-leaves", "streaming-responses"))
    )
    assert ["start here" in lesson for lesson in found] == [True]
    assert 'value="3"' in found[0]


def test_the_numbers_run_on_through_the_parts(docs: Path) -> None:
    made = convert(MAP)
    assert re.findall(r'<li (?:data-lesson="[\w-]+" )?value="(\d+)"', made) == ["1", "2", "3"]
    assert re.findall(r"<h3 id=[^>]*>(.*?)</h3>", made) == ["The stream itself", "How a stream ends"]
    assert '<p class="cw-part">Take these after the first part.</p>' in made


def test_a_sentence_may_go_on_in_an_indented_line_and_hold_a_colon(docs: Path) -> None:
    made = convert(MAP)
    assert ": Something on the way has held the pieces.</li>" in made
    assert ": Your generator is cancelled: at its <code>await</code>.</li>" in made


def test_a_mode_names_its_questions_and_tasks_so_that_a_score_has_a_whole(docs: Path) -> None:
    assert re.findall(r'data-minutes="\d+" data-mode="(\w+)"(?: data-quizzes="([^"]*)")?', convert(MAP)) == [
        ("learn", ""),
        ("visualize", "first second"),
        ("try", "lesson/one_task"),
    ]


def test_links_are_relative_to_the_page_that_has_the_map(docs: Path) -> None:
    (docs / "about").mkdir()
    (docs / "about" / "map.md").write_text(MAP)
    assert 'href="../lessons/streaming-responses/learn.md"' in convert(MAP)


def test_what_means_something_to_html_is_escaped(docs: Path) -> None:
    made = convert(MAP.replace("Whose buffer?", "Whose & `<i>`?"))
    assert "Whose &amp; <code>&lt;i&gt;</code>?" in made


def test_progress_says_what_holds_without_scripts(docs: Path) -> None:
    made = convert("/// progress\nKept in *this* browser.\n///")
    assert "<p>Kept in <em>this</em> browser.</p>" in made
    assert re.search(r"<cw-kept><p>Scripts are off.*?</p></cw-kept>", made)
    assert "<button" not in made


def test_our_own_map_lists_32_lessons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = re.sub(r"\A---\n.*?\n---\n", "", (ROOT / "docs/index.md").read_text("utf-8"), flags=re.DOTALL)
    block = re.search(r"(?ms)^/// curriculum$.*?^///$", text)
    assert block is not None
    assert len(re.findall(r'<li [^>]*value="\d+"', convert(block[0]))) == 32


LINE_OF_2 = "2. whose-buffer | Whose buffer?: Something on the way\n   has held the pieces.\n"
MISTAKES = {
    "a lesson listed twice": (
        MAP.replace("3. client-leaves", "3. whose-buffer"),
        12,
        "the lesson 'whose-buffer' is listed twice, in line 9 too",
        "Remove one of them",
    ),
    "a lesson with pages that is not listed": (
        MAP.replace("1. streaming-responses", "1. streaming"),
        1,
        "does not list the lesson 'streaming-responses', which has pages in docs/lessons/streaming-responses",
        "Write N. streaming-responses | Title: the idea",
    ),
    "an empty item": (MAP.replace(LINE_OF_2, "2.\n"), 5, "an item without a lesson", "folder-name | Title:"),
    "an item without a title": (MAP.replace(LINE_OF_2, "2. whose-buffer\n"), 5, "this item is not a lesson", "Title:"),
    "an item without an idea": (
        MAP.replace(LINE_OF_2, "2. whose-buffer | Whose buffer?\n"),
        5,
        "this item is not a lesson: 2. whose-buffer | Whose buffer?",
        "the idea in one sentence",
    ),
    "a folder's name that is none": (
        MAP.replace("| Whose", "/ x | Whose"),
        5,
        "this item is not a lesson",
        "folder-name",
    ),
    "a folder elsewhere": (MAP.replace("whose-buffer", "../about"), 5, "this item is not a lesson", "folder-name"),
    "a bullet in place of a number": (
        MAP.replace("2. whose", "- whose"),
        5,
        "this is neither a part nor a lesson",
        "1. folder-name",
    ),
    "a lesson before the first part": (
        MAP.replace("### The stream itself\n\n", ""),
        2,
        "doesn't begin with a part",
        "### The part",
    ),
    "a part without lessons": (
        MAP.replace("///\n", "").replace("### How", "### Empty\n\n### How"),
        8,
        "the part 'Empty' of the curriculum lists no lesson",
        "1. folder-name",
    ),
    "no lessons": ("/// curriculum\n///", 1, "the curriculum lists no lesson", "Write a heading"),
    "two maps": (f"{MAP}\n\n{MAP}", 15, "already has a /// curriculum, in line 5", "Combine them into one"),
    "a directive in the map": (
        MAP.removesuffix("///") + "/// snapshot\nx\n///\n///",
        13,
        "/// curriculum holds a /// snapshot",
        "Move it out",
    ),
    "an argument": (MAP.replace("curriculum", "curriculum | x", 1), 1, "takes no argument", "Write only"),
}


@pytest.mark.parametrize(("text", "line", "what", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_an_error(docs: Path, text: str, line: int, what: str, hint: str) -> None:
    """The line is that of the file, whose front matter Markdown does not see."""
    (docs / "index.md").write_text(f"---\ntitle: Home\n---\n\n{text}\n", "utf-8")
    with pytest.raises(PageError) as caught:
        convert(text)
    first, advice, *others = str(caught.value).splitlines()
    assert first.startswith(f"docs/index.md:{line + 4}: ")
    assert what in first
    assert hint in advice
    assert not any("index.md" in line for line in others)  # which are mistakes of the other pages


LINES = st.sampled_from(
    [
        "### A part",
        "##",
        "### #",
        "1. a | A: one.",
        "2. b | B: two.",
        "3.",
        "4. ../x | X: y.",
        "   more",
        "- a",
        "",
        "Intro.",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=10))
def test_any_list_becomes_a_map_or_a_page_error(docs: Path, lines: list[str]) -> None:
    with contextlib.suppress(PageError):
        made = convert("\n".join(["/// curriculum", "### First", "1. streaming-responses | S: t.", *lines, "///"]))
        assert 'data-lesson="streaming-responses"' in made
