"""Texts of ASGI messages, whatever is in them: who only looks on must not fail where the server does not."""

from __future__ import annotations

from typing import Any

from chunkwise.values import snapshot

BYTES = (bytes, bytearray, memoryview)


def header(given: Any) -> tuple[str, str]:
    """Return a header's name and value; of what is no pair, all as the name."""
    try:
        name, value = given
    except (TypeError, ValueError):
        return text(given), ""
    return text(name), text(value)


def text(value: Any) -> str:
    """Return bytes as the text that HTTP has them for (latin-1), a text as it is, and of anything else a snapshot."""
    if isinstance(value, BYTES):
        return bytes(value).decode("latin-1")
    return value if isinstance(value, str) else snapshot(value)
