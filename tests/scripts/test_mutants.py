"""What ``make mutants`` changes. That each change is noticed is for it to say: it takes minutes."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from chunkwise.examples.scenario import Scenario
from chunkwise.recording.recorder import Recorder
from scripts.mutants import pages, scenarios
from scripts.mutants.__main__ import SURVIVORS, mutants
from tests.support.made import ROOT

QUIZ = """\
/// quiz | fewest-pieces
    recording: some/example
    answer: {answer}
    right: a
    hint: Count.

Which one?

/// option | The first
    means: main
Yes.
///
/// option | The second
    means: 'other'
No.
///
///
"""


def answers(answer: str) -> set[str]:
    """Return what becomes of a quiz's answer, one change each."""
    found = {
        what: text for what, text in pages.changed_quizzes(QUIZ.format(answer=answer)) if what.startswith("answer")
    }
    return {text.split("    answer: ")[1].split("\n")[0] for text in found.values()}


def test_every_excuse_is_for_one_mutant_that_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    there = Counter((mutant.kind, mutant.name) for mutant in mutants(tmp_path, Recorder()))
    assert [name for name, number in there.items() if number > 1] == [], "one excuse would be for both"
    excused = [(one["kind"], one["name"]) for one in tomllib.loads(SURVIVORS.read_text("utf-8"))["survivor"]]
    assert [one for one in excused if one not in there] == []
    assert len(set(excused)) == len(excused)


def test_what_compares_recordings_is_asked_the_other_way_round() -> None:
    assert 'fewest(len(pieces), "main", "other")' in answers('most(len(pieces), "main", "other")')
    assert 'most(len(pieces), "main", "other")' in answers('fewest(len(pieces), "main", "other")')
    assert 'only(not ran("closed"), "main", "other")' in answers('only(ran("closed"), "main", "other")')


def test_the_events_of_a_sequence_are_swapped_and_looked_for_later() -> None:
    assert answers('sequence(event("code", "f()"), event("wire", "b", 3))') >= {
        'sequence(event("wire", "b", 3), event("code", "f()"))',
        'sequence(event("code", "f()", 2), event("wire", "b", 3))',
        'sequence(event("code", "f()"), event("wire", "b", 4))',
    }


def test_a_right_option_means_something_else_and_a_wrong_one_the_same() -> None:
    changed = [text for _, text in pages.changed_quizzes(QUIZ.format(answer="status"))]
    assert any("The first\n    means: main~\n" in text for text in changed)
    assert any("The second\n    means: main\n" in text for text in changed)


def test_the_lines_that_a_variant_brings_are_changed() -> None:
    text = 'new = """\n    await asyncio.sleep(0)\n    yield 12\n"""\n'
    assert [new.splitlines()[1:3] for _, new in scenarios.changed(text)] == [
        ["    await asyncio.sleep(1)", "    yield 12"],
        ["    asyncio.sleep(0)", "    yield 12"],
        ["    await asyncio.sleep(0)", "    yield 13"],
        ["    await asyncio.sleep(0)", "    pass"],
    ]


def test_what_only_people_read_is_a_key_of_a_scenario() -> None:
    """A key by another name would be changed, and nothing could notice it."""
    assert set(Scenario.model_fields) >= scenarios.WORDS
    assert not list(scenarios.changed('title = "A"\nplanned_for = "a-lesson"\n'))
