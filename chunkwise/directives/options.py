"""Options of directives, with their types, because a directive that declares them once need not look at them twice.

A page's options are text and lists of text. What a directive declares of its own, a number or one word of several, is
made of the text here, and what cannot be is an error with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args, get_origin

from pydantic import Field, ValidationError

from chunkwise.directives.parser import Block, nearest
from chunkwise.events import Model

if TYPE_CHECKING:
    from chunkwise.directives.page import Page

Text = Annotated[str, Field(min_length=1)]
"""An option that is one value."""

Names = Annotated[tuple[Text, ...], Field(min_length=1)]
"""An option that is a list of values."""


class Options(Model):
    """What a directive can be told. Fields without a default are options that a block has to have.

    An option that is a word of Python is the alias of its field. What a field's description says ends the hint.
    """

    @classmethod
    def of(cls, block: Block) -> Self:
        """Return the options of a block that was accepted."""
        assert isinstance(block.given, cls), f"/// {block.name} has options of the wrong type"
        return block.given


def given(page: Page, block: Block, kind: type[Options]) -> Options:
    """Return a block's options as its directive declares them.

    Raises:
        PageError: One is unknown, lacking, or not of its type.
    """
    try:
        return kind.model_validate(block.options)
    except ValidationError as error:
        first = min(error.errors(include_url=False), key=lambda one: block.line_of(str(one["loc"][0])))
    name, option = f"/// {block.name}", str(first["loc"][0])
    known = {field.alias or key: field for key, field in kind.model_fields.items()}
    line = block.line_of(option)
    if option not in known:
        raise page.error(f"{name} has no option {option!r}", line, nearest(option, known))
    if first["type"] == "missing":
        raise page.error(f"{name} lacks the option {option!r}", line, f"Add a line `    {option}: ...`")
    field, value = known[option], block.options[option]
    parts = list(_parts(field.annotation))
    words = [word for part in parts if get_origin(part) is Literal for word in get_args(part)]
    if words and value and isinstance(value, str):
        raise page.error(f"there is no {option} {value!r}", line, field.description or nearest(value, words))
    wanted = "and one value after it."
    if any(get_origin(part) is tuple for part in parts):
        wanted = "[one, two]"
    elif int in parts:
        wanted = "and a whole number, from 1 on, after it."
    what = f"the option {option!r} of {name} has a value that it can't have"
    raise page.error(what, line, f"Write {option}: {wanted}")


def _parts(annotation: object) -> Iterator[object]:
    """A type and all that it is made of."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)
