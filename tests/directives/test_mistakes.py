"""What an author of a page does wrong, and what is said about it: the file, the line, what is wrong, the hint."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chunkwise.errors import PageError
from tests.support.converting import OPEN, QUIZ, STEPS, convert, project
from tests.support.made import THREE_CHUNKS

__all__ = ["project"]

MISTAKES = {
    "a misspelt directive": ("/// stpes | a/b\n///", 1, "unknown directive 'stpes'", "Did you mean 'steps'?"),
    "a directive of an extension that is off": (
        "/// details | More\nx\n///",
        1,
        "unknown directive 'details'",
        "There are",
    ),
    "no directive at all": ("Text.\n\n/// steps a/b\n///", 3, "this is not a directive", "/// name | argument"),
    "an unknown example": ("\n/// steps | streaming_responses/three_chunk\n///", 2, "unknown example", "three_chunks'"),
    "a lesson for an example": ("/// steps | x\n///", 1, "unknown example 'x'", f"There are {THREE_CHUNKS}."),
    "a path for an example": ("/// steps | ../../etc\n///", 1, "unknown example '../../etc'", "There are"),
    "no example": ("/// steps\n///", 1, "/// steps lacks its argument", "/// steps | lesson/example"),
    "an argument too many": ("/// flow | x\n1. a\n\nb\n///", 1, "/// flow takes no argument", "Write only"),
    "an unknown option": (f"{OPEN}\n    vairant: keep_alive\n///", 2, "no option 'vairant'", "'variant'"),
    "an unknown variant": (f"{OPEN}\n    variant: six\n///", 2, "has no variant 'six'", "five_chunks"),
    "a list for a value": (f"{OPEN}\n    variant: [a]\n///", 2, "a value that it can't have", "variant:"),
    "a value for a list": (f"{OPEN}\n    only: end\n///", 2, "a value that it can't have", "only: [one"),
    "an empty option": (f"{OPEN}\n    caption:\n///", 2, "a value that it can't have", "caption:"),
    "options that are no YAML": (f"{OPEN}\n    only: [end\n///", 2, "cannot be read", "name: value"),
    "options without names": (f"{OPEN}\n    keep_alive\n///", 2, "not names and values", "name: value"),
    "an unknown step": (f"{OPEN}\n    only: [yield 7]\n///", 2, "no step 'yield 7'", "'yield"),
    "the same table twice": (STEPS + "\n" + STEPS, 4, "already on the page", "Remove one"),
    "an unknown exchange": (f"/// exchange | {THREE_CHUNKS}\n    number: 2\n///", 2, "no exchange '2'", "There are 1."),
    "text in a view": (f"{OPEN}\n\nHello.\n///", 3, "contains text", "Move the text out"),
    "a block that is never closed": ("/// snapshot\n- one\n", 1, "/// snapshot is never closed", "a line ///"),
    "an inner block that is never closed": (
        "/// moments\n/// moment | Why?\nSo.\n///\n",
        1,
        "/// moments is never closed",
        "a line ///",
    ),
    "a close without a block": ("Text.\n\n///", 3, "/// closes nothing", "Remove it"),
    "a close of another length": ("//// snapshot\n- one\n///", 3, "does not close the //// snapshot", "a line ////"),
    "a fence that is never closed": ("```bash\nls\n\n" + STEPS, 1, "code fence is never closed", "a line ```"),
    "Python typed by hand": ("Text.\n\n```python\nprint(1)\n```", 3, "Python code typed into a page", "examples/"),
    "Python typed by hand, in braces": ("~~~ { .py }\nprint(1)\n~~~", 1, "Python code typed into a page", "examples/"),
    "a directive in a comment": (f"<!--\n\n{STEPS}\n-->", 3, "Markdown does not read this /// steps", "comment"),
    "a directive in indented code": (
        "Text.\n\n    /// snapshot\n    x\n    ///",
        3,
        "Markdown does not read",
        "indented",
    ),
    "a directive in a quotation": ("> /// snapshot\n> x\n> ///", 1, "this is not a directive", "/// name"),
    "a directive after a list marker": ("- /// snapshot\n  x\n  ///", 3, "/// closes nothing", "Remove it"),
    "a reference without a table": ("In [[end]].", 1, "no execution table is on this page", "backquotes"),
    "a reference to no step": (
        STEPS + "\nIn [[yeild 1]].",
        4,
        "[[yeild 1]] doesn't name a step",
        "Did you mean 'yield 1'?",
    ),
    "a reference to a step that is not shown": (
        f"{OPEN}\n    only: [end]\n///\n\n[[close]]",
        5,
        "doesn't name a step",
        "are end",
    ),
    "a reference to no table": (STEPS + "\nIn [[other: end]].", 4, "'other', which is not a table", "three_chunks"),
    "a reference in an option": (STEPS + QUIZ.replace("Yes.", "[[no]]"), 11, "[[no]] doesn't name a step", "There are"),
    "a reference in a hint": (STEPS + QUIZ.replace("Look.", "'[[no]]'"), 6, "[[no]] doesn't name a step", "There are"),
    "a moment outside moments": ("/// moment | Why?\nSo.\n///", 1, "is outside /// moments", "Move it"),
    "moments without a moment": ("/// moments\n\nSo.\n///", 3, "something other than moments", "/// moment |"),
    "a flow without a list": ("/// flow\nSo.\n///", 1, "something other than a numbered list", "1. 2. 3."),
    "a quiz without a hint": (QUIZ.replace("    hint: Look.\n", ""), 1, "lacks the option 'hint'", "hint:"),
    "a quiz without an answer": (
        QUIZ.replace("    answer: step(3).state\n", ""),
        1,
        "lacks the option 'answer'",
        "concept",
    ),
    "a quiz without a question": (QUIZ.replace("Which?\n", ""), 1, "a quiz without a question", "above its first"),
    "a quiz that begins with a list": (QUIZ.replace("Which?", "- Which?"), 1, "begins with its question", "paragraph"),
    "a quiz with one option": (
        QUIZ.replace("/// option | Yielded 2\nNo.\n///\n", ""),
        1,
        "a quiz with 1 options",
        "four",
    ),
    "a quiz with two equal options": (QUIZ.replace("Yielded 2", "`Yielded 1`"), 8, "two options read", "different"),
    "an option that has no explanation": (QUIZ.replace("No.\n", ""), 11, "has no explanation", "Write below it"),
    "text after the options": (QUIZ.removesuffix("///\n") + "More.\n///", 14, "text after the options", "Put it"),
    "an option outside a quiz": ("/// option | a\nb\n///", 1, "is outside /// quiz", "Move it"),
    "a key that disagrees with the page": (
        QUIZ.replace("step(3)", "step(4)"),
        8,
        "the page calls option a right, and the recording b ('Yielded 2')",
        "write /// right at the other option",
    ),
    "a quiz that does not say which option it calls right": (
        QUIZ.replace("/// right", "/// option"),
        1,
        "a quiz with no right option",
        "/// right |",
    ),
    "a quiz with two options that are right": (
        QUIZ.replace("/// option", "/// right"),
        11,
        "a quiz with two right options",
        "/// right |",
    ),
    "a letter for the right option": (
        QUIZ.replace("    hint:", "    right: a\n    hint:"),
        4,
        "no option 'right'",
        "hint",
    ),
    "a key that no option says": (QUIZ.replace("step(3)", "step(2)"), 3, "no option says so", "'Yielded 0'"),
    "an answer that cannot be read": (QUIZ.replace("step(3)", "step(3"), 3, "cannot be read", "Write for example"),
    "an answer about no step": (QUIZ.replace("step(3)", "step(9)"), 3, "there is no step 9", "The steps are"),
    "an answer that makes no sense": (QUIZ.replace("step(3).state", "headers[pieces]"), 3, "has no item", "Write for"),
    "an answer that chooses between lists": (
        QUIZ.replace("step(3).state", "most(len(pieces), pieces, pieces)"),
        3,
        "there is no variant",
        "There are",
    ),
    "an answer without end": (
        QUIZ.replace("step(3).state", "9 ** 9 ** 9 ** 9"),
        3,
        "can't be used in a check",
        "Write for",
    ),
    "a quiz on an unknown example": (QUIZ.replace(THREE_CHUNKS, "a/b"), 2, "unknown example 'a/b'", "There are"),
    "a quiz id used twice": (QUIZ + "\n" + QUIZ, 16, "the quiz id 'q' is also used in line 5", "id of its own"),
    "a quiz id that is none": (QUIZ.replace("| q", "| A question"), 1, "is not a valid id for a quiz", "small letters"),
    "a quiz of an unknown kind": (
        QUIZ.replace("hint:", "kind: guess\n    hint:"),
        4,
        "there is no kind 'guess'",
        "concept",
    ),
    "a concept quiz with an answer": (
        QUIZ.replace("hint:", "kind: concept\n    hint:"),
        2,
        "takes no option 'recording'",
        "Remove it",
    ),
}


@pytest.mark.parametrize(("text", "line", "what", "hint"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_an_error(project: Path, text: str, line: int, what: str, hint: str) -> None:
    """The line is that of the file, whose front matter Markdown does not see."""
    (project / "docs" / "page.md").write_text(f"---\ntitle: A page\n---\n\n{text}\n", "utf-8")
    with pytest.raises(PageError) as caught:
        convert(text)
    message = str(caught.value)
    assert message.startswith(f"docs/page.md:{line + 4}: ")
    assert what in message
    assert hint in message.splitlines()[-1]
    assert len(message.splitlines()) == 2


def test_of_many_examples_the_folders_are_named(project: Path) -> None:
    """A message is cut off at the end of its line, and half a list of names is no help."""
    for number in range(20):
        shutil.copytree(project / "examples" / THREE_CHUNKS, project / "examples" / "lesson_two" / f"example_{number}")
    with pytest.raises(PageError) as caught:
        convert("/// steps | x\n///")
    assert caught.value.hint == "There are lesson_two/*, streaming_responses/*."
