import asyncio
import os
from contextlib import asynccontextmanager, suppress
from typing import Annotated

from fastapi import Depends, FastAPI
from redis.asyncio import Redis, RedisError

redis = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
queues = set()


async def hand_out():
    while True:
        with suppress(RedisError):
            async with redis.pubsub() as pubsub:
                await pubsub.subscribe("messages")
                async for message in pubsub.listen():
                    if message["type"] == "message":
                        put_into_all(message["data"])
        await asyncio.sleep(0.5)


def put_into_all(text):
    for queue in queues:
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(text)


@asynccontextmanager
async def lifespan(app):
    task = asyncio.create_task(hand_out())
    yield
    task.cancel()


app = FastAPI(lifespan=lifespan)


async def subscription():
    queues.add(queue := asyncio.Queue(maxsize=100))
    try:
        yield queue
    finally:
        queues.remove(queue)


@app.get("/messages")
async def listen(queue: Annotated[asyncio.Queue, Depends(subscription)]):
    while True:
        yield await queue.get()


@app.post("/messages")
async def publish(text: str) -> str:
    return f"workers: {await redis.publish('messages', text)}"
