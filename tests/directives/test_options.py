"""Options as directives declare them: of their types, or an error that names the line and says what to write."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from chunkwise.directives.directive import Directive
from chunkwise.directives.recording import ExchangeOptions, StepsOptions
from chunkwise.directives.registry import DIRECTIVES
from chunkwise.errors import PageError
from tests.support.converting import OPEN, convert, project, root
from tests.support.made import THREE_CHUNKS

__all__ = ["project", "root"]

MISTAKES = {
    "a number that is none": (f"/// exchange | {THREE_CHUNKS}\n    number: one\n///", 2, "a whole number, from 1 on,"),
    "a number from before the first": (f"/// exchange | {THREE_CHUNKS}\n    number: 0\n///", 2, "a whole number"),
    "a list of lists": (f"{OPEN}\n    only: [end, [end]]\n///", 2, "only: [one, two]"),
    "a list of nothing": (f"{OPEN}\n    only: []\n///", 2, "only: [one, two]"),
    "a list with an empty value": (f"{OPEN}\n    only: [end, '']\n///", 2, "only: [one, two]"),
    "names and values for a value": (f"{OPEN}\n    caption: {{a: b}}\n///", 2, "caption: and one value"),
    "the first of two mistakes": (f"{OPEN}\n    caption: ''\n    sumary: x\n///", 2, "caption: and one value"),
}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("text", "line", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_an_option_of_another_type_is_an_error(text: str, line: int, hint: str) -> None:
    with pytest.raises(PageError) as caught:
        convert(text)
    said = str(caught.value)
    assert said.startswith(f"page.md:{line}: the option ")
    assert "has a value that it can't have\n  Write " in said
    assert hint in said


def test_options_have_their_types() -> None:
    exchange = ExchangeOptions.model_validate({"number": "2"})
    assert (exchange.number, exchange.variant, exchange.caption) == (2, "main", None)
    assert StepsOptions.model_validate({"only": ["end"]}).only == ("end",)


@pytest.mark.parametrize("directive", DIRECTIVES.values(), ids=DIRECTIVES.keys())
def test_every_directive_refuses_an_option_that_it_does_not_declare(directive: Directive) -> None:
    with pytest.raises(ValidationError) as caught:
        directive.OPTIONS.model_validate({"nonsense": "x"})
    assert ("extra_forbidden", ("nonsense",)) in [(one["type"], one["loc"]) for one in caught.value.errors()]
