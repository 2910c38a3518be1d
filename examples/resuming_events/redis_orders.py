import os
import re
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent
from redis.asyncio import Redis

app = FastAPI()
redis = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, max_connections=5_000)


@app.post("/orders/{order}")
async def add(order: str) -> str:
    return await redis.xadd("orders", {"order": order}, maxlen=100, approximate=False)


async def has(number: str) -> bool:
    return bool(re.fullmatch(r"\d+-\d+", number) and await redis.xrange("orders", number, number))


@app.get("/orders", response_class=EventSourceResponse)
async def orders(last_event_id: Annotated[str | None, Header()] = None):
    last = last_event_id or "0-0"
    if last_event_id and not await has(last):
        last = "0-0"
        yield ServerSentEvent(event="reset", data="load all orders")
    while True:
        for _, entries in await redis.xread({"orders": last}, block=3_000):
            for last, entry in entries:
                yield ServerSentEvent(raw_data=entry["order"], id=last)
