"""The directives: Markdown in, HTML out, and for every mistake an error with its file, its line and its mend.

The golden cases are in ``tests/cases``. ``CHUNKWISE_UPDATE=1 pytest tests/test_markdown.py`` writes their HTML anew.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import ROOT, THREE_CHUNKS
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.errors import PageError
from chunkwise.markdown import used_examples

CASES = ROOT / "tests" / "cases"
PAGES = [page for page in sorted(CASES.rglob("*.md")) if page.name != "learn.md"]
EXTENSIONS = ["attr_list", "md_in_html", "toc", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.snippets"]


def convert(text: str, docs: str = "docs", extensions: tuple[str, ...] = (), examples: str = "examples") -> str:
    md = Markdown(
        extensions=[*EXTENSIONS, *extensions, "chunkwise.markdown"],
        extension_configs={"chunkwise.markdown": {"examples": examples, "docs": docs}},
    )
    return str(md.convert(text))


def body(page: Path) -> str:
    """A page without its front matter, as MkDocs hands it to Markdown."""
    return re.sub(r"\A---\n.*?\n---\n", "", page.read_text("utf-8"), flags=re.DOTALL).lstrip("\n")


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that has the first example."""
    shutil.copytree(ROOT / "examples" / THREE_CHUNKS, tmp_path / "examples" / THREE_CHUNKS)
    (tmp_path / "docs" / "lessons" / "streaming-responses").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
    assert "[[" not in made


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


OPEN = f"/// steps | {THREE_CHUNKS}"
STEPS = f"{OPEN}\n///\n"
QUIZ = f"""/// quiz | q
    recording: {THREE_CHUNKS}
    answer: step(3).state
    right: a
    hint: Look.

Which?

/// option | Yielded 1
Yes.
///
/// option | Yielded 2
No.
///
///
"""

