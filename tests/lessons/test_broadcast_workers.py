"""What two worker processes make of a broadcast, because a recording has one process: Uvicorn with ``--workers 2``."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx

from tests.support.record import EXAMPLES

MOST = 24
"""Listeners at most. Two workers take connections from one socket, and chance decides which of them takes the next."""


@contextmanager
def served(program: str, *options: str, **environment: str) -> Iterator[str]:
    """Serve a program by Uvicorn, in processes of its own; yields the address."""
    folder, _, module = program.rpartition("/")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(200)
        descriptor = listener.fileno()
        command = [sys.executable, "-m", "uvicorn", f"{module}:app", "--fd", str(descriptor), *options]
        process = subprocess.Popen(
            [*command, "--app-dir", str(EXAMPLES / folder), "--log-level", "critical"],
            env=os.environ | environment,
            pass_fds=[descriptor],
        )
        try:
            yield "http://{}:{}".format(*listener.getsockname())
        finally:
            process.kill() if "--workers" not in options else process.terminate()
            process.wait(20)


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
    """Publish a message over a connection of its own; return how many listeners the program says it has."""
    response = await client.post("/messages", params={"text": text}, headers={"Connection": "close"})
    return int(str(response.json()).removeprefix("listeners: "))


async def broadcast(address: str, *, until_split: bool) -> tuple[list[int], list[Listener]]:
    """Let listeners come, and publish a numbered message after each, until one reaches only a part of them."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        listeners: list[Listener] = []
        answers: list[int] = []
        while len(listeners) < MOST:
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
        answers, listeners = asyncio.run(broadcast(address, until_split=False))
    assert answers == list(range(1, MOST + 1))
    assert all(listener.heard[-1] == str(MOST - 1) for listener in listeners)


def test_with_a_bus_outside_of_the_workers_it_reaches_all_of_them() -> None:
    with ExitStack() as both:
        bus = both.enter_context(served("broadcast/shared_bus/upstream"))
        address = both.enter_context(served("broadcast/shared_bus/app", "--workers", "2", BUS=bus))
        answers, listeners = asyncio.run(broadcast(address, until_split=False))
    assert answers == list(range(1, MOST + 1))
    assert all(listener.heard == [str(n) for n in range(place, MOST)] for place, listener in enumerate(listeners))
