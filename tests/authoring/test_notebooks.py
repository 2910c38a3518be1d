"""The notebooks on the site are published with the outputs of an earlier run, so each is run anew here.

Times differ from run to run. What a notebook concludes from them may not: the cells with the tag `conclusion` print
the same as in the published run.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from chunkwise.authoring.notebooks import NotebookError, line_in, load, renewed, used_examples
from chunkwise.authoring.usage import check_usage
from chunkwise.examples.example import Example
from scripts.notebooks import DOCS, EXAMPLES, compare, notebooks, run

NOTEBOOKS = notebooks()
PERFORMANCE = DOCS / "lessons/streaming-responses/performance.ipynb"
BACKGROUNDS = {"light": "#fdfcfa", "dark": "#14181f"}
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(DOCS).as_posix())


@each
def test_notebook_comes_to_the_same_conclusions(path: Path, tmp_path: Path) -> None:
    if path.is_relative_to(DOCS / "lessons"):
        # A reader may have downloaded it alone.
        path = Path(shutil.copy(path, tmp_path))
    compare(path, run(path))
    if path.parent == tmp_path:
        assert list(tmp_path.iterdir()) == [path], "it leaves something in the folder that it lies in"


@each
def test_programs_and_heads_are_what_the_examples_and_the_pages_say(path: Path) -> None:
    """``make notebook`` writes them; ``python -m scripts.notebooks heads`` does, without running anything."""
    cells = {cell["id"]: cell["source"] for cell in load(path)["cells"]}
    wanted = renewed(path, EXAMPLES, DOCS)
    assert {cell: cells[cell] for cell in wanted} == wanted


@each
def test_notebook_is_small_and_says_nothing_of_the_machine_that_ran_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text) < 250_000
    assert not re.search(r"/home/|/root/|/tmp/|/work/|/Users/", text)


def test_code_of_another_notebook_is_what_stands_there(tmp_path: Path) -> None:
    for lesson in ("one", "two"):
        (tmp_path / lesson).mkdir()
    _written(tmp_path / "one", shared="x = 1").rename(tmp_path / "one/performance.ipynb")
    file = _written(tmp_path / "two", shared="", other="").rename(tmp_path / "two/performance.ipynb")
    notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells[-2:]:
        cell.metadata["chunkwise"] = {"same": "one"}
    nbformat.write(notebook, file)  # type: ignore[no-untyped-call]
    assert "the notebook of 'one' has no cell 'other'" in _mistake(lambda: renewed(file, EXAMPLES, DOCS))
    notebook.cells.pop()
    nbformat.write(notebook, file)  # type: ignore[no-untyped-call]
    assert renewed(file, EXAMPLES, DOCS) == {"shared": "x = 1"}


def test_there_is_a_notebook() -> None:
    assert PERFORMANCE in NOTEBOOKS
    assert len(used_examples(PERFORMANCE)) == 4


def test_a_program_in_a_notebook_is_a_use_of_its_example(tmp_path: Path) -> None:
    examples = [Example(EXAMPLES, name) for name in sorted(used_examples(PERFORMANCE))]
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# A site without lessons\n")
    assert [error.what for error in check_usage(examples, docs)] == ["no page uses this example"] * 4
    shutil.copy(PERFORMANCE, docs)
    assert list(check_usage(examples, docs)) == []
    (docs / "broken.ipynb").write_text("[]")
    assert [error.file for error in check_usage(examples, docs)] == [docs / "broken.ipynb"]


class TestPictures:
    """Drawn without a background, and in the ink of the page around them."""

    def test_each_says_in_words_and_figures_what_it_shows(self) -> None:
        pictures = _pictures()
        assert len(pictures) == 5
        for picture in pictures:
            said = re.search(r'<svg role="img" aria-label="([^"]*)"', picture)
            assert said is not None, picture[:200]
            assert len(said[1].split()) > 12
            assert re.search(r"\d", said[1])

    @pytest.mark.parametrize("palette", BACKGROUNDS)
    def test_each_colour_stands_out_from_the_page(self, palette: str) -> None:
        """Three to one is what WCAG asks of graphics (1.4.11)."""
        for picture in _pictures():
            colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', picture)) - {"none", "currentColor"}
            for colour in colours:
                if not colour.startswith("url("):
                    assert _contrast(colour, BACKGROUNDS[palette]) >= 3, colour

    def test_none_brings_styles_that_a_strict_policy_forbids(self) -> None:
        for picture in _pictures():
            assert "style" not in picture


class TestMistakes:
    """Each is told with the notebook, the line of its file, the cell and the hint, on one screen."""

    def test_a_cell_that_raises(self, tmp_path: Path) -> None:
        file = _written(tmp_path, one="found = 1\nfound / 0")
        text = _mistake(lambda: run(file))
        assert text == (
            f"{file}:{_line(file, 'found / 0')}: cell 'one', line 2: ZeroDivisionError: division by zero\n"
            "  Mend the cell, and run make notebook."
        )

    def test_a_cell_that_leads_to_an_error_in_another(self, tmp_path: Path) -> None:
        file = _written(tmp_path, tools="def half(text):\n    return text / 2", two="ready = True\nhalf('one')")
        text = _mistake(lambda: run(file))
        called = _line(file, "half('one')")
        assert text.startswith(f"{file}:{called}: cell 'two', line 2: TypeError: ")
        assert "  raised in cell 'tools', line 2\n" in text

    def test_a_cell_that_is_no_python(self, tmp_path: Path) -> None:
        file = _written(tmp_path, one="found = 1\nfound +")
        assert _mistake(lambda: run(file)).startswith(f"{file}:{_line(file, 'found +')}: cell 'one', line 2: SyntaxErr")

    def test_a_cell_that_never_ends(self, tmp_path: Path) -> None:
        file = _written(tmp_path, one="1", two="while True: pass")
        text = _mistake(lambda: run(file, patience=1))
        assert text.startswith(f"{file}:{_line(file, 'while True')}: cell 'two': it runs longer than 1 seconds")

    def test_a_cell_that_ends_python(self, tmp_path: Path) -> None:
        file = _written(tmp_path, one="import os\nos._exit(1)")
        assert "cell 'one': its kernel died" in _mistake(lambda: run(file))

    def test_a_conclusion_that_comes_out_otherwise(self, tmp_path: Path) -> None:
        file = _written(tmp_path, holds="print('streams are early:', 1 < 2)\nprint('same')")
        published = run(file)
        published.cells[-1].outputs[0].text = "streams are early: False\nsame\n"
        nbformat.write(published, file)  # type: ignore[no-untyped-call]
        text = _mistake(lambda: compare(file, run(file)))
        assert text.startswith(f"{file}:{_line(file, 'print(')}: cell 'holds' prints other conclusions")
        assert "\n  - streams are early: False\n  + streams are early: True\n" in text
        assert "same" not in text

    def test_a_notebook_that_proves_nothing(self, tmp_path: Path) -> None:
        file = _written(tmp_path, one="1")
        assert "nothing of this notebook is proved" in _mistake(lambda: compare(file, run(file)))

    def test_a_file_that_is_no_notebook(self, tmp_path: Path) -> None:
        file = tmp_path / "bad.ipynb"
        file.write_text('{\n"cells": [,]}')
        assert _mistake(lambda: run(file)).startswith(f"{file}:2: this is not a notebook: JSONDecodeError")
        file.write_text("{}")
        assert _mistake(lambda: run(file)).startswith(f"{file}: this is not a notebook: KeyError")

    @pytest.mark.parametrize(
        ("takes", "said"),
        [
            ({"example": "performance/exports"}, "there is no example 'performance/exports'"),
            ({"example": "../examples/performance/export"}, "there is no example '../examples/performance/export'"),
            ({"exmaple": "performance/export"}, "says that it takes"),
            ({"modes": True}, "'made' is not a mode of a lesson"),
            ({"modes": "A lesson"}, "says that it takes"),
            ({"same": "streaming-responses"}, "'streaming-responses' has no notebook"),
        ],
    )
    def test_a_cell_that_takes_what_is_not_there(self, tmp_path: Path, takes: dict[str, object], said: str) -> None:
        file = _written(tmp_path, one="taken")
        notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
        notebook.cells[-1].metadata["chunkwise"] = takes
        nbformat.write(notebook, file)  # type: ignore[no-untyped-call]
        text = _mistake(lambda: renewed(file, EXAMPLES, DOCS))
        assert text.startswith(f"{file}:{_line(file, 'taken')}: ")
        assert said in text


def test_a_cell_without_a_line_has_none(tmp_path: Path) -> None:
    assert line_in(_written(tmp_path, one="1"), "two") is None


def _pictures() -> list[str]:
    cells = load(PERFORMANCE)["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return ["".join(output["data"]["text/html"]) for output in outputs if "text/html" in output.get("data", ())]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _written(folder: Path, **cells: str) -> Path:
    """Write a notebook with these cells. One called ``holds`` has the tag for conclusions."""
    made = [new_markdown_cell("# Made for a test", id="title")]  # type: ignore[no-untyped-call]
    for name, source in cells.items():
        cell = new_code_cell(source, id=name)  # type: ignore[no-untyped-call]
        cell.metadata["tags"] = ["conclusion"] if name == "holds" else []
        made.append(cell)
    file = folder / "made.ipynb"
    nbformat.write(new_notebook(cells=made), file)  # type: ignore[no-untyped-call]
    return file


def _line(file: Path, text: str) -> int:
    lines = file.read_text().split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def _mistake(call: Any) -> str:
    with pytest.raises(NotebookError) as caught:
        call()
    text = str(caught.value)
    assert len(text.split("\n")) <= 22
    return text
