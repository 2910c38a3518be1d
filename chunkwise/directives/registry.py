"""All directives by their names, and which examples the directives of a page use."""

from __future__ import annotations

from chunkwise.directives import (
    compare,
    curriculum,
    measurement,
    modes,
    parser,
    quiz,
    recording,
    task,
    teaching,
    try_it,
)
from chunkwise.directives.cards import Card, Cards
from chunkwise.directives.challenge import Challenge
from chunkwise.directives.conditions import ConditionsTable
from chunkwise.directives.directive import Directive
from chunkwise.directives.front_matter import meta_of
from chunkwise.directives.predict import Predict
from chunkwise.directives.progress import Progress
from chunkwise.directives.project import ProjectBlock
from chunkwise.directives.proxied import Configuration, Passage
from chunkwise.directives.sheet import Sheet
from chunkwise.directives.stage import Stage

DIRECTIVES: dict[str, Directive] = {
    kind.NAME: kind()
    for kind in (
        modes.Modes,
        teaching.Flow,
        try_it.Sample,
        try_it.Try,
        task.TaskBlock,
        ProjectBlock,
        recording.Listing,
        recording.StepsTable,
        compare.Compare,
        recording.Variables,
        recording.Lanes,
        recording.Player,
        Stage,
        Predict,
        recording.WireBytes,
        recording.Output,
        measurement.Measured,
        ConditionsTable,
        Configuration,
        Passage,
        teaching.Moments,
        teaching.Moment,
        Challenge,
        quiz.Quiz,
        quiz.Option,
        quiz.Right,
        quiz.Proof,
        teaching.Snapshot,
        teaching.Transcript,
        Sheet,
        Cards,
        Card,
        curriculum.Curriculum,
        Progress,
    )
}


def used_examples(text: str) -> set[str]:
    """Return the names of the examples that a page's directives use. ``text`` is all of the page's file.

    Raises:
        PageError: Without a file, where a directive cannot be read.
    """
    text = text.removeprefix("\ufeff")
    blocks = parser.read(text, DIRECTIVES, OTHERS).blocks
    for block in blocks:
        DIRECTIVES[block.name].complete(meta_of(text), block)
    names = [block.argument for block in blocks if isinstance(DIRECTIVES[block.name], recording.View | compare.Compare)]
    return {*names, *(str(block.options[name]) for block in blocks for name in NAMING if name in block.options)}


NAMING = ("recording", "with")
"""The options that name an example."""


OTHERS = frozenset(("admonition", "caption", "define", "details", "figure-caption", "html", "table-caption", "tab")) | {
    *("note", "attention", "caution", "danger", "error", "tip", "hint", "warning", "important")
}
"""The blocks of pymdownx itself. Which of them a page may use, its other extensions say."""
