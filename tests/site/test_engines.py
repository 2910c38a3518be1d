"""What is said of engines that can't carry out a test is true of tests that are here."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.cannot import CANNOT
from tests.support.engine import ENGINES

HERE = Path(__file__).parent


def test_what_an_engine_cannot_do_names_tests_that_are_there() -> None:
    assert set(CANNOT) <= set(ENGINES)
    for lacking in CANNOT.values():
        for patterns in lacking.values():
            for pattern in patterns:
                module, _, test = pattern.partition("::")
                beginning = re.split(r"[*?]", test)[0]
                assert f"def {beginning}" in (HERE / f"test_{module}").read_text("utf-8") or not beginning, pattern


@pytest.mark.parametrize(
    ("path", "fixtures", "kept"),
    [
        (HERE / "test_quiz.py", ["browser", "page"], True),
        (HERE / "test_builders.py", ["site"], False),
        # It starts one of its own, which fails in a thread that has the other's event loop.
        (HERE.parent / "lessons" / "test_post_and_auth_in_a_browser.py", ["browser"], False),
    ],
)
def test_the_browser_stays_open_for_tests_of_this_folder_alone(
    path: Path, fixtures: list[str], kept: bool, request: pytest.FixtureRequest
) -> None:
    conftest = request.config.pluginmanager.get_plugin(str(HERE / "conftest.py"))
    assert conftest is not None
    assert conftest._takes_it(SimpleNamespace(path=path, fixturenames=fixtures)) is kept
