"""Elements of HTML, because a value that is pasted between tags can become a tag.

Whatever is no :class:`markupsafe.Markup` is text: it is escaped, and its hidden characters are shown. This is the one
module that writes a ``<``; all others ask it for elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape

from markupsafe import Markup

from chunkwise.text import HIDDEN, plain

BREAK = Markup("\n")
"""A line feed between two elements, for whoever reads the source of a page."""

EMPTY = Markup()

DOCTYPE = Markup("<!doctype html>\n")
"""How a whole page begins."""

VOID = frozenset({"link", "meta"})
"""The elements that we make and that have no end."""

WIDE = 16
"""How many characters of code a table's column has room for."""

_HIDDEN = re.compile(HIDDEN.pattern + "+")
_SPECIAL = re.compile(f"[&<>]|{HIDDEN.pattern}")
_QUOTED = re.compile("[&<>\"']")


def element(tag: str, *content: object, **attributes: object) -> Markup:
    """Return an element.

    Args:
        tag: Its name, as it stands in our code.
        content: Markup, or text to be escaped.
        attributes: ``class_`` is its class, ``data_x`` its attribute ``data-x``. True gives an attribute without a
            value, and None leaves it out.
    """
    begin = f"<{tag}{_attributes(attributes)}>"
    return Markup(begin if tag in VOID else f"{begin}{_content(content)}</{tag}>")


def start(tag: str) -> Markup:
    """Return the start of an element whose content isn't known yet; :func:`end` is its end."""
    return Markup(f"<{tag}>")


def end(tag: str) -> Markup:
    return Markup(f"</{tag}>")


def attribute_list(**attributes: object) -> Markup:
    """Return attributes as they stand in a tag, each with a space before it; see :func:`element`."""
    return Markup(_attributes(attributes))


def joined(parts: Iterable[object], between: Markup = EMPTY) -> Markup:
    """Return several pieces of content as one."""
    return Markup(_content(parts, str(between)))


def lines(parts: Iterable[object]) -> Markup:
    """Return several pieces of content, each with a line feed after it."""
    return joined(piece for part in parts for piece in (part, BREAK))


def visible(text: str) -> Markup:
    """Escape ``text``; hidden characters become marked escapes."""
    return Markup(_text(text))


def escaped(text: str) -> Markup:
    """Escape ``text`` that comes out of a page, where no character is hidden any more."""
    return Markup(escape(text, quote=False))


def prose(text: str) -> Markup:
    """Escape a sentence; what stands between backquotes becomes code."""
    if "`" not in text:
        return visible(text)
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return joined(_code(part) if index % 2 else part for index, part in enumerate(parts))


def label(text: str) -> str:
    """Return a sentence for an attribute that is read aloud: no backquotes, and every character to be seen."""
    return plain(text.replace("`", ""))


def _code(text: str) -> Markup:
    """Code as it stands. What is longer than a column is wide may be broken."""
    return element("code", text, class_="cw-long" if len(text) > WIDE else None)


# From here on strings, for speed: a page is thousands of elements. Each is made Markup once, above.


def _content(parts: Iterable[object], between: str = "") -> str:
    return between.join([part if type(part) is Markup else _text(str(part)) for part in parts])


def _text(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    return _HIDDEN.sub(_marked, escape(text, quote=False))


def _attributes(attributes: Mapping[str, object]) -> str:
    written = ""
    for key, given in attributes.items():
        if given is None:
            continue
        value = str(given)
        if _QUOTED.search(value):
            value = escape(value)
        written += f" {_name(key)}" if given is True else f' {_name(key)}="{value}"'
    return written


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _marked(run: re.Match[str]) -> str:
    return f'<span class="cw-hidden">{plain(run[0])}</span>'
