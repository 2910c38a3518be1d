"""The checks of a task: what has to be true of a run, written as Python expressions over its recording.

A check that fails says what was expected, what happened instead, and at which step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chunkwise.events import Recording
from chunkwise.exercises import client_facts, run_facts
from chunkwise.exercises.evaluation import failure_of
from chunkwise.exercises.expressions import Expression, read
from chunkwise.exercises.facts import Facts

WORDS = run_facts.WORDS | client_facts.WORDS


@dataclass(frozen=True)
class Check:
    """``expect`` is the expression, ``says`` the sentence that a reader sees for it."""

    expect: str
    says: str


@dataclass(frozen=True)
class Outcome:
    """What became of a check. ``step`` is the number of the step to look at; the texts are empty when it passed."""

    says: str
    passed: bool
    expected: str = ""
    happened: str = ""
    step: int | None = None


def outcomes(checks: Sequence[Check], recording: Recording, error: str | None = None) -> tuple[Outcome, ...]:
    """Hold a run to the checks, in their order.

    Args:
        checks: What has to be true.
        recording: What happened.
        error: Why the run was given up, if it was; then nothing that was not seen can be true.

    Raises:
        ExpressionError: A check cannot be read.
    """
    facts = Facts(recording)
    return tuple(_outcome(check, facts, error) for check in checks)


def parsed(check: Check) -> Expression:
    """Read a check without a recording.

    Raises:
        ExpressionError: It cannot be read, or names what no recording has.
    """
    return read("check", check.expect, WORDS)


def _outcome(check: Check, facts: Facts, error: str | None) -> Outcome:
    expression = parsed(check)
    if error is not None:
        return Outcome(check.says, False, "the run to end", error, facts.last_step)
    failed = failure_of(expression, facts)
    if failed is None:
        return Outcome(check.says, True)
    return Outcome(check.says, False, failed.expected, failed.happened, facts.step_of(failed.at))
