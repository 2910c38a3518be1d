"""Messages: file, line, what is wrong, how to mend it, on one screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunkwise.errors import LINE_LIMIT, LINES_LIMIT, ChunkwiseError, line_of, printable


def test_a_message_says_where_what_and_how_to_mend_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    error = ChunkwiseError("it is wrong", file=tmp_path / "a" / "b.py", line=3, hint="Mend it.")
    assert str(error) == "a/b.py:3: it is wrong\n  Mend it."
    assert str(ChunkwiseError("it is wrong", file=Path("/elsewhere/x"))) == "/elsewhere/x: it is wrong"
    assert str(ChunkwiseError("it is wrong")) == "it is wrong"


@settings(deadline=None)
@given(st.text(), st.text(st.characters(categories=["Cs", "Cc", "Cf"])), st.integers(0, 10_000))
def test_a_message_fits_on_a_screen_and_obeys_nobody(what: str, odd: str, times: int) -> None:
    shown = str(ChunkwiseError((what + odd) * times, hint=odd)).split("\n")
    assert len(shown) <= LINES_LIMIT + 1
    assert all(len(line) <= LINE_LIMIT and line.isprintable() for line in shown)


def test_what_cannot_be_printed_is_escaped() -> None:
    assert printable("a\x1b\t\u202e\ud800é") == "a\\x1b\\t\\u202e\\ud800é"


def test_the_first_line_that_holds_a_word_is_found() -> None:
    assert (line_of("a\nb c\nc", "c"), line_of("a", "b")) == (2, None)
