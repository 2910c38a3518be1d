"""The log of a run: one order, a clock where the run is free, and an end to it."""

from __future__ import annotations

import asyncio
import gc
import threading

from chunkwise.engine.event_log import Log
from chunkwise.errors import RecordingError
from chunkwise.events import AsgiEvent

EVENT = AsgiEvent(lane="asgi", kind="scope")


def never(error: RecordingError) -> None:
    raise AssertionError(error)


def test_a_run_in_lock_step_in_which_no_time_passes_has_no_times() -> None:
    log = Log("lock-step", 10, never)
    log.add(EVENT)
    assert log.events == [EVENT]


def test_a_free_run_has_times_that_begin_at_zero_and_never_go_back() -> None:
    log = Log("free", 100, never)
    for _ in range(100):
        log.add(EVENT)
    times = [event.at for event in log.events if event.at is not None]
    assert times[0] == 0
    assert len(times) == 100
    assert times == sorted(times)


def test_a_run_with_more_events_than_its_limit_is_given_up() -> None:
    said: list[str] = []
    log = Log("lock-step", 2, lambda error: said.append(error.what))
    for _ in range(3):
        log.add(EVENT)
    assert said == ["the run has more than 2 events"]


def test_no_event_of_any_thread_is_lost() -> None:
    log = Log("free", 10_000, never)

    def add_many() -> None:
        for _ in range(500):
            log.add(EVENT)

    threads = [threading.Thread(target=add_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(log.events) == 2_000


def test_a_task_that_is_gone_leaves_its_number_to_no_other() -> None:
    log = Log("lock-step", 10, never)

    async def number() -> int:
        return log.task()

    async def numbers() -> list[int]:
        seen = []
        for _ in range(3):
            seen.append(await asyncio.create_task(number()))
            gc.collect()
        return seen

    assert asyncio.run(numbers()) == [1, 2, 3]


def test_a_lock_step_run_has_times_only_after_time_has_passed() -> None:
    now = 2.0
    log = Log("lock-step", 10, never, passed=lambda: now)
    log.add(EVENT)
    now = 2.25
    log.add(EVENT)
    assert [event.at for event in log.events] == [None, 250.0]
