"""What two worker processes make of a broadcast, because a recording has one process: Uvicorn with ``--workers 2``."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx
import pytest
from redis import Redis

from tests.support.record import EXAMPLES
from tests.support.redis import redis_server
from tests.support.serving import PATIENCE
from tests.support.workers import served, wait_for

MOST = 24
"""Listeners at most. Two workers take connections from one socket, and chance decides which of them takes the next."""
FEW = 10
"""Enough of them where the test holds however they are divided."""


class Listener:
    """A client of the stream, and the messages that it has received."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.heard: list[str] = []
        self.ready = asyncio.Event()
        self.task = asyncio.create_task(self._listen(client))

    async def _listen(self, client: httpx.AsyncClient) -> None:
        async with client.stream("GET", "/messages") as response:
            self.ready.set()
            async for line in response.aiter_lines():
                if (message := json.loads(line)) == "end":
                    return
                self.heard.append(message)


async def publish(client: httpx.AsyncClient, text: str) -> int:
    """Publish a message over a connection of its own; return how many it says have received it."""
    response = await client.post("/messages", params={"text": text}, headers={"Connection": "close"})
    return int(str(response.json()).rpartition(" ")[2])


async def broadcast(address: str, most: int = MOST, *, until_split: bool = False) -> tuple[list[int], list[Listener]]:
    """Let listeners come, and publish a numbered message after each; or go on until one reaches only a part of them."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        listeners: list[Listener] = []
        answers: list[int] = []
        until = asyncio.get_running_loop().time() + PATIENCE
        while len(listeners) < most or (until_split and asyncio.get_running_loop().time() < until):
            if len(listeners) >= most:
                await asyncio.sleep(0.2)  # The other worker hasn't started yet.
            listeners.append(Listener(client))
            await listeners[-1].ready.wait()
            answers.append(await publish(client, str(len(answers))))
            if until_split and 0 < answers[-1] < len(listeners) - 1:
                break
        while not all(listener.task.done() for listener in listeners):
            await publish(client, "end")
        await asyncio.gather(*(listener.task for listener in listeners))
        return answers, listeners


def test_with_two_workers_a_message_reaches_the_listeners_of_the_worker_that_took_it() -> None:
    with served("broadcast/in_memory/app", "--workers", "2") as address:
        answers, listeners = asyncio.run(broadcast(address, until_split=True))
    last = str(len(answers) - 1)
    reached = [listener for listener in listeners if last in listener.heard]
    assert len(reached) == answers[-1]
    assert 0 < len(reached) < len(listeners)


def test_with_one_worker_it_reaches_all() -> None:
    with served("broadcast/in_memory/app") as address:
        answers, listeners = asyncio.run(broadcast(address))
    assert answers == list(range(1, MOST + 1))
    assert all(listener.heard[-1] == str(MOST - 1) for listener in listeners)


def test_with_a_bus_outside_of_the_workers_it_reaches_all_of_them() -> None:
    with ExitStack() as both:
        bus = both.enter_context(served("broadcast/shared_bus/upstream"))
        address = both.enter_context(served("broadcast/shared_bus/app", "--workers", "2", BUS=bus))
        answers, listeners = asyncio.run(broadcast(address))
    assert answers == list(range(1, MOST + 1))
    assert all(listener.heard == [str(n) for n in range(place, MOST)] for place, listener in enumerate(listeners))


# With a real Redis. A program has a connection to it for each listener, or one for each worker.

EACH, BUS = "redis_each", "redis_bus"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with redis_server(tmp_path) as address, Redis.from_url(address) as redis:
        yield redis


def url(redis: Redis) -> str:
    return f"unix://{redis.get_connection_kwargs()['path']}"


def subscribed(redis: Redis) -> list[str]:
    """Return the connections that are subscribed to something, by the numbers that Redis gives them."""
    return [one["id"] for one in redis.client_list(_type="pubsub")]


@contextmanager
def listening(address: str) -> Iterator[http.client.HTTPResponse]:
    """Listen to the messages; yields the open response, from which the test reads as much as it wants."""
    host, port = address.removeprefix("http://").split(":")
    with closing(http.client.HTTPConnection(host, int(port), timeout=30)) as connection:
        connection.request("GET", "/messages")
        with connection.getresponse() as response:
            yield response


@pytest.mark.parametrize(("program", "answers"), [(EACH, range(1, FEW + 1)), (BUS, [2] * FEW)])
def test_with_redis_it_reaches_all_of_both_workers(redis: Redis, program: str, answers: Iterable[int]) -> None:
    with served(f"broadcast/{program}", "--workers", "2", REDIS_URL=url(redis)) as address:
        wait_for(lambda: program == EACH or len(subscribed(redis)) == 2)
        found, listeners = asyncio.run(broadcast(address, FEW))
    assert found == list(answers)
    assert all(listener.heard == [str(n) for n in range(place, FEW)] for place, listener in enumerate(listeners))


def test_a_message_that_nobody_is_subscribed_to_is_lost_and_a_listener_that_leaves_unsubscribes(redis: Redis) -> None:
    with served(f"broadcast/{EACH}", REDIS_URL=url(redis)) as address:
        assert redis.publish("messages", "missed") == 0
        with listening(address) as response:
            assert redis.publish("messages", "tea") == 1
            assert response.readline() == b'"tea"\n'
        wait_for(lambda: not subscribed(redis))


def test_redis_ends_the_subscription_of_a_listener_that_does_not_read(redis: Redis) -> None:
    redis.config_set("client-output-buffer-limit", "pubsub 1mb 0 0")
    with served(f"broadcast/{EACH}", REDIS_URL=url(redis)) as address, listening(address) as response:
        while subscribed(redis):
            redis.publish("messages", "a" * 100_000)
        with pytest.raises(http.client.IncompleteRead):
            response.read()


@pytest.mark.parametrize("reconnects", [True, False])
def test_after_a_lost_connection_only_a_worker_that_reconnects_hears_again(
    redis: Redis, tmp_path: Path, reconnects: bool
) -> None:
    source = (EXAMPLES / f"broadcast/{BUS}.py").read_text()
    assert "while True:\n        with suppress" in source
    loop = "while True:" if reconnects else "for _ in range(1):"
    (tmp_path / "bus.py").write_text(source.replace("while True:\n        with", f"{loop}\n        with"))
    with served("/bus", root=tmp_path, REDIS_URL=url(redis)) as address, listening(address) as response:
        wait_for(lambda: len(subscribed(redis)) == 1)
        redis.client_kill_filter(_type="pubsub")
        wait_for(lambda: not subscribed(redis))
        if reconnects:
            wait_for(lambda: len(subscribed(redis)) == 1)
        assert redis.publish("messages", "tea") == reconnects
        if reconnects:
            assert response.readline() == b'"tea"\n'


def test_a_stream_with_a_connection_of_its_own_is_cut_off_when_that_is_lost(redis: Redis) -> None:
    with served(f"broadcast/{EACH}", REDIS_URL=url(redis)) as address, listening(address) as response:
        redis.client_kill_filter(_type="pubsub")
        with pytest.raises(http.client.IncompleteRead):
            response.read()
