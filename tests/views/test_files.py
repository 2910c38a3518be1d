"""Places of lines in a program of several files, and what the stage makes of them."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from chunkwise.views.files import APART, first_places
from chunkwise.views.stage import changed_places
from tests.support import two_files
from tests.support.running import Project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return two_files.two_files(tmp_path_factory.mktemp("two-files"))


def test_a_program_of_one_file_has_its_own_numbers() -> None:
    assert first_places("a\nb\n", {}) == {"": 0}


def test_no_two_files_share_a_place_or_lie_near_each_other() -> None:
    assert first_places("a\nb", {"c.py": "c\n", "d.py": ""}) == {"": 0, "c.py": 2 + APART, "d.py": 4 + 2 * APART}


def test_changed_lines_are_found_in_every_file() -> None:
    before = ("a\nb\n", {"c.py": "c\n"})
    assert changed_places(before, before) == ()
    assert changed_places(before, ("a\nx\n", {"c.py": "c\nd\n"})) == (2, 3 + APART + 2)
    assert changed_places(("a\n", {}), ("a\n", {"new.py": "one\ntwo\n"})) == (3 + APART, 4 + APART)


def test_without_scripts_each_file_stands_under_its_name(made: Project) -> None:
    stage = BeautifulSoup(two_files.page(made), "html.parser").select_one("cw-stage")
    assert stage
    for template in stage.select("template"):
        template.extract()
    assert [one.get_text() for one in stage.select(".filename")] == ["app.py", "words.py"]
    words = stage.select(".highlight")[1]
    assert "for number in range(2):" in words.get_text()
    assert [one["data-line"] for one in words.select("[data-line]")] == [str(two_files.APART + n) for n in (1, 2, 3)]
    numbers = [str(one["data-linenos"]).strip() for one in words.select(".linenos")]
    assert numbers == ["1", "2", "3"]


def test_a_step_names_the_lines_of_all_files(made: Project) -> None:
    template = BeautifulSoup(two_files.page(made), "html.parser").select_one("template")
    assert template
    main = json.loads(str(template["data-run"]))
    step = main["steps"][1]
    second, third = two_files.APART + 2, two_files.APART + 3
    assert step["lines"] == [10, second, third, 11]
    assert main["marks"][step["marks"]] == [[[10, "word = '0\\n'"], [second, "number = 0"]], [[11, ""], [third, ""]]]
