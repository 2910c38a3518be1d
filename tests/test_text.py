"""Text that hides nothing from whoever reads it."""

from __future__ import annotations

from chunkwise.text import plain


def test_what_shows_nothing_is_shown() -> None:
    assert plain("a\x00b\tc\x7f\u202ed\u200be\U000e0041") == "a\\x00b\\tc\\x7f\\u202ed\\u200be\\U000e0041"
    assert plain("é 漢 🙂") == "é 漢 🙂"
