"""The runs that stand for all where all would take too long show whatever all of them show."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chunkwise.examples.example import Run
from tests.support import in_page
from tests.support.covering import LOCK_STEP, covered_first, covering, examples, kind, shown
from tests.support.made import code

SETS = {"recorded": LOCK_STEP, "in a page": in_page.LOCK_STEP + in_page.FREE}


@pytest.mark.parametrize("runs", SETS.values(), ids=SETS)
def test_every_kind_of_event_and_pair_of_kinds_is_in_the_set(runs: Sequence[Run]) -> None:
    chosen = covering(runs)
    assert set().union(*map(shown, chosen)) == set().union(*map(shown, runs))
    assert 2 * len(chosen) < len(runs), "the set is no shorter than the list"


def test_what_is_left_out_is_for_test_all() -> None:
    left = [param for param in covered_first(LOCK_STEP) if param.marks]
    assert len(left) == len(LOCK_STEP) - len(covering(LOCK_STEP))
    assert {mark.name for param in left for mark in param.marks if not isinstance(mark, str)} == {"everything"}


def test_a_frame_in_a_thread_and_a_generator_are_kinds_of_their_own() -> None:
    plain = code("line")
    assert len({kind(plain), kind(code("yield")), kind(plain.model_copy(update={"thread": "worker thread"}))}) == 3


def test_the_other_pythons_take_each_lane_and_thread() -> None:
    assert set(examples(covering(LOCK_STEP))) < set(examples(LOCK_STEP))
    seen = {one for run in covering(LOCK_STEP) for one in shown(run) if isinstance(one[0], str)}
    assert {one[0] for one in seen} == {"code", "asgi", "wire", "client", "upstream"}
    assert {one[2] for one in seen if one[0] == "code"} == {"event loop", "worker thread"}