MISTAKES = {
    "a misspelt directive": ("/// stpes | a/b\n///", 1, "unknown directive 'stpes'", "Did you mean 'steps'?"),
    "a directive of an extension that is off": (
        "/// details | More\nx\n///",
        1,
        "unknown directive 'details'",
        "There are",
    ),
    "no directive at all": ("Text.\n\n/// steps a/b\n///", 3, "this is no directive", "/// name | argument"),
    "an unknown example": ("\n/// steps | streaming_responses/three_chunk\n///", 2, "unknown example", "three_chunks'"),
    "a path for an example": ("/// steps | ../../etc\n///", 1, "unknown example '../../etc'", "There are"),
    "no example": ("/// steps\n///", 1, "/// steps lacks its argument", "/// steps | lesson/example"),
    "an argument too many": ("/// flow | x\n1. a\n\nb\n///", 1, "/// flow takes no argument", "alone on its line"),
    "an unknown option": (f"{OPEN}\n    vairant: keep_alive\n///", 2, "no option 'vairant'", "'variant'"),
    "an unknown variant": (f"{OPEN}\n    variant: six\n///", 2, "has no variant 'six'", "five_chunks"),
    "a list for a value": (f"{OPEN}\n    variant: [a]\n///", 2, "no value that it can have", "variant:"),
    "a value for a list": (f"{OPEN}\n    only: end\n///", 2, "no value that it can have", "only: [one"),
    "an empty option": (f"{OPEN}\n    caption:\n///", 2, "no value that it can have", "caption:"),
    "options that are no YAML": (f"{OPEN}\n    only: [end\n///", 2, "cannot be read", "name: value"),
    "options without names": (f"{OPEN}\n    keep_alive\n///", 2, "not names and values", "name: value"),
    "an unknown step": (f"{OPEN}\n    only: [yield 7]\n///", 2, "no step 'yield 7'", "'yield"),
    "the same table twice": (STEPS + "\n" + STEPS, 4, "on the page already", "Remove one"),
    "an unknown exchange": (f"/// exchange | {THREE_CHUNKS}\n    number: 2\n///", 2, "no exchange '2'", "There are 1."),
    "text in a view": (f"{OPEN}\n\nHello.\n///", 3, "holds text", "Move the text out"),
    "a block that is never closed": ("/// snapshot\n- one\n", 1, "/// snapshot is never closed", "a line ///"),
    "an inner block that is never closed": (
        "/// moments\n/// moment | Why?\nSo.\n///\n",
        1,
        "/// moments is never closed",
        "a line ///",
    ),
    "a close without a block": ("Text.\n\n///", 3, "/// closes nothing", "Remove it"),
    "a close of another length": ("//// snapshot\n- one\n///", 3, "does not close the //// snapshot", "a line ////"),
    "a fence that is never closed": ("```bash\nls\n\n" + STEPS, 1, "code fence is never closed", "a line ```"),
    "Python typed by hand": ("Text.\n\n```python\nprint(1)\n```", 3, "Python typed into a page", "examples/"),
    "Python typed by hand, in braces": ("~~~ { .py }\nprint(1)\n~~~", 1, "Python typed into a page", "examples/"),
    "a directive in a comment": (f"<!--\n\n{STEPS}\n-->", 3, "Markdown does not read this /// steps", "comment"),
    "a directive in indented code": (
        "Text.\n\n    /// snapshot\n    x\n    ///",
        3,
        "Markdown does not read",
        "indented",
    ),
    "a directive in a quotation": ("> /// snapshot\n> x\n> ///", 1, "this is no directive", "/// name"),
    "a directive after a list marker": ("- /// snapshot\n  x\n  ///", 3, "/// closes nothing", "Remove it"),
    "a reference without a table": ("In [[end]].", 1, "no execution table is on this page", "backquotes"),
    "a reference to no step": (STEPS + "\nIn [[yeild 1]].", 4, "[[yeild 1]] names no step", "Did you mean 'yield 1'?"),
    "a reference to a step that is not shown": (
        f"{OPEN}\n    only: [end]\n///\n\n[[close]]",
        5,
        "names no step",
        "are end",
    ),
    "a reference to no table": (STEPS + "\nIn [[other: end]].", 4, "'other', which is no table", "three_chunks"),
    "a reference in an option": (STEPS + QUIZ.replace("Yes.", "[[no]]"), 12, "[[no]] names no step", "There are"),
    "a reference in a hint": (STEPS + QUIZ.replace("Look.", "'[[no]]'"), 7, "[[no]] names no step", "There are"),
    "a moment outside moments": ("/// moment | Why?\nSo.\n///", 1, "stands outside /// moments", "Move it"),
    "moments without a moment": ("/// moments\n\nSo.\n///", 3, "something else than moments", "/// moment |"),
    "a flow without a list": ("/// flow\nSo.\n///", 1, "something else than a numbered list", "1. 2. 3."),
    "a quiz without a hint": (QUIZ.replace("    hint: Look.\n", ""), 1, "lacks the option 'hint'", "hint:"),
    "a quiz without an answer": (
        QUIZ.replace("    answer: step(3).state\n", ""),
        1,
        "lacks the option 'answer'",
        "concept",
    ),
    "a quiz without a question": (QUIZ.replace("Which?\n", ""), 1, "a quiz without a question", "above its first"),
    "a quiz that begins with a list": (QUIZ.replace("Which?", "- Which?"), 1, "begins with its question", "paragraph"),
    "a quiz with one option": (
        QUIZ.replace("/// option | Yielded 2\nNo.\n///\n", ""),
        1,
        "a quiz with 1 options",
        "four",
    ),
    "a quiz with two equal options": (QUIZ.replace("Yielded 2", "`Yielded 1`"), 9, "two options read", "different"),
    "an option that says nothing": (QUIZ.replace("No.\n", ""), 12, "says nothing", "Write below it"),
    "text after the options": (QUIZ.removesuffix("///\n") + "More.\n///", 15, "text after the options", "Put it"),
    "an option outside a quiz": ("/// option | a\nb\n///", 1, "stands outside /// quiz", "Move it"),
    "a key that disagrees with the page": (
        QUIZ.replace("step(3)", "step(4)"),
        4,
        "the page calls option a right, and the recording b ('Yielded 2')",
        "Mend the answer, or the letter",
    ),
    "a quiz that does not say which option it calls right": (
        QUIZ.replace("    right: a\n", ""),
        1,
        "lacks the option 'right'",
        "right:",
    ),
    "a key that no option says": (QUIZ.replace("step(3)", "step(2)"), 3, "no option says so", "'Yielded 0'"),
    "an answer that cannot be read": (QUIZ.replace("step(3)", "step(3"), 3, "cannot be read", "Write for example"),
    "an answer about no step": (QUIZ.replace("step(3)", "step(9)"), 3, "there is no step 9", "The steps are"),
    "a quiz on an unknown example": (QUIZ.replace(THREE_CHUNKS, "a/b"), 2, "unknown example 'a/b'", "There are"),
    "a quiz id used twice": (QUIZ + "\n" + QUIZ, 17, "the quiz id 'q' is that of line 5 too", "id of its own"),
    "a quiz id that is none": (QUIZ.replace("| q", "| A question"), 1, "is no id for a quiz", "small letters"),
    "a quiz of an unknown kind": (QUIZ.replace("hint:", "kind: guess\n    hint:"), 5, "no quiz is of kind", "concept"),
    "a concept quiz with an answer": (
        QUIZ.replace("hint:", "kind: concept\n    hint:"),
        2,
        "takes no option 'recording'",
        "Remove it",
    ),
    "a concept quiz whose letter is none": (
        "/// quiz | q\n    kind: concept\n    right: c\n    hint: h\n\nWhich?\n\n"
        "/// option | a\nA.\n///\n/// option | b\nB.\n///\n///",
        3,
        "no option has the letter 'c'",
        "a, b",
    ),
}


