"""The directive ``predict``: a question before a step of the stage, because who has guessed looks at what happens.

The recording decides it, so the author writes what is asked and three answers, and no key.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from markupsafe import Markup
from pydantic import Field

from chunkwise.directives.options import Options, Text
from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block, nearest
from chunkwise.directives.recording import View, ViewOptions
from chunkwise.errors import ExpressionError
from chunkwise.exercises.quiz import key
from chunkwise.views.elements import element, prose


class PredictOptions(ViewOptions):
    before: Text
    """The name of the step that a reader has not seen yet, as ``yield 2``."""
    question: Text
    answer: Text
    """What is asked of the recording, as in a quiz."""
    options: Annotated[tuple[Text, ...], Field(min_length=2, max_length=3)]
    means: Annotated[tuple[Text, ...], Field(min_length=2, max_length=3)] | None = None
    """The answer that each option stands for, where it is worded otherwise."""


class Predict(View):
    """A question that the stage asks once before a step. Without scripts it stands where the author wrote it."""

    NAME = "predict"
    OPTIONS: ClassVar[type[Options]] = PredictOptions

    def check(self, page: Page, block: Block) -> None:
        found = page.recorded(block, block.argument)
        variant = page.variant(block, found)
        options = PredictOptions.of(block)
        names = [step.name for step in found.steps(variant)]
        if options.before not in names[1:]:
            what = f"there is no step {options.before!r} with a step before it"
            raise page.error(what, block.line_of("before"), nearest(options.before, names[1:]))
        if not any(other.name == "stage" for other in page.source.blocks):
            raise page.error(
                "/// predict is on a page without a stage",
                block.line,
                "Write /// stage above it, or ask with /// quiz.",
            )
        if options.means is not None and len(options.means) != len(options.options):
            what = f"{len(options.options)} options, and {len(options.means)} answers in `means`"
            raise page.error(what, block.line_of("means"), "Write one for each option, in the same order.")
        self._key(page, block, found)

    def _key(self, page: Page, block: Block, found: Recorded) -> int:
        options = PredictOptions.of(block)
        try:
            return key(options.answer, found.answer(options.answer), options.means or options.options)
        except ExpressionError as error:
            raise page.located(error, block.line_of("answer")) from None

    def html(self, page: Page, block: Block) -> Markup:
        found = page.recorded(block, block.argument)
        options = PredictOptions.of(block)
        variant = page.variant(block, found)
        right = self._key(page, block, found)
        before = next(step.number for step in found.steps(variant) if step.name == options.before)
        choices = (
            element("li", prose(text), data_right="" if place == right else None)
            for place, text in enumerate(options.options)
        )
        answer = element(
            "details", element("summary", "Answer"), element("p", prose(options.options[right])), class_="cw-predicted"
        )
        return element(
            "section",
            element("p", element("strong", f"Before step {before}: "), prose(options.question)),
            element("ol", *choices, type="A"),
            answer,
            class_="cw-predict",
            data_recording=found.example.name,
            data_variant=variant,
            data_before=str(before),
        )
