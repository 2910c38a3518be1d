import asyncio
from collections import deque
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
log = deque([(41, "tea"), (42, "milk"), (43, "bread")], maxlen=3)


@app.get("/orders", response_class=EventSourceResponse)
async def orders(last_event_id: Annotated[str | None, Header()] = None):
    last = max([number for number, _ in log if str(number) == last_event_id], default=0)
    if last_event_id and not last:
        yield ServerSentEvent(event="reset", data="load all orders")
    for number, order in log:
        if number > last:
            yield ServerSentEvent(raw_data=order, id=str(number))
            await asyncio.sleep(0.1)
