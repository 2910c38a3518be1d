"""A run of one character is folded, and nothing else is."""

from __future__ import annotations

from chunkwise.views.folding import folded


def test_long_runs_are_folded_and_words_are_not() -> None:
    assert folded("aaaaaaaaaaaaaaaa b 1000000 hello") == "aaaaaa… b 1000000 hello"
