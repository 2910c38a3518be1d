"""The notification hub under two real workers: in memory a part of its subscribers is reached, with Redis all are."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from redis import Redis
from redis import TimeoutError as NoAnswer
from redis.asyncio import Connection
from redis.asyncio import Redis as AsyncRedis

from chunkwise.event_stream import EventStream
from tests.support.record import EXAMPLES
from tests.support.redis import redis_server
from tests.support.workers import listening, workers_of

IN_MEMORY, WITH_REDIS = EXAMPLES / "hub/step_3_slow", EXAMPLES / "hub/step_4_workers"
MOST = 24
"""Subscribers where all are reached, whichever worker takes their connections."""


class Subscriber:
    """A client of the stream, with the ids and the texts that it has received."""

    def __init__(self, http: httpx.AsyncClient, last_event_id: str = "") -> None:
        self.stream = EventStream(last_event_id)
        self.got: dict[str, str] = {}
        self.news = asyncio.Condition()
        self.ready = asyncio.Event()
        self.task = asyncio.create_task(self._listen(http))

    async def _listen(self, http: httpx.AsyncClient) -> None:
        headers = {"Last-Event-ID": self.stream.last_event_id} if self.stream.last_event_id else {}
        async with http.stream("GET", "/notifications", headers=headers) as response:
            self.ready.set()
            async for text in response.aiter_text():
                for name, data in self.stream.feed(text):
                    assert name == "message", "no reset"
                    async with self.news:
                        assert self.stream.last_event_id not in self.got
                        self.got[self.stream.last_event_id] = json.loads(data)
                        self.news.notify_all()

    async def has(self, text: str) -> None:
        async with self.news:
            await asyncio.wait_for(self.news.wait_for(lambda: text in self.got.values()), 60)


class Hub:
    """The hub's clients, which leave it together."""

    def __init__(self, address: str) -> None:
        self.http = httpx.AsyncClient(base_url=address, timeout=60, limits=httpx.Limits(max_connections=None))
        self.subscribers: list[Subscriber] = []

    async def __aenter__(self) -> Hub:
        return self

    async def __aexit__(self, *_: object) -> None:
        for one in self.subscribers:
            one.task.cancel()
        await asyncio.gather(*(one.task for one in self.subscribers), return_exceptions=True)
        await self.http.aclose()

    async def subscribe(self, last_event_id: str = "") -> Subscriber:
        self.subscribers.append(found := Subscriber(self.http, last_event_id))
        await asyncio.wait_for(found.ready.wait(), 60)
        return found

    async def notify(self, text: str) -> int | None:
        """Send a notification over a connection of its own; return what the program answers."""
        response = await self.http.post("/notifications", params={"text": text}, headers={"Connection": "close"})
        answer: int | None = response.raise_for_status().json()
        return answer


async def reached_in_memory(address: str) -> tuple[int, int, int]:
    """Let subscribers come until a notification reaches a part of them: how many, of how many, as the program says."""
    async with asyncio.timeout(60), Hub(address) as hub:
        await hub.subscribe()
        # One worker has this subscriber, the other one none. A worker that starts late takes no connections yet.
        answers: set[int | None] = set()
        while answers != {0, 1}:
            answers.add(await hub.notify("begin"))
        while True:  # Where little is going on, the same worker may be the quicker one many times.
            await hub.subscribe()
            answer = await hub.notify(text := str(len(hub.subscribers)))
            if answer and answer < len(hub.subscribers):
                # A stream is in order: a subscriber that has the end and not this text has missed it.
                while not all({text, "end"} & set(one.got.values()) for one in hub.subscribers):
                    await hub.notify("end")
                return sum(text in one.got.values() for one in hub.subscribers), len(hub.subscribers), answer


def test_in_memory_a_notification_reaches_the_subscribers_of_one_worker() -> None:
    with listening() as listener, workers_of(IN_MEMORY, listener, 2) as address:
        reached, there, said = asyncio.run(reached_in_memory(address))
    assert reached == said
    assert 0 < reached < there


def readers(redis: Redis) -> int:
    """How many connections wait for what is added to the bus."""
    return sum(one["cmd"] == "xread" for one in redis.client_list())


async def everything(address: str, redis: Redis) -> list[Subscriber]:
    async with asyncio.timeout(60), Hub(address) as hub:
        while readers(redis) < 2:
            await asyncio.sleep(0.01)  # until both workers have started
        for _ in range(MOST):
            await hub.subscribe()
        for number in range(8):
            await hub.notify(str(number))
        await asyncio.gather(*(one.has("7") for one in hub.subscribers))
        assert readers(redis) == 2, "a connection for each worker, not for each subscriber"
        return hub.subscribers


async def the_rest(address: str, last_event_id: str) -> list[dict[str, str]]:
    """What six subscribers get that come back with this id."""
    async with Hub(address) as hub:
        for _ in range(6):
            await hub.subscribe(last_event_id)
        await asyncio.gather(*(one.has("7") for one in hub.subscribers))
        return [one.got for one in hub.subscribers]


def test_with_redis_all_workers_share_the_bus_the_log_and_the_ids(tmp_path: Path) -> None:
    with redis_server(tmp_path) as redis, listening() as listener:
        with workers_of(WITH_REDIS, listener, 2, REDIS=redis) as address:
            with Redis.from_url(redis) as asking:
                subscribers = asyncio.run(everything(address, asking))
                kept = asking.xlen("hub")
            texts = [list(one.got.values()) for one in subscribers]
            assert texts == [[str(number) for number in range(8)]] * MOST
            assert len({tuple(one.got) for one in subscribers}) == 1, "the ids are the same for all"
            assert kept == 5
            ids = list(subscribers[0].got)
            assert asyncio.run(the_rest(address, ids[5])) == [{ids[6]: "6", ids[7]: "7"}] * 6
        # Other processes, and the same log: an id outlives the worker that sent it.
        with workers_of(WITH_REDIS, listener, 2, REDIS=redis) as address:
            assert asyncio.run(the_rest(address, ids[6])) == [{ids[7]: "7"}] * 6


async def wait_without_a_limit(address: str, patience: float) -> None:
    async with AsyncRedis.from_url(address, socket_timeout=patience) as redis:
        await redis.xread({"hub": "0"}, block=0)


def test_the_client_of_redis_gives_up_a_read_that_blocks_for_longer_than_its_own_time_limit(tmp_path: Path) -> None:
    assert Connection().socket_timeout == 5
    with redis_server(tmp_path) as redis, pytest.raises(NoAnswer):
        asyncio.run(wait_without_a_limit(redis, 0.2))
