"""The covering set: it shows all that the conditions show, and is a small part of them."""

from __future__ import annotations

from collections.abc import Sequence

from chunkwise.conditions.covering import covering, shown
from chunkwise.conditions.environments import BINARIES
from chunkwise.conditions.recorder import by_place
from chunkwise.conditions.records import conditions
from chunkwise.examples.condition import Condition
from chunkwise.examples.example import Example, find_examples
from tests.support.made import ROOT

EXAMPLES = [example for example in find_examples(ROOT / "examples") if example.scenario.condition]
COMMITTED = {example.name: by_place(example) for example in EXAMPLES}
WANTED = [(example, condition) for example in EXAMPLES for condition in conditions(example)]


def test_all_that_is_shown_is_shown_by_the_chosen_ones() -> None:
    chosen = covering(WANTED, COMMITTED)
    had = [(one, condition) for one, condition in WANTED if condition.proxy is None or condition.proxy in BINARIES]

    def all_shown(pairs: Sequence[tuple[Example, Condition]]) -> set[tuple[str, str]]:
        return set().union(*(shown(condition, COMMITTED[one.name][condition.place]) for one, condition in pairs))

    assert all_shown(chosen) == all_shown(had)
    assert len(chosen) * 3 < len(WANTED)


def test_every_server_loop_and_set_of_versions_is_among_them() -> None:
    chosen = [condition for _, condition in covering(WANTED, COMMITTED)]
    for part in ("server", "loop", "versions", "http"):
        assert {getattr(one, part) for one in chosen} == {getattr(one, part) for _, one in WANTED}, part
    assert {one.proxy for one in chosen} == {None, *BINARIES}


def test_the_choice_is_the_same_each_time() -> None:
    assert covering(WANTED, COMMITTED) == covering(WANTED, COMMITTED)
