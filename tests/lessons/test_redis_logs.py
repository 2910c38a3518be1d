"""A log that several workers share: Redis streams under Uvicorn with two workers, whose ids are the events' ids."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from inspect import signature
from pathlib import Path

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from tests.support.record import EXAMPLES
from tests.support.redis import redis_server
from tests.support.serving import PATIENCE
from tests.support.workers import served, wait_for

SOME = 8
"""Connections that are enough for both workers to have some, but for one run in a hundred."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(tmp_path_factory.mktemp("redis")) as address:
        yield address


@pytest.fixture
def redis(server: str) -> Iterator[Redis]:
    """Return a client of Redis, which is empty."""
    with Redis.from_url(server, decode_responses=True) as redis:
        redis.flushall()
        yield redis


def waiting(redis: Redis) -> int:
    """Return how many connections to Redis wait for an entry."""
    return int(redis.info("clients")["blocked_clients"])


class Site:
    """The program, asked over a new connection each time, so that either worker may answer."""

    def __init__(self, address: str) -> None:
        self.host, _, port = address.removeprefix("http://").partition(":")
        self.port = int(port)

    @contextmanager
    def ask(
        self, method: str, path: str, last: str | None = None, patience: float = 30
    ) -> Iterator[http.client.HTTPResponse]:
        with closing(http.client.HTTPConnection(self.host, self.port, timeout=patience)) as connection:
            connection.request(method, path, headers={"Last-Event-ID": last} if last else {})
            with connection.getresponse() as response:
                yield response

    def post(self, path: str) -> str:
        with self.ask("POST", path) as response:
            return str(json.loads(response.read() or "null"))

    def status(self, method: str, path: str, last: str | None = None) -> int:
        with self.ask(method, path, last) as response:
            return response.status

    def first(self, path: str, last: str | None = None) -> dict[str, str]:
        with self.ask("GET", path, last) as response:
            return event(response)

    def sooner_or_later(
        self, path: str, wanted: Callable[[dict[str, str]], bool], last: str | None = None
    ) -> dict[str, str]:
        """Ask until the worker that takes the request has an event as it is wanted."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(TimeoutError), self.ask("GET", path, last, patience=0.3) as response:
                if wanted(found := event(response)):
                    return found
        raise AssertionError(f"no worker sends such an event for {path}")


def event(response: http.client.HTTPResponse) -> dict[str, str]:
    """Read one event; nothing at the end of the stream."""
    lines = iter(lambda: response.readline().decode().strip(), "")
    return dict(line.split(": ", 1) for line in lines if not line.startswith(":"))


# Orders, which a page follows and comes back to.

ORDERS = "resuming_events/redis_orders"


def test_with_a_log_in_each_worker_a_page_that_comes_back_is_told_to_load_everything() -> None:
    with served("resuming_events/orders/with_run", "--workers", "2") as address:
        site = Site(address)
        site.post("/orders/tea")
        # The worker that has the order sends it, and then has nothing new. The other one knows neither order nor id.
        seen = site.sooner_or_later("/orders", lambda found: "id" in found)
        assert seen["data"] == "tea"
        back = site.sooner_or_later("/orders", bool, last=seen["id"])
        assert back == {"event": "reset", "data": '"load all orders"'}


@pytest.fixture(scope="module")
def shop(server: str) -> Iterator[Site]:
    with served(ORDERS, "--workers", "2", REDIS_URL=server) as address:
        yield Site(address)


def test_with_a_log_in_redis_every_worker_goes_on_after_the_id(redis: Redis, shop: Site) -> None:
    tea, milk = shop.post("/orders/tea"), shop.post("/orders/milk")
    assert shop.first("/orders") == {"data": "tea", "id": tea}
    assert [shop.first("/orders", tea) for _ in range(SOME)] == [{"data": "milk", "id": milk}] * SOME
    with shop.ask("GET", "/orders", milk) as response:
        bread = shop.post("/orders/bread")
        assert event(response) == {"data": "bread", "id": bread}


def test_an_id_that_is_not_in_the_log_is_answered_with_a_reset(redis: Redis, shop: Site) -> None:
    oldest = shop.post("/orders/tea")
    assert shop.first("/orders", f"{oldest}7")["event"] == "reset"
    assert shop.first("/orders", "order-57")["event"] == "reset"
    for number in range(100):
        redis.xadd("orders", {"order": str(number)}, maxlen=100, approximate=False)
    assert shop.first("/orders", oldest)["event"] == "reset"


def test_a_page_that_leaves_gives_its_connection_to_redis_back(redis: Redis, shop: Site) -> None:
    last = shop.post("/orders/tea")
    with shop.ask("GET", "/orders", last):
        wait_for(lambda: waiting(redis) == 1)
    wait_for(lambda: waiting(redis) == 0)
    assert shop.first("/orders") == {"data": "tea", "id": last}


def test_redis_py_waits_for_five_seconds_and_has_a_hundred_connections_by_default() -> None:
    assert AsyncRedis.from_url("redis://localhost").connection_pool.max_connections == 100
    assert signature(AsyncRedis).parameters["socket_timeout"].default == 5


def test_a_stream_that_finds_no_connection_to_redis_ends_at_once(server: str, redis: Redis) -> None:
    last = str(redis.xadd("orders", {"order": "tea"}))
    with served(ORDERS, REDIS_URL=f"{server}?max_connections=2") as address, ExitStack() as open_streams:
        site = Site(address)
        for number in (1, 2):
            open_streams.enter_context(site.ask("GET", "/orders", last))
            wait_for(lambda number=number: waiting(redis) == number)  # type: ignore[misc]
        assert site.status("GET", "/orders", last) == 200
        assert site.first("/orders", last) == {}
        assert site.status("POST", "/orders/milk") == 500


@pytest.mark.parametrize(("milliseconds", "stays"), [("100", True), ("15_000", False), ("0", False)])
def test_a_wait_that_is_longer_than_the_time_limit_of_the_connection_ends_the_stream(
    redis: Redis, server: str, tmp_path: Path, milliseconds: str, stays: bool
) -> None:
    source = (EXAMPLES / f"{ORDERS}.py").read_text()
    assert "block=3_000" in source
    (tmp_path / "program.py").write_text(source.replace("3_000", milliseconds))
    with served("/program", root=tmp_path, REDIS_URL=f"{server}?socket_timeout=2") as address:
        site = Site(address)
        with site.ask("GET", "/orders", site.post("/orders/tea")) as response:
            if stays:
                redis.config_resetstat()
                wait_for(lambda: redis.info("commandstats").get("cmdstat_xread", {"calls": 0})["calls"] > 8)
                site.post("/orders/milk")
            assert event(response).get("data") == ("milk" if stays else None)


# An answer, which a task of one worker makes.

ANSWERS = "detach_and_rejoin/redis_answers"
TOKENS = ["It", "is", "sunny", "today."]


@pytest.fixture(scope="module")
def chat(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the program with two workers, and a shorter pause after each token."""
    folder = tmp_path_factory.mktemp("chat")
    source = (EXAMPLES / f"{ANSWERS}.py").read_text()
    assert "asyncio.sleep(1)" in source
    (folder / "program.py").write_text(source.replace("asyncio.sleep(1)", "asyncio.sleep(0.2)"))
    with served("/program", "--workers", "2", root=folder, REDIS_URL=server) as address:
        yield Site(address)


def read(site: Site, path: str, last: str | None = None) -> list[dict[str, str]]:
    with site.ask("GET", path, last) as response:
        return list(iter(lambda: event(response), {}))


@pytest.mark.usefixtures("redis")
def test_a_reader_leaves_and_goes_on_from_either_worker(chat: Site) -> None:
    path = f"/answers/{chat.post('/answers')}"
    with chat.ask("GET", path) as response:
        seen = [event(response) for _ in range(3)]
    rest = [read(chat, path, seen[-1]["id"]) for _ in range(SOME)]
    assert [one["data"] for one in seen[1:] + rest[0]] == [*TOKENS, "complete"]
    assert rest == [rest[0]] * SOME
    assert chat.status("GET", path, rest[0][-1]["id"]) == 204
    assert chat.status("GET", "/answers/unknown") == 404


@pytest.mark.usefixtures("redis")
def test_a_stop_reaches_the_task_whichever_worker_takes_it(chat: Site) -> None:
    paths = [f"/answers/{chat.post('/answers')}" for _ in range(SOME)]
    assert [chat.status("DELETE", path) for path in paths] == [204] * SOME
    assert [read(chat, path)[-1]["data"] for path in paths] == ["incomplete"] * SOME
