"""The directive that shows a measurement: figures as people say them, and a line for each mistake."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.directives.measurement import memory, milliseconds, ratio
from chunkwise.directives.registry import used_examples
from chunkwise.errors import PageError
from tests.support.made import ROOT

REPORT = "stream_or_build/report"


def convert(text: str) -> str:
    return str(Markdown(extensions=["chunkwise.markdown"]).convert(text))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples" / REPORT, tmp_path / "examples" / REPORT)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "examples" / REPORT


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (132.2, 1.3, "over 100 : 1"),
        (133, 2260, "1 : 17"),
        (133, 137, "1 : 1"),
        (2, 3, "1 : 1.5"),
        (4, 2, "2 : 1"),
        (9, 0, "over 100 : 1"),
        (0, 9, "1 : over 100"),
        (0, 0, "1 : 1"),
    ],
)
def test_a_ratio_says_no_more_than_is_sure(before: float, after: float, said: str) -> None:
    assert ratio(before, after) == said


def test_units_are_those_that_people_say() -> None:
    assert [milliseconds(value) for value in (0.51, 9.94, 132.2, 2262.7)] == ["0.5 ms", "9.9 ms", "132 ms", "2.3 s"]
    assert [memory(value) for value in (0, 12_288, 9_003_008)] == ["0 KiB", "12 KiB", "8.6 MiB"]


@pytest.mark.usefixtures("project")
def test_a_page_shows_the_pair_that_it_asks_for() -> None:
    made = convert(f"/// measured | {REPORT}\n    after: row_by_row\n    only: [messages]\n///")
    assert re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', made) == ["ASGI messages"]
    assert '<td role="cell" data-head="Before">2<svg' in made
    assert '<td role="cell" data-head="After">100,002<svg' in made
    assert 'style="' not in made


def test_an_example_that_is_only_measured_is_used() -> None:
    assert used_examples(f"/// measured | {REPORT}\n    after: row_by_row\n///") == {REPORT}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("options", "line", "said"),
    [
        ("", 1, "/// measured lacks the option 'after'"),
        ("    after: row_by\n", 2, "has no variant 'row_by'\n  Did you mean 'row_by_row'?"),
        ("    after: row_by_row\n    before: batch\n", 3, "has no variant 'batch'\n  Did you mean 'batches'?"),
        ("    after: row_by_row\n    only: [mesages]\n", 3, "no figure is called 'mesages'"),
    ],
)
def test_a_mistake_has_its_line(options: str, line: int, said: str) -> None:
    with pytest.raises(PageError) as caught:
        convert(f"/// measured | {REPORT}\n{options}///")
    assert f":{line}: " in str(caught.value)
    assert said in str(caught.value)


def test_a_stale_measurement_stops_the_build_with_the_command_that_mends_it(project: Path) -> None:
    page = f"/// measured | {REPORT}\n    after: row_by_row\n///"
    convert(page)
    figures = (project / "measurements.json").read_text()
    (project / "measurements.json").write_text(figures.replace('"request": "GET', '"request": "HEAD'))
    with pytest.raises(PageError, match=r"changed by hand.*\n  Run `make measure`"):
        convert(page)
    (project / "measurements.json").unlink()
    with pytest.raises(PageError, match=r"there is no measurement yet\n  Run `make measure`"):
        convert(page)
