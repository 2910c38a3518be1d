"""What ``make mutants`` changes. That each change is noticed is for it to say: it takes minutes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from chunkwise.errors import ScenarioError
from chunkwise.examples.scenario import Scenario
from chunkwise.recording.recorder import Recorder
from scripts.mutants import pages, scenarios
from scripts.mutants.__main__ import mutants
from scripts.mutants.reasons import Name, Reasons, load
from tests.support.made import ROOT

QUIZ = """\
/// quiz | fewest-pieces
    recording: some/example
    answer: {answer}
    hint: Count.

Which one?

/// right | The first
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


def test_every_reason_covers_as_many_mutants_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with Recorder() as recorder:
        there = Counter((mutant.kind, mutant.name) for mutant in mutants(tmp_path, recorder))
    assert [name for name, number in there.items() if number > 1] == [], "one reason would be for both"
    assert [str(one) for one in load().misfits(there)] == []


SLEEPS = "program", "a/b: constant: sleep(1)"
SLEEPS_TOO = "program", "a/c: constant: sleep(1) (2)"
PRINTS = "scenario", "a/b: dropped: print(x)"
REASONS = """\
[[reason]]
says = "Nobody waits."
covers = [
    { kind = "program", count = 2, of = "a/*", change = "constant: sleep(…" },
]

[[reason]]
says = "Nobody reads."
covers = [
    { kind = "scenario", count = 1, of = ["a/b", "a/d"], change = ["dropped: print(x)", "dropped: print(y)"] },
]
"""


def reasons(tmp_path: Path, *changes: tuple[str, str]) -> Reasons:
    text = REASONS
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "survivors.toml").write_text(text, "utf-8")
    return load(tmp_path / "survivors.toml")


def test_a_reason_is_for_the_mutants_that_its_patterns_cover(tmp_path: Path) -> None:
    known = reasons(tmp_path)
    assert [known.of(name) for name in (SLEEPS, SLEEPS_TOO, PRINTS)] == ["Nobody waits."] * 2 + ["Nobody reads."]
    for name in (
        ("scenario", SLEEPS[1]),
        ("program", "b/b: constant: sleep(1)"),
        ("program", "a/b: another constant: sleep(1)"),
        ("scenario", "a/b: dropped: print(x) (2)"),
        ("scenario", "a/c: dropped: print(x)"),
        ("scenario", "a/b: dropped: printx"),
    ):
        assert known.of(name) is None
    assert not list(known.misfits([SLEEPS, SLEEPS_TOO, PRINTS, ("program", "a/b: constant: 1")]))


@pytest.mark.parametrize(
    ("names", "line", "said"),
    [
        ([SLEEPS, PRINTS], 4, "covers 1 mutants and not 2: program: a/b: constant: sleep(1)"),
        ([SLEEPS, SLEEPS_TOO, ("program", "a/d: constant: sleep(3)"), PRINTS], 4, "covers 3 mutants and not 2"),
        ([SLEEPS, SLEEPS_TOO], 10, "covers 0 mutants and not 1: none"),
    ],
    ids=["fewer", "more", "none"],
)
def test_a_pattern_with_another_number_is_an_error(tmp_path: Path, names: list[Name], line: int, said: str) -> None:
    """More is the case that matters: a new mutant would have a reason that nobody has looked at."""
    (found,) = reasons(tmp_path).misfits(names)
    assert (found.file, found.line) == (tmp_path / "survivors.toml", line)
    assert said in found.what


def test_a_mutant_of_two_classes_is_an_error(tmp_path: Path) -> None:
    twice = ('"scenario", count = 1, of = ["a/b", "a/d"]', '"program", count = 1, of = ["a/b"]')
    known = reasons(tmp_path, twice, ('"dropped: print(y)"', '"constant: sleep(1)"'))
    (found,) = known.misfits([SLEEPS, SLEEPS_TOO])
    assert (found.line, found.what) == (
        10,
        "the reason in line 4 covers this one too: program: a/b: constant: sleep(1)",
    )


def test_each_survivor_has_a_reason_and_each_reason_its_survivors(tmp_path: Path) -> None:
    known = reasons(tmp_path)
    new = ("quiz", "docs/page.md: right, q: b")
    assert not list(known.complaints([(SLEEPS, False), (SLEEPS_TOO, False), (PRINTS, False), (new, True)]))
    assert list(known.complaints([(new, False)])) == ["survived, and nobody knows why: quiz: docs/page.md: right, q: b"]
    assert list(known.complaints([(SLEEPS, True), (PRINTS, False)])) == [
        "no longer survives, take it out of survivors.toml: program: a/b: constant: sleep(1)\n  Nobody waits."
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"scenario", count = 1', '"scenario", count = 0'), "survivors.toml:10: count: "),
        (('"scenario", count = 1', '"scenario"'), "survivors.toml:10: count: "),
        (('says = "Nobody reads."', 'why = "Nobody reads."'), "survivors.toml:7: says: "),
        (("[[reason]]", "[[reasons]]"), "survivors.toml:1: reasons: "),
        (("[[reason]]", "[[reason]"), "this is not TOML"),
    ],
)
def test_a_mistake_in_the_reasons_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    (tmp_path / "survivors.toml").write_text(REASONS.replace(*change, 1), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "survivors.toml")
    assert said in str(caught.value)


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
