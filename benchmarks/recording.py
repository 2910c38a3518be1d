"""What tracing costs, and whether many recordings are one and the same."""

from __future__ import annotations

import statistics
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, in_turn, ratio, seconds
from chunkwise.examples import store
from chunkwise.examples.example import Example, Run, find_examples
from chunkwise.recording.recorder import Recorder
from scripts.environment import covering_examples

ROUNDS = 7
REPEATS = 5
"""All of them were recorded 50 times while there were 63 examples; the covering ones are more than that now."""
SMALL = ("def_generators/hops", "streaming_responses/three_chunks")
"""With threads and without."""


def figures(*, small: bool = False) -> list[Figure]:
    chosen = SMALL if small else covering_examples()
    examples = [one for one in find_examples(Path("examples")) if one.name in chosen]
    repeats, turns, rounds = (1, 1, 1) if small else (REPEATS, 3, ROUNDS)
    runs = [run for example in examples for run in example.runs.values()]
    with Recorder() as traced, Recorder(backend="none") as bare:
        for recorder in (traced, bare):
            recorder.record(runs[0], promised=False)  # the fork server's own start is not a scenario's
        whole = in_turn([lambda: _all(traced, runs), lambda: _all(bare, runs)], turns)
        quick = [run for run in runs if run.scenario.clock == "lock-step" and not _sleeps(run)]
        # The best of some is what the work costs; the rest is what else this machine had to do.
        each = [min(seconds(partial(traced.record, run)) for _ in range(rounds)) for run in quick]
        slowest = max(range(len(quick)), key=each.__getitem__)
        name = f"{quick[slowest].example.name} ({quick[slowest].name})"
        return [
            Figure(f"{len(runs)} scenarios traced against untraced", ratio(*whole), 1.5),
            Figure("a scenario that doesn't sleep, median", statistics.median(each) * 1000, 25, "ms"),
            Figure(f"the slowest of them, {name}", max(each) * 1000, 25, "ms"),
            Figure(f"differences in {repeats} recordings of each", _differences(traced, examples, repeats), 0, "files"),
        ]


def _all(recorder: Recorder, runs: list[Run]) -> None:
    for run in runs:
        # Untraced, no run has the code events that its scenario promises: a function in a thread, a watched name.
        recorder.record(run, promised=False)


def _sleeps(run: Run) -> bool:
    pauses = any(action.pause for client in run.scenario.client for action in client.script)
    return "sleep" in run.source or pauses


def _differences(recorder: Recorder, examples: list[Example], repeats: int) -> int:
    """Record everything again and again, and count the files that come out otherwise than committed."""
    lockstep = [e for e in examples if all(run.scenario.clock == "lock-step" for run in e.runs.values())]
    committed = {example.name: example.recording_file.read_text("utf-8") for example in lockstep}
    return sum(
        store.dumps(example, recorder.record_all(example)) != committed[example.name]
        for _ in range(repeats)
        for example in lockstep
    )
