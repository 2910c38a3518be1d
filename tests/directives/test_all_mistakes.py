"""All mistakes at once: listed by a build, boxes in a live page, and none that only follow from another one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.errors import ChunkwiseError, PageError, RecordingError
from tests.support.converting import EXTENSIONS, OPEN, QUIZ, STEPS, convert, project

__all__ = ["project"]

TWO = f"{STEPS}\nSee [[yeild 1]].\n\n/// output | streaming_responses/nowhere\n///\n\nAfter [[yield 2]].\n"


def live(text: str, failures: dict[str, ChunkwiseError] | None = None) -> BeautifulSoup:
    options = {"examples": "examples", "docs": "docs", "live": True, "failures": failures or {}}
    md = Markdown(extensions=[*EXTENSIONS, "chunkwise.markdown"], extension_configs={"chunkwise.markdown": options})
    return BeautifulSoup(md.convert(text), "html.parser")


def boxes(html: BeautifulSoup) -> list[str]:
    return [" ".join(box.get_text(" ").split()) for box in html.select(".cw-mistake")]


def write(name: str, text: str) -> str:
    Path("docs", name).write_text(text, "utf-8")
    return text


def test_a_build_lists_all_mistakes_of_a_page(project: Path) -> None:
    with pytest.raises(PageError) as caught:
        convert(write("index.md", f"{TWO}\n/// moments\n///\n"))
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in lines[::2]] == ["docs/index.md:4", "docs/index.md:6", "docs/index.md:11"]
    assert lines[-1].startswith("  Put each question into")


def test_a_build_lists_the_mistakes_of_the_other_pages_too(project: Path) -> None:
    write("zebra.md", "---\ntitle: Zebra\n---\n\n# Zebra\n\n/// stepz | x\n///\n")
    with pytest.raises(PageError) as caught:
        convert(write("index.md", f"{STEPS}\nIn [[yeild 1]].\n"))
    assert str(caught.value).splitlines() == [
        "docs/index.md:4: [[yeild 1]] doesn't name a step",
        "  Did you mean 'yield 1'?",
        "docs/zebra.md:7: unknown directive 'stepz'",
        "  Did you mean 'steps'?",
    ]


def test_a_live_page_has_a_box_for_each_mistake_and_all_else(project: Path) -> None:
    html = live(write("index.md", f"# A\n\n{TWO}"))
    first, second = boxes(html)
    assert first == "A mistake docs/index.md:6: [[yeild 1]] doesn't name a step Did you mean 'yield 1'?"
    assert second.startswith("A mistake docs/index.md:8: unknown example 'streaming_responses/nowhere' ")
    assert html.select_one("#step-6") is not None
    assert [link.get_text() for link in html.select('a[href^="#step-"]')][-1:] == ["step 4"]
    assert html.mark is not None
    assert html.mark.get_text() == "[[yeild 1]]"


def test_a_box_stands_where_its_directive_would(project: Path) -> None:
    html = live(write("index.md", "Before.\n\n/// output | streaming_responses/nowhere\n///\n\nAfter.\n"))
    text = html.get_text(" ")
    assert text.index("Before.") < text.index("A mistake") < text.index("After.")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    {
        "unknown": ("/// stepz | x\n    caption: y\n\nIn it.\n///\n", 1, "unknown directive 'stepz'"),
        "never closed": (f"{OPEN}\n\nIn it.\n", 1, "/// steps is never closed"),
        "closes nothing": ("In it.\n\n///\n", 3, "/// closes nothing"),
        "another end": (f"/// snapshot\nIn it.\n//// moment | a\n{'/' * 3}\n", 4, "/// does not close the //// moment"),
        "an open fence": ("In it.\n\n```\nx\n", 3, "this code fence is never closed"),
        "typed Python": ("In it.\n\n```python\nx = 1\n```\n", 3, "Python code typed into a page"),
        "not a directive": ("In it.\n\n> /// steps | x\n> ///\n", 3, "this is not a directive"),
        "bad options": ("/// snapshot\n    a: [\n\nIn it.\n///\n", 2, "the options of /// snapshot cannot be read"),
        "found late": ("/// flow\nIn it.\n///\n", 1, "/// flow contains something other"),
        "not read": (f"In it.\n\n<div>\n{STEPS}</div>\n", 4, "Markdown does not read this /// steps"),
        "of a parent": (
            "/// moments\n/// moment | a\nIn it.\n///\nstray\n///\n",
            5,
            "/// moments contains something other",
        ),
        "misspelt parent": (f"In it.\n\n{QUIZ.replace('/// quiz', '/// quizz')}", 3, "unknown directive 'quizz'"),
    }.values(),
)
def test_each_kind_of_mistake_is_one_box_and_the_words_stay(project: Path, text: str, line: int, what: str) -> None:
    html = live(write("index.md", text))
    (box,) = boxes(html)
    assert box.startswith(f"A mistake docs/index.md:{line}: {what}"), box
    assert "In it." in html.get_text()
    with pytest.raises(PageError, match=re.escape(what)):
        convert(text)


def test_a_box_says_why_there_is_no_recording(project: Path) -> None:
    """A directive knows that its example has none of now. The author wants to know why it could not be recorded."""
    name = "streaming_responses/three_chunks"
    app = project / "examples" / name / "app.py"
    app.write_text(app.read_text("utf-8") + "\n1 +\n", "utf-8")
    error = RecordingError("the program is no Python: invalid syntax", file=app, line=99, hint="Mend it.")
    text = write("index.md", STEPS)
    assert boxes(live(text, {name: error})) == [
        f"A mistake examples/{name}/app.py:99: the program is no Python: invalid syntax Mend it."
    ]
    assert "this recording is stale" in boxes(live(text))[0]


def test_a_box_is_text_whatever_it_quotes(project: Path) -> None:
    html = live(write("index.md", "/// output | <script>alert(1)</script>*a*&amp;\n///\n"))
    assert html.script is None
    assert "unknown example '<script>alert(1)</script>*a*&amp;'" in boxes(html)[0]
