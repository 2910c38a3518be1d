"""The directives: Markdown in, HTML out; for a page that makes no sense there is HTML or an error, and never a crash.

The golden cases are in ``tests/cases``. ``CHUNKWISE_UPDATE=1 pytest tests/test_markdown.py`` writes their HTML anew.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.directives.registry import used_examples
from chunkwise.errors import PageError
from tests.support.converting import EXTENSIONS, QUIZ, STEPS, body, convert, project, root
from tests.support.made import ROOT, THREE_CHUNKS

__all__ = ["project", "root"]

CASES = ROOT / "tests" / "cases"
PAGES = [page for page in sorted(CASES.rglob("*.md")) if page.name != "learn.md"]


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_case(page: Path) -> None:
    made = convert(body(page), docs="tests/cases") + "\n"
    golden = page.with_suffix(".html")
    if os.environ.get("CHUNKWISE_UPDATE"):
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_id_is_on_a_page_twice(page: Path) -> None:
    found = re.findall(r'\bid="([^"]*)"', convert(body(page), docs="tests/cases"))
    assert len(found) == len(set(found))


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "lessons").rglob("*.md")), ids=lambda page: page.stem)
def test_our_own_pages_leave_nothing_as_text(page: Path) -> None:
    made = convert(body(page))
    assert "///" not in re.sub(r"(?s)<(code|pre)\b.*?</\1>", "", made)
    # What a stage is drawn from is data: lists in lists.
    assert "[[" not in re.sub(r' data-run="[^"]*"', "", made)


@pytest.mark.usefixtures("root")
def test_visualize_has_its_sections_in_order() -> None:
    made = convert(body(ROOT / "docs" / "lessons" / "streaming-responses" / "visualize.md"))
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", made) == [
        "Concept flow",
        "Execution sample",
        "Execution table",
        "Variable tracker",
        "Key moments",
        "Visual quiz",
        "Concept snapshot",
        "Full transcript",
    ]


@pytest.mark.usefixtures("root")
def test_the_keys_of_the_first_quiz() -> None:
    page = convert(body(ROOT / "docs" / "lessons" / "streaming-responses" / "visualize.md"))
    questions, appendix = page.split('<section class="cw-appendix"')
    for made in (questions, appendix):  # beside the questions for the screen, and at the end for paper
        assert re.findall(r'data-right="true"[^>]*>\s*<p[^>]*><strong>Right:</strong> (.*?)</p>', made) == [
            "Yielded 1",
            "Step 4",
            "0, 1, 2, 3, 4",
        ]
        assert made.count('data-right="false"') == 9


def test_a_page_without_a_quiz_has_no_appendix() -> None:
    assert "cw-appendix" not in convert("No question here.")


def test_a_converter_is_used_again_for_the_next_page(project: Path) -> None:
    """MkDocs makes one converter a page, but nothing says that others do."""
    md = Markdown(extensions=[*EXTENSIONS, "chunkwise.markdown"])
    text = f"/// steps | {THREE_CHUNKS}\n///\n\n[[end]]"
    assert md.reset().convert(text) == md.reset().convert(text)


def test_examples_that_a_page_uses() -> None:
    text = "/// steps | a/b\n///\n\n/// quiz | q\n    recording: c/d\n///\n\n```\n/// steps | e/f\n```"
    assert used_examples(text) == {"a/b", "c/d"}


def test_what_is_recorded_anew_is_shown_anew(project: Path) -> None:
    """A server that rebuilds keeps the process: what it kept of a recording must go when the recording goes."""
    text = f"/// output | {THREE_CHUNKS}\n///"
    convert(text)
    (project / "examples" / THREE_CHUNKS / "app.py").write_text("changed = True\n")
    with pytest.raises(PageError, match="stale"):
        convert(text)


def test_two_examples_ask_for_names_in_references(project: Path) -> None:
    other = "streaming_responses/other"
    shutil.copytree(project / "examples" / THREE_CHUNKS, project / "examples" / other)
    tables = f"{STEPS}\n/// steps | {other}\n///\n\n"
    made = convert(tables + "[[three_chunks: end]] [[other: end]]")
    assert 'href="#step-5"' in made
    assert 'href="#other-step-5"' in made
    with pytest.raises(PageError, match="doesn't say which table"):
        convert(tables + "[[end]]")


def test_a_page_that_is_in_no_file_still_has_lines(project: Path) -> None:
    with pytest.raises(PageError, match=r"^page\.md:2: unknown directive"):
        convert("\n/// nothing\n///")


def test_a_directive_in_a_snippet_is_refused(project: Path) -> None:
    (project / "part.md").write_text("/// snapshot\nx\n///\n")
    with pytest.raises(PageError, match="where Markdown reads none"):
        convert('--8<-- "part.md"')


def test_python_from_a_snippet_is_shown(project: Path) -> None:
    assert "FastAPI" in convert(f'```python\n--8<-- "examples/{THREE_CHUNKS}/app.py"\n```')


def test_blocks_of_pymdownx_go_on_working(project: Path) -> None:
    text = f"/// details | More\n    open: true\n\n/// snapshot\nx\n///\n\n/// steps | {THREE_CHUNKS}\n///\n///"
    made = convert(text, extensions=("pymdownx.blocks.details",))
    assert '<details open="open">' in made
    assert '<aside aria-label="Concept snapshot" class="cw-snapshot">\n<p>x</p>' in made
    assert "</figure>\n</details>" in made


def test_a_damaged_recording_names_its_file_and_the_page(project: Path) -> None:
    (project / "examples" / THREE_CHUNKS / "recording.json").write_text("{")
    (project / "docs" / "page.md").write_text(STEPS)
    with pytest.raises(PageError) as caught:
        convert(STEPS)
    assert str(caught.value).startswith(f"docs/page.md:1: examples/{THREE_CHUNKS}/recording.json")
    assert "chunkwise record" in str(caught.value)


LINES = st.sampled_from(
    [
        *STEPS.splitlines(),
        *QUIZ.splitlines(),
        "/// moments",
        "/// moment | a",
        "//// flow",
        "////",
        "1. a",
        "- b",
        "    x: [",
        "> q",
    ]
    + [
        "```",
        "~~~",
        "```python",
        "<div>",
        "<!--",
        "-->",
        "",
        "    - 1",
        "[[end]]",
        "[[",
        "\t/// steps | x",
        "    only: [end]",
    ]
    + [
        "/// modes",
        "    about: learn",
        "    kind: concept",
        "/// right | a",
        "a\x00b\x02",
    ]
    + [f"/// {name} | {THREE_CHUNKS}" for name in ("lanes", "variables", "exchange", "output", "example")]
)


LEFT = re.compile(r"(?m)^/{3,} ?(steps|quiz|moments?|flow|modes|option|lanes|variables|exchange|output|example)")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=12))
def test_any_page_becomes_html_or_a_page_error(project: Path, lines: list[str]) -> None:
    made = ""
    with contextlib.suppress(PageError):
        made = convert("\n".join(lines))
    shown = re.sub(r"(?s)<pre>.*?</pre>", "", made)  # in a code fence a directive is text, as it is meant to be
    assert not LEFT.search(shown)
