"""Quiz keys, computed from recordings, because a key that an author types is wrong from the first change on.

An author writes what decides the question, such as ``step("yield 1").state``: all that a check of a task may ask, and
what :mod:`chunkwise.exercises.variant_facts` adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chunkwise.errors import ExpressionError
from chunkwise.events import MAIN, Recording
from chunkwise.exercises import checks, variant_facts
from chunkwise.exercises.evaluation import Senseless, spelled, value_of
from chunkwise.exercises.expressions import read
from chunkwise.exercises.facts import Places, Rows, Variants
from chunkwise.text import plain
from chunkwise.views.lookup import NotFound

WORDS = checks.WORDS | variant_facts.WORDS


def key(expression: str, answer: str, options: Sequence[str]) -> int:
    """Return the index of the one option whose text is ``answer``, which ``expression`` computes.

    Raises:
        ExpressionError: No option or more than one is the answer.
    """
    found = [index for index, option in enumerate(options) if normal(option) == normal(answer)]
    if len(found) != 1:
        raise ExpressionError(
            f"the answer {expression} is {answer!r}, and {'two options say' if found else 'no option says'} so",
            hint=f"Make exactly one option read {answer!r}, or stand for it with `means:`.",
        )
    return found[0]


def evaluate(
    expression: str,
    recordings: Mapping[str, Recording],
    rows: Rows | None = None,
    places: Places | None = None,
) -> str:
    """Compute what ``expression`` says about the recordings of one example, as a reader would write it.

    ``rows`` gives the steps of a recording by its name, where somebody has worked them out already. ``places`` are the
    facts of its conditions.

    Raises:
        ExpressionError: It cannot be read, or asks for what is not there.
    """
    asked = read("answer", expression, WORDS)
    try:
        return spelled(value_of(asked, Variants(recordings, rows, places)[MAIN]))
    except Senseless as senseless:
        raise asked.error("makes no sense", senseless.what, senseless.hint) from None
    except NotFound as missing:
        raise asked.error("cannot be known", missing.what, missing.hint) from None


def normal(text: str) -> str:
    """Return ``text`` as it is compared: without backquotes, with single spaces, in lower case.

    A line feed counts as the ``\\n`` that an option writes for it.
    """
    return re.sub(r"\s+", " ", plain(text.replace("`", ""))).strip().casefold()
