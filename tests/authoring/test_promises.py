"""What pages owe their readers: found, printed by ``chunkwise check``, and nothing on our own pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.authoring.promises import shortfalls
from tests.support.converting import QUIZ
from tests.support.made import ROOT
from tests.support.running import Project


def written(folder: Path, text: str, mode: str = "review") -> list[str]:
    page = folder / "docs" / "lessons" / "one" / f"{mode}.md"
    page.parent.mkdir(parents=True)
    page.write_text(f"---\ntitle: x\n---\n\n{text}", "utf-8")
    return [line.removeprefix(f"{page.as_posix()}: ") for line in shortfalls(folder / "docs")]


def test_cards_of_each_level_ten_questions_and_four_options_are_promised(tmp_path: Path) -> None:
    card = "/// card | {}?\n    id: a{}\n    level: {}\n\nYes.\n///\n"
    cards = "".join(card.format(number, number, 1 if number < 4 else 3) for number in range(7))
    assert written(tmp_path, f"/// cards\n{cards}///\n\n{QUIZ}") == [
        "0 of 4 cards of level 2 (explain)",
        "3 of 4 cards of level 3 (apply)",
        "1 of 10 questions",
        "2 of 4 options of the question 'q'",
    ]


def test_a_page_of_another_mode_owes_no_questions(tmp_path: Path) -> None:
    assert written(tmp_path, "Words.\n", "learn") == []


def test_a_page_that_was_only_begun_owes_nothing_yet(tmp_path: Path) -> None:
    assert written(tmp_path, f"<!-- Four options. -->\n\n{QUIZ}") == []


def test_the_check_prints_what_is_owed_and_does_not_fail_for_it(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.run("new", "one/first")
    written(tmp_path, "/// steps | one/first\n///\n")
    code, out, _ = project.run("check")
    assert code == 0
    assert "owed: docs/lessons/one/review.md: 0 of 10 questions\n" in out


def test_our_pages_owe_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert list(shortfalls(Path("docs"))) == [], "write what is missing"
