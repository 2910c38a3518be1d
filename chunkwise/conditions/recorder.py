"""Recorder of conditions: runs them side by side, and holds them to what is expected or committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from chunkwise.conditions import processes, records, servers
from chunkwise.conditions.against_plain import surprises
from chunkwise.conditions.environments import Environments, MissingError
from chunkwise.conditions.facts import facts
from chunkwise.conditions.processes import StartError
from chunkwise.conditions.proxies import configuration, setting
from chunkwise.conditions.records import Record
from chunkwise.conditions.run import observe, versions
from chunkwise.conditions.story import story
from chunkwise.errors import ChunkwiseError
from chunkwise.examples.condition import Condition, said
from chunkwise.examples.example import Example

AT_ONCE = 4
"""Runs side by side. They mostly sleep; starting the servers is what keeps processors busy."""
TRIES = 3
"""Runs that a condition has: a machine that was busy for a moment must not look like a change."""

Accepts = Callable[[Record], bool]


@dataclass(frozen=True)
class Outcome:
    """What came of one condition: its record, or why there is none."""

    example: Example
    condition: Condition
    record: Record | None
    error: ChunkwiseError | None = None

    @property
    def is_missing(self) -> bool:
        return isinstance(self.error, MissingError)

    @property
    def name(self) -> str:
        return f"{self.example.name}, {said(self.condition)}"


def record(example: Example, condition: Condition, environments: Environments, accepts: Accepts) -> Record:
    """Run a condition until it is as accepted, or TRIES times; return the last record."""
    python = environments.python(condition)
    ran_with = environments.proxy_version(condition) | versions(python, servers.packages(condition))
    named = setting(configuration(example, condition)) if condition.proxy else ""
    for left in reversed(range(TRIES)):
        try:
            seen = observe(example.runs[condition.variant], condition, environments)
        except StartError:
            # Somebody else may have taken its port in the meantime.
            if not left:
                raise
            continue
        made = Record(
            condition=records.bare(condition), setting=named, ran_with=ran_with, facts=facts(seen), events=story(seen)
        )
        if accepts(made):
            break
    return made


def run_all(
    wanted: Sequence[tuple[Example, Condition]], accepts: Callable[[Example, Condition], Accepts]
) -> Iterator[Outcome]:
    """Run conditions side by side and return what came of each, in the order in which they end."""

    def one(example: Example, condition: Condition) -> Outcome:
        environments = Environments(example.root)
        try:
            return Outcome(example, condition, record(example, condition, environments, accepts(example, condition)))
        except ChunkwiseError as error:
            return Outcome(example, condition, None, error)

    processes.may_start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures: list[Future[Outcome]] = [pool.submit(one, *each) for each in wanted]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            processes.end_all()
            raise


def as_committed(committed: dict[tuple[object, ...], Record]) -> Accepts:
    """Accept what has the facts of the committed record."""
    return lambda made: made.condition.place in committed and committed[made.condition.place].facts == made.facts


def as_expected(condition: Condition, plain: Record) -> Accepts:
    """Accept what differs from the plain run as its scenario says."""
    return lambda made: not surprises(condition, plain.facts, made.facts)


def by_place(example: Example) -> dict[tuple[object, ...], Record]:
    """Return the committed records of an example by their places, or none where they cannot be used."""
    try:
        return {record.condition.place: record for record in records.load(example)}
    except ChunkwiseError:
        return {}
