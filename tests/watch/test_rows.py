"""Rows on terminals of every width, each printed once."""

from __future__ import annotations

import pytest

from chunkwise.watch.rows import Live, written
from chunkwise.watch.summary import client_view, diagnosis
from tests.support.made import ROOT
from tests.watch.conftest import Watched

FROZEN = ROOT / "examples/blocking/frozen"


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_nothing_is_wider_than_the_terminal(width: int, watched: Watched) -> None:
    recording, _ = watched(FROZEN, "/count")
    said: list[str] = []
    live = Live(said.append, width)

    steps = live.show(recording, over=True)
    said += client_view(recording, width)
    said += diagnosis([], steps, "https://chunkwise.github.io/", width, whole=True)

    assert max(map(len, said)) <= width
    words = " ".join(" ".join(said).split())
    assert "`'2\\n'`" in words
    assert "Nothing found." in words


def test_a_row_is_printed_when_its_step_is_over_and_only_once(watched: Watched) -> None:
    recording, _ = watched(FROZEN, "/count")
    said: list[str] = []
    live = Live(said.append, 120)

    half = recording.model_copy(update={"events": recording.events[: len(recording.events) // 2]})
    live.show(half)
    before = list(said)
    live.show(recording, over=True)

    assert 1 < len(before) < len(said)
    assert said[: len(before)] == before
    assert [line.split()[0] for line in said[1:] if line[:1].isdigit()] == [str(n + 1) for n in range(6)]


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert "\x1b" not in "".join(written(("1 yield", "0.1", "yields `\x1b[2J`", "None"), 80))