@pytest.mark.parametrize(("text", "line", "what", "mend"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_an_error(project: Path, text: str, line: int, what: str, mend: str) -> None:
    """The line is that of the file, whose front matter Markdown does not see."""
    (project / "docs" / "page.md").write_text(f"---\ntitle: A page\n---\n\n{text}\n", "utf-8")
    with pytest.raises(PageError) as caught:
        convert(text)
    message = str(caught.value)
    assert message.startswith(f"docs/page.md:{line + 4}: ")
    assert what in message
    assert mend in message.splitlines()[-1]
    assert len(message.splitlines()) == 2


def test_two_examples_ask_for_names_in_references(project: Path) -> None:
    other = "streaming_responses/other"
    shutil.copytree(project / "examples" / THREE_CHUNKS, project / "examples" / other)
    tables = f"{STEPS}\n/// steps | {other}\n///\n\n"
    made = convert(tables + "[[three_chunks: end]] [[other: end]]")
    assert 'href="#step-5"' in made
    assert 'href="#other-step-5"' in made
    with pytest.raises(PageError, match="does not say which table"):
        convert(tables + "[[end]]")


def test_a_page_that_is_in_no_file_still_has_lines(project: Path) -> None:
    with pytest.raises(PageError, match=r"^page\.md:2: unknown directive"):
        convert("\n/// nothing\n///")


def test_a_directive_in_a_snippet_is_refused(project: Path) -> None:
    (project / "part.md").write_text("/// snapshot\nx\n///\n")
    with pytest.raises(PageError, match="where none can be read"):
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
    assert "make record" in str(caught.value)


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
        "/// modes | a",
        "    mode: learn",
        "    lesson: .",
        "    kind: concept",
        "    right: a",
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


CONFIG = """
site_name: A project
theme: {name: material, font: false}
plugins: []
markdown_extensions:
  - pymdownx.highlight
  - pymdownx.superfences
  - chunkwise.markdown: {examples: examples, docs: docs}
"""


def build(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    (project / "mkdocs.yml").write_text(CONFIG)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=project, capture_output=True, text=True, timeout=120, check=False
    )


def test_mkdocs_builds_a_page(project: Path) -> None:
    (project / "docs" / "index.md").write_text(f"# A\n\n{STEPS}\n{QUIZ}\nIn [[end]].\n")
    run = build(project, "mkdocs", "build", "--strict")
    assert run.returncode == 0, run.stderr
    assert 'id="step-6"' in (project / "site" / "index.html").read_text()


def test_mkdocs_shows_the_error_and_no_traceback(project: Path) -> None:
    (project / "docs" / "index.md").write_text(f"# A\n\n{STEPS}\nIn [[yeild 1]].\n")
    run = build(project, "mkdocs", "build", "--strict")
    assert run.returncode == 1
    assert "docs/index.md:6: [[yeild 1]] names no step\n  Did you mean 'yield 1'?" in run.stderr
    assert "Traceback" not in run.stderr


def test_zensical_shows_the_error_too(project: Path) -> None:
    (project / "docs" / "index.md").write_text(f"# A\n\n{STEPS}\nIn [[yeild 1]].\n")
    run = build(project, "zensical", "build")
    assert run.returncode == 1
    assert "docs/index.md:6: [[yeild 1]] names no step\n  Did you mean 'yield 1'?" in run.stderr


def test_a_build_loads_no_server() -> None:
    """It only reads committed files; and who writes pages need not wait for what runs them."""
    loaded = "import sys, chunkwise.markdown; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"uvicorn", "fastapi", "starlette", "anyio"} & set(done.stdout.split())
