import asyncio
import os
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.sse import EventSourceResponse, ServerSentEvent
from redis.asyncio import Redis

app = FastAPI()
redis = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, max_connections=5_000)
producers = set()
KEPT = 600  # seconds after the end


async def produce(log: str):
    how = "incomplete"
    try:
        for token in ("It ", "is ", "sunny ", "today."):
            if await redis.exists(f"{log}:stop"):
                return
            await redis.xadd(log, {"event": "token", "data": token})
            await asyncio.sleep(1)
        how = "complete"
    finally:
        await redis.xadd(log, {"event": "end", "data": how})
        await redis.expire(log, KEPT)


async def find(name: str) -> str:
    if not await redis.exists(log := f"answer:{name}"):
        raise HTTPException(404)
    return log


Log = Annotated[str, Depends(find)]
Position = Annotated[str, Header(alias="Last-Event-ID", pattern=r"^\d+-\d+$")]


async def go_on(log: Log, last: Position = "0-0") -> str:
    if any(entry["event"] == "end" for _, entry in await redis.xrange(log, last, last)):
        raise HTTPException(204)
    return last


@app.post("/answers", status_code=202)
async def start() -> str:
    await redis.xadd(f"answer:{(name := str(uuid4()))}", {"event": "start", "data": name})
    producers.add(task := asyncio.create_task(produce(f"answer:{name}")))
    task.add_done_callback(producers.discard)
    return name


@app.get("/answers/{name}", response_class=EventSourceResponse)
async def follow(log: Log, last: Annotated[str, Depends(go_on)]):
    while True:
        for _, entries in await redis.xread({log: last}, block=3_000):
            for last, entry in entries:
                yield ServerSentEvent(event=entry["event"], raw_data=entry["data"], id=last)
                if entry["event"] == "end":
                    return


@app.delete("/answers/{name}", status_code=204)
async def stop(log: Log):
    await redis.set(f"{log}:stop", "yes", ex=KEPT)
