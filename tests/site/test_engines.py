"""What is said of engines that can't carry out a test is true of tests that are here."""

from __future__ import annotations

import re
from pathlib import Path

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
