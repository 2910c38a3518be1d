"""What somebody has written for a task, run under the recorder and held to the task's checks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from chunkwise.errors import RecordingError
from chunkwise.events import MAIN, Recording
from chunkwise.examples.example import Example
from chunkwise.exercises.checks import Outcome, outcomes
from chunkwise.exercises.tasks import Task
from chunkwise.recording.recorder import Recorder


@dataclass(frozen=True)
class Attempt(Example):
    """A task's example with another program in the place of its solution."""

    file: Path

    @property
    def app(self) -> Path:
        return self.file


@dataclass(frozen=True)
class Tried:
    """What came of an attempt. ``error`` says why there is no recording, if there is none; then no check passes."""

    outcomes: tuple[Outcome, ...]
    recording: Recording
    error: RecordingError | None = None

    @property
    def passed(self) -> bool:
        return all(outcome.passed for outcome in self.outcomes)


def grade(task: Task, file: Path, recorder: Recorder) -> Tried:
    """Run ``file`` as the task's scenario says, and hold the run to the task's checks.

    Raises:
        ScenarioError: ``file`` cannot be read, or the task's own files cannot be used.
    """
    attempt = Attempt(task.example.root, task.example.name, file)
    run = replace(task.example.runs[MAIN], example=attempt, source=attempt.source)
    try:
        recording, error = recorder.record(run, promised=False), None
    except RecordingError as found:
        recording, error = Recording(clock=run.scenario.clock, source=run.source, events=()), found
    return Tried(outcomes(task.checks, recording, error.what if error else None), recording, error)
