"""Hidden characters written as escapes, because text must read the same in a message, a quiz key and a page.

Nothing here knows HTML.
"""

from __future__ import annotations

import re

HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Characters that show nothing, or that change how their neighbours are shown."""


def plain(text: str) -> str:
    """Return ``text`` with every hidden character written as an escape such as ``\\n`` or ``\\u202e``."""
    return HIDDEN.sub(_named, text)


def _named(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\r\n\t":
        return {"\r": "\\r", "\n": "\\n", "\t": "\\t"}[character]
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
