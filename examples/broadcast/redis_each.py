import os
from typing import Annotated

from fastapi import Depends, FastAPI
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

app = FastAPI()
redis = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, max_connections=5_000)


async def subscription():
    async with redis.pubsub() as pubsub:
        await pubsub.subscribe("messages")
        yield pubsub


@app.get("/messages")
async def listen(pubsub: Annotated[PubSub, Depends(subscription)]):
    async for message in pubsub.listen():
        if message["type"] == "message":
            yield message["data"]


@app.post("/messages")
async def publish(text: str) -> str:
    return f"listeners: {await redis.publish('messages', text)}"
