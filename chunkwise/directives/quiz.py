"""The quiz: a question whose key is computed, and options that each say why they are right or wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Literal
from xml.etree.ElementTree import Element

from chunkwise.directives import challenge
from chunkwise.directives.challenge import ProblemOptions
from chunkwise.directives.directive import Directive, add, literal
from chunkwise.directives.front_matter import RECORDING
from chunkwise.directives.options import Options, Text
from chunkwise.directives.page import Page, Recorded
from chunkwise.directives.parser import Block
from chunkwise.errors import ExpressionError
from chunkwise.exercises.quiz import key, normal

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LETTERS = "abcdefgh"


class QuizOptions(ProblemOptions):
    hint: Text
    kind: Literal["recorded", "concept"] = "recorded"
    recording: Text | None = None
    answer: Text | None = None


class Quiz(Directive):
    """One question. A recording decides it, or the author where it is a question of pure concept.

    The one option that is written as ``/// right`` has the sentence that calls it right. It must agree with the
    recording: when the answer changes, the sentences have to change too.
    """

    NAME = "quiz"
    ARGUMENT = "stable-id"
    OPTIONS = QuizOptions
    DECIDING = ("recording", "answer")
    HOLDS = True

    def complete(self, meta: Mapping[str, str], block: Block) -> None:
        if "answer" in block.options and RECORDING in meta:
            block.options.setdefault("recording", meta[RECORDING])

    def check(self, page: Page, block: Block) -> None:
        if not ID.fullmatch(block.argument):
            hint = "Write small letters, digits and hyphens; the id stays when the page changes."
            raise page.error(f"{block.argument!r} is not a valid id for a quiz", block.line, hint)
        for other in page.source.blocks[: block.number]:
            if other.name == self.NAME and other.argument == block.argument:
                what = f"the quiz id {block.argument!r} is also used in line {page.line(other.line)}"
                raise page.error(what, block.line, "Give each question an id of its own.")
        challenge.check_problem(page, block)
        options = _options(block)
        if len(options) < 2 or len(options) > len(LETTERS):
            raise page.error(
                f"a quiz with {len(options)} options", block.line, "Write four, each as /// option | The option's text"
            )
        texts = [option.argument for option in options]
        for option in options:
            if sum(normal(text) == normal(option.argument) for text in texts) > 1:
                raise page.error(f"two options read {option.argument!r}", option.line, "Make each option different.")
        if not any(line.strip() and number < options[0].line for number, line in block.text):
            raise page.error("a quiz without a question", block.line, "Write the question above its first option.")
        for number, line in block.text:
            if line.strip() and number > options[0].line:
                raise page.error("text after the options", number, "Put it into an option, or above the first one.")
        meant = [OptionOptions.of(option).means or option.argument for option in options]
        page.keys[block.number] = self._right(page, block, options, meant)

    def _right(self, page: Page, block: Block, options: list[Block], meant: list[str]) -> int:
        right, *others = [place for place, option in enumerate(options) if option.name == Right.NAME] or [-1]
        if right < 0 or others:
            what = f"a quiz with {'two right options' if others else 'no right option'}"
            line = options[others[0]].line if others else block.line
            raise page.error(what, line, "Write the right one as /// right | The option's text")
        if QuizOptions.of(block).kind == "concept":
            for option in self.DECIDING:
                if option in block.options:
                    what = f"a quiz of kind concept takes no option {option!r}"
                    raise page.error(what, block.line_of(option), "Remove it, or remove the kind.")
            return right
        computed = self._computed(page, block, meant)
        if computed != right:
            raise page.error(
                f"the page calls option {LETTERS[right]} right, and the recording {LETTERS[computed]}"
                f" ({options[computed].argument!r})",
                options[right].line,
                "Correct the answer, or write /// right at the other option and correct the explanations of both.",
            )
        return computed

    def _computed(self, page: Page, block: Block, meant: list[str]) -> int:
        """The option that the recording calls right. ``meant`` is the answer that each option stands for."""
        for option in self.DECIDING:
            if option not in block.options:
                raise page.error(
                    f"the quiz {block.argument!r} lacks the option {option!r}",
                    block.line,
                    "A recording decides it (recording: and answer:), or it has `kind: concept`.",
                )
        found, expression = _decided_by(page, block)
        try:
            return key(expression, found.answer(expression), meant)
        except ExpressionError as error:
            raise page.located(error, block.line_of("answer")) from None

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        return add(parent, "section", class_="cw-quiz", id=f"quiz-{block.argument}", data_quiz=block.argument)

    def end(self, page: Page, block: Block, element: Element) -> None:
        """Turn the question's paragraphs and the options' explanations into a fieldset, a hint and an answer."""
        explained = [child for child in element if child.get("class") == "cw-explanation"]
        proof = [child for child in element if child.get("class") == "cw-proof"]
        question = [child for child in element if child not in (*explained, *proof)]
        if question[0].tag != "p":
            raise page.error("a quiz begins with its question", block.line, "Put a paragraph with the question first.")
        for child in list(element):
            element.remove(child)
        options = _options(block)
        if title := challenge.heading(block):
            add(element, "h2", title)
        fields = add(element, "fieldset")
        question[0].tag = "legend"
        fields.extend(question)
        choices = add(fields, "ol", class_="cw-options", type="A")
        for letter, option in zip(LETTERS, options, strict=False):
            label = add(add(choices, "li"), "label")
            choice = f"quiz-{block.argument}"
            add(label, "input", type="radio", name=choice, value=letter).tail = " "
            add(label, "span", option.argument)
        hint = add(element, "details", class_="cw-hint")
        add(hint, "summary", "Hint")
        add(hint, "p", QuizOptions.of(block).hint)
        add(element, "cw-quiz")
        answer = add(element, "details", class_="cw-answer")
        add(answer, "summary", "Answer")
        if QuizOptions.of(block).answer:
            self._source(page, block, answer, options[page.keys[block.number]])
        reasons = add(answer, "ol", class_="cw-reasons", type="A")
        for reason in explained:
            reason.tag = "li"  # only now: what stands directly in a list item is no paragraph to Markdown
            reasons.append(reason)
        answer.extend(proof)

    def _source(self, page: Page, block: Block, answer: Element, right: Block) -> None:
        found, expression = _decided_by(page, block)
        says = add(answer, "p", "The recording decides: ", class_="cw-key")
        end = f", which is option {LETTERS[page.keys[block.number]].upper()}." if OptionOptions.of(right).means else "."
        for part, tail in ((expression, " is "), (found.answer(expression), end)):
            add(says, "code", literal(part)).tail = tail


def _options(quiz: Block) -> list[Block]:
    return [child for child in quiz.children if child.name in (Option.NAME, Right.NAME)]


def _decided_by(page: Page, block: Block) -> tuple[Recorded, str]:
    """The recording that decides a quiz, and what is asked of it. Both were checked to be there."""
    options = QuizOptions.of(block)
    return page.recorded(block, options.recording or "", block.line_of("recording")), options.answer or ""


def append_answers(root: Element) -> None:
    """Add all answers of a page at its end, for paper: there no answer opens, and beside its question it spoils it.

    What a task has for an answer is its solution.

    On a screen the appendix is hidden, and the site's search passes it by.
    """
    quizzes = [box for box in root.iter() if "cw-quiz" in box.get("class", "").split()]
    if not quizzes:
        return
    appendix = add(root, "section", class_="cw-appendix", hidden="", data_search_exclude="")
    add(add(appendix, "p"), "strong", "Answers")
    answers = add(appendix, "ol")
    for quiz in quizzes:
        answer = add(answers, "li")
        asked = quiz.findall("fieldset/legend")  # and no program or table below it: it would be on the page twice
        task = [*quiz.findall("h3"), *quiz.findall("details[@class='cw-answer']/p")] if not asked else []
        answer.extend(deepcopy([*asked, *quiz.findall("details/ol[@class='cw-reasons']"), *task]))
        answer[0].tag = "p"  # a legend is one only in its fieldset, and a title not a heading once more


class Proof(Directive):
    """What was recorded, as a part of the answer: tables and bytes that would tell it beside the question.

    The sentence of the right option can refer to its steps.
    """

    NAME = "proof"
    PARENT = "quiz"
    HOLDS = True

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        return add(parent, "div", class_="cw-proof")


class OptionOptions(Options):
    means: Text | None = None


class Option(Directive):
    """One option and the sentence for a reader who picked it.

    ``means`` is the answer that it stands for, where the option says it in other words.
    """

    NAME = "option"
    ARGUMENT = "the option's text"
    OPTIONS = OptionOptions
    PARENT = "quiz"
    HOLDS = True

    def check(self, page: Page, block: Block) -> None:
        if not block.children and not any(line.strip() for _, line in block.text):
            raise page.error(
                f"the option {block.argument!r} has no explanation for a reader who picks it",
                block.line,
                "Write below it why it is right, or which mistake it stands for.",
            )

    def create(self, page: Page, block: Block, parent: Element) -> Element:
        quiz = block.parent
        assert quiz is not None
        place = _options(quiz).index(block)
        right = page.keys[quiz.number] == place
        item = add(parent, "div", class_="cw-explanation", data_option=LETTERS[place], data_right=str(right).lower())
        verdict = add(item, "p", class_="cw-verdict")
        add(verdict, "strong", "Right:" if right else "Not quite:").tail = f" {block.argument}"
        return item


class Right(Option):
    """The option that is right. Its sentence says why."""

    NAME = "right"
