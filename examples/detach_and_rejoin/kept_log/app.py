import asyncio
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
log, news = [], asyncio.Condition()


async def produce():
    for token in ("It ", "is ", "sunny ", "today.", "[DONE]"):
        async with news:
            log.append(token)
            news.notify_all()
        await asyncio.sleep(1)


@app.post("/answer", status_code=202)
async def start():
    app.state.producer = asyncio.create_task(produce())


@app.get("/answer", response_class=EventSourceResponse)
async def follow(last_event_id: Annotated[int, Header()] = 0):
    while "[DONE]" not in log[:last_event_id]:
        async with news:
            await news.wait_for(lambda seen=last_event_id: len(log) > seen)
        yield ServerSentEvent(raw_data=log[last_event_id], id=str(last_event_id + 1))
        last_event_id += 1
