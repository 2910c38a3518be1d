"""All directives by their names: what a page may say, in one list."""

from __future__ import annotations

from chunkwise.directives import (
    compare,
    curriculum,
    measurement,
    modes,
    quiz,
    recording,
    task,
    teaching,
    try_it,
)
from chunkwise.directives.cards import Card, Cards
from chunkwise.directives.challenge import Challenge
from chunkwise.directives.directive import Directive
from chunkwise.directives.project import ProjectBlock
from chunkwise.directives.sheet import Sheet

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
        recording.WireBytes,
        recording.Output,
        measurement.Measured,
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
        curriculum.Progress,
    )
}
