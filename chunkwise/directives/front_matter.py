"""The front matter of a page: what its author says of it as a whole, which builders read and keep to themselves."""

from __future__ import annotations

import re

import yaml  # type: ignore[import-untyped]

from chunkwise.directives.parser import LOADER

RECORDING = "recording"
"""The key of the front matter for the example of all directives that name none."""
ALIASES = "aliases"
"""The key of the front matter for words by which readers look for the page, and which it may not say."""

FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


def meta_of(whole: str) -> dict[str, str]:
    """Return what the front matter of a page says in one value each; ``whole`` is all of its file.

    The list of aliases is one value with commas.
    """
    found = FRONT_MATTER.match(whole)
    try:
        data = yaml.load(found[0].split("\n", 1)[1].rstrip()[:-3], Loader=LOADER) if found else None
    except yaml.YAMLError:
        data = None  # the builder says so
    if not isinstance(data, dict):
        return {}
    if isinstance(aliases := data.get(ALIASES), list):
        data = {**data, ALIASES: ", ".join(map(str, aliases))}
    return {key: value for key, value in data.items() if isinstance(value, str)}
